"""Messages that say nothing to go by: fillers, words that point at nothing, a bare 「なんとかして」."""

import re
from typing import Final

_EMPTY: Final = (
    # fillers
    r"え[ーえ]*っ?と|う[ー〜~]*ん[ー〜~ん]*|ん[ー〜~ん]*|あの[ーうぉ]*|その[ーうぉ]*|まあ|なんて(?:い|言)うか|なんか|さあ|ほら|だから"
    r"|いや|て(?:い|ゆ)?うか|ちょっと|やっぱり?|とにかく|もう(?!い|よ)"
    # pointers
    r"|(?:この|こない|さっき|前|以前|先日|例)(?:だ|前|間)?の(?:件|話|やつ|こと|あれ)?|あれ|それ|これ|件|話|やつ|(?:って)?(?:言|い)ったら"
    # doubts
    r"|どう(?:だろ|しよ|かな|かしら|なのかな)う?|(?:わか|分か|判)[んら](?:ない|ん|ぬ|へん)|なんとも|微妙|(?:何|なん)だろう?"
    # wishes without an object
    r"|(?:何|なん|どう)とか(?:して|なら[なんへ])|困(?:った|って(?:い)?[るま])"
)
_JOINT: Final = (
    r"お願い(?:し(?:ます|たい))?|頼(?:む|みます|んます)|(?:くれ|もらえ)(?:ない|ません)?|ください|下さい|ほしい|欲しい|です|ます|せん"
    r"|でしょ|けれど|けど|から|ので|ってば|って|てば|なん(?=[だで])|な(?=[、。!?]|$)|[のんがはをでもとによねかしさただ]|[、。.….・!?wW笑ー〜~\s]"
)
# Possessive: a long run of the same letter is read once, not in every way it could be cut.
_NOTHING: Final = re.compile(rf"(?:(?:{_EMPTY})(?:{_JOINT})*+)++")


def says_nothing(text: str) -> bool:
    """Whether a normalized message names nothing that could be answered, looked up or asked about.

    Args:
        text: A message as `domain.text.normalize` returns it.
    """
    return _NOTHING.fullmatch(text) is not None
