"""Words for parts of the day and clock times."""

from typing import Final

from domain.dates.lexicon.kana import kana
from domain.dates.numerals import NUMBER
from domain.dates.tokens import Kind, Rule

_N: Final = NUMBER
_KANA_HOURS: Final = tuple(
    f"{hour}じ"
    for hour in ("", "いち", "に", "さん", "よ", "ご", "ろく", "しち", "はち", "く", "じゅう", "じゅういち", "じゅうに")
)
_NO_HOUR: Final = r"(?!間|期|給|点|代|折|刻|々|節|効|短)"


def _part(pattern: str, clock: str, *parts: str) -> Rule:
    """A part of the day; `clock` says how an hour beside it is meant: am, noon, pm, night, deep."""
    return Rule(Kind.PART, pattern, words=(clock, *parts))


TIMES: Final = (
    Rule(Kind.CLOCK, r"(?:[aA]\.?[mM]\.?)\s?(\d{1,2})(?::(\d{2}))?(?!\d)時?", words=("am",)),
    Rule(Kind.CLOCK, r"(?:[pP]\.?[mM]\.?)\s?(\d{1,2})(?::(\d{2}))?(?!\d)時?", words=("pm",)),
    Rule(Kind.CLOCK, r"(\d{1,2})(?::(\d{2}))?\s?[aA]\.?[mM]\.?(?![A-Za-z])", words=("am",)),
    Rule(Kind.CLOCK, r"(\d{1,2})(?::(\d{2}))?\s?[pP]\.?[mM]\.?(?![A-Za-z])", words=("pm",)),
    Rule(Kind.CLOCK, r"(?<![\d:])(\d{1,2})\s?:\s?(\d{2})(?![\d:])"),
    Rule(Kind.CLOCK, rf"({_N})\s?時{_NO_HOUR}(?:(半)|({_N})分)?"),
    Rule(Kind.CLOCK, r"(\d{1,2})じ(?=$|[^ぁ-ん]|[にでかがごすはまい])"),
    Rule(Kind.CLOCK, r"(?<![\d:/])(\d{1,2})(?=\s?(?:[~〜\-、,・]|か|or|から)\s?\d{1,2}(?:時(?!間)|:\d))"),
    Rule(Kind.CLOCK, r"(?:(?<=時[~〜\-])|(?<=:\d\d[~〜\-]))(\d{1,2})(?![\d日月時:/])"),
    Rule(
        Kind.CLOCK,
        kana(*_KANA_HOURS[1:]),
        meaning=lambda text: ((_KANA_HOURS.index(text),), ()),
    ),
    Rule(Kind.CLOCK, "正午", meaning=lambda _: ((12,), ("noon",))),
    _part("お?昼前", "am", "morning"),
    _part(r"朝(?:イチ|いち|一番?|方|早く|早め)|朝", "am", "morning"),
    _part(r"午前中?|早朝|ごぜん(?:ちゅう)?|(?<![A-Za-z])AM(?![A-Za-z])", "am", "morning"),
    _part("未明|明け方", "am", "late_night"),
    _part(
        r"午後(?:イチ|いち(?!じ)|一番?(?!時))?|お?昼(?:過ぎ|すぎ|イチ|いち|下がり)|お?ひるすぎ|ごご|(?<![A-Za-z])PM(?![A-Za-z])",
        "pm",
        "afternoon",
    ),
    _part("日中", "noon", "noon", "afternoon", "morning"),
    _part("お?昼間|ひるま", "noon", "noon", "afternoon"),
    _part("お?昼(?:時|どき)?|ランチタイム", "noon", "noon"),
    _part("夕方|夕刻|ゆうがた|夕(?=[のにはで])", "pm", "evening"),
    _part("夜遅(?:く|め|い時間帯?|いの)", "night", "night", "late_night"),
    _part("真夜中|夜中|深夜帯?|夜更け|夜ふけ|よなか|まよなか|しんや", "deep", "late_night"),
    _part(
        "(?:お?仕事|会社)(?:の)?(?:終わり|おわり|帰り|あと|後|が終わってから|終わってから)|退勤後",
        "night",
        "evening",
        "night",
    ),
    _part("夜間?|晩", "night", "night"),
    _part(kana("よる", "ばん"), "night", "night"),
    _part(kana("あさいち", "あさ(?!って)"), "am", "morning"),
    _part(kana("おひる", "ひる"), "noon", "noon"),
)
