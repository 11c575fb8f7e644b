"""Since when the noise has been there, told from when something else happened."""

import re
from datetime import date, datetime
from typing import Final

from domain.dates import read_since

_NUMBER: Final = r"[0-9一二三四五六七八九十]+"
_START: Final = (
    r"(?:頃|ごろ|くらい|ぐらい|あたり|頭|初め|末|半ば|[上中下]旬|の[^、。]{1,4}|に(?:入|な)って)?"
    r"(?:から|以来|より|以降)"
)
_MOVED_IN: Final = r"に(?:隣|上|下)[^。]{0,10}(?:引っ越|入居|越して)"

_SOMETHING_ELSE: Final = re.compile(
    # the speaker's own years (「3年住んでいます」), the building's, what is to come
    rf"(?:{_NUMBER}|[数半])(?:年|[ヶケかカヵ個箇]月|カ月)半?[間前]?(?:ほど|くらい|ぐらい"
    rf"|以上)?[^。、]{{0,8}}(?:住んで|暮らして|勤め|働い)"
    rf"|(?:越し|入居し|転居し)(?:てき)?て(?:から)?(?:もう)?{_NUMBER}(?:年|[ヶケかカヵ個箇]月|カ月)半?[にがと]?(?:な[りる]|経|た[ちっつ])"
    rf"|築{_NUMBER}年|{_NUMBER}(?:年|[ヶケかカヵ]月)後"
    # what comes back every week or year (「月曜から金曜」「冬になると」)
    r"|[月火水木金土日]曜?日?(?:から|〜|~)[月火水木金土日]曜日?|[春夏秋冬](?:に?なると|の間|だけ|場)"
    r"|(?<!週の)[月火水木金土日]曜日?(?!から|以来)"
    # a point in time on which something was heard or done (「先週管理会社に相談」)
    rf"|(?:今朝|今日|昨日|きのう|昨夜|昨晩|ゆうべ|一昨日|おととい|今週|先週|先々週|先月|{_NUMBER}日前"
    rf"|{_NUMBER}週間前)(?!{_START}|{_MOVED_IN}|[^。、]{{0,6}}(?:始ま|はじま|越してき))"
    # the speaker's own turns of life (「9月から夜勤になって」)
    rf"|(?:{_NUMBER}月|先月|今月|先週|今週|去年|今年|{_NUMBER}(?:年|[ヶケかカヵ]月)前)[^。、]{{0,3}}(?:から|に)"
    r"(?:夜勤|在宅|テレワーク|リモート|一人暮らし|休職|産休|育休|転勤|転職)"
    rf"|(?:妊娠|生後)(?:して)?{_NUMBER}(?:週|[ヶケかカヵ]月|か月)"
)


def read_onset(text: str, now: datetime) -> date | None:
    """Reads since when the noise has been there.

    Args:
        text: The normalized message.
        now: The present moment.

    Returns:
        The day it began, None if nothing is said about it (as in 「昨日もうるさかった」 and 「先週相談した」).
    """
    return read_since(_SOMETHING_ELSE.sub("◦", text), now)
