"""How a plain statement ends, and what shows that it is a wish after all."""

import re
from typing import Final

PLAIN: Final = re.compile("(?:ます|ました|です|でした|る|た|だ|ない|ません|ん)(?:けど|が|よ|ね|よね|の|わ|し)*$")
COPULA: Final = re.compile("(?:な|の|ん|で|す|です|だ|ね|よ|が|けど)*")
WISHING: Final = re.compile(
    "たい|ほしい|欲しい|くださ|下さ|もらえ|いただ|頂|ましょ|でしょ|どう|考え|検討|思|予定して|決|選|見に|調べ"
    "|とし(?:ます|たい)|といたし|^し(?:ます|よう)|^(?:にし|にする)"
)
