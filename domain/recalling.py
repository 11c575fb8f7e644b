"""Whether a customer asks what was agreed with a person."""

import re
from typing import Final

_AGREED: Final = (
    r"(?:決ま(?:った|っ|り)|決め(?:た|まし)|約束|合意|取り決め|話(?:した|し合|がつ)|聞いた|言(?:われ|って)"
    r"|案内(?:され|して|いただ|もら)|お話)"
)
_PERSON: Final = r"(?:さっき|先ほど|この前|前回|昨日|担当(?:者|の方|の人|のかた)?|スタッフ(?:の方)?|人(?=と|に|から))"
_ASKS: Final = re.compile(
    rf"{_PERSON}.{{0,12}}{_AGREED}.{{0,12}}(?:何|なん|どう|どんな|教え|確認|もう一度|こと(?:は|を)?[?。]?$|っけ|でした|か[?。]?$)"
    rf"|{_AGREED}.{{0,4}}(?:こと|内容|件).{{0,6}}(?:何|なん|教え|確認|もう一度|っけ|でした|知り)"
    r"|(?:何|なに|なん|どう)(?:を|が|て|って|に)?.{0,8}(?:決ま(?:った|り)|約束|なった|なりました).{0,6}(?:っけ|でした|か|の)"
)


def asks_what_was_agreed(text: str) -> bool:
    """Whether somebody asks again for what was agreed: 「担当の方と決まったことは何でしたっけ」.

    Args:
        text: The normalized message.
    """
    return _ASKS.search(text) is not None
