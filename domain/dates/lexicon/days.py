"""Words for days, weeks, months, holidays."""

import re
from collections.abc import Mapping
from typing import Final

from domain.dates.lexicon.holidays import HOLIDAY_RULES, SEASON_RULE
from domain.dates.lexicon.kana import KANA_DAYS, KANA_MONTHS, any_of, kana
from domain.dates.lexicon.weekdays import WEEKDAY_RULES
from domain.dates.numerals import NUMBER, parse_number
from domain.dates.tokens import Kind, Meaning, Rule, table

_N: Final = NUMBER

RELATIVE: Final[Mapping[str, Meaning]] = {
    word: ((days,), ())
    for days, words in enumerate(
        (
            ("今日", "本日", "きょう"),
            ("明日", "あした", "あす", "みょうにち"),
            ("明後日", "あさって", "あさつて", "みょうごにち"),
            ("明々後日", "明明後日", "しあさって"),
        )
    )
    for word in words
}
WEEKS: Final[Mapping[str, Meaning]] = {
    word: ((weeks,), ())
    for weeks, words in enumerate(
        (
            ("今週", "今周", "こんしゅう", "こんしゅー"),
            ("来週", "来周", "次週", "らいしゅう", "らいしゅー", "来しゅう", "らい週"),
            ("再来週", "再来周", "さ来週", "来々週", "さらいしゅう", "さらいしゅー", "再来しゅう", "さらい週"),
            ("再々来週", "再再来週"),
        )
    )
    for word in words
}
MONTHS: Final[Mapping[str, Meaning]] = {
    word: ((months,), ())
    for months, words in enumerate(
        (("今月", "当月", "こんげつ"), ("来月", "次月", "翌月", "らいげつ"), ("再来月", "さらいげつ"))
    )
    for word in words
}
YEARS: Final[Mapping[str, Meaning]] = {"今年": ((0,), ("relative",)), "来年": ((1,), ("relative",))}
PERIODS: Final[Mapping[str, Meaning]] = {
    word: ((), (part,))
    for part, words in {
        "初": ("頭", "あたま", "初め", "はじめ", "始め", "初頭", "初", "アタマ"),
        "上旬": ("初旬",),
        "中旬": ("半ば", "なかば", "中頃", "中ごろ", "中盤", "真ん中"),
        "末日": ("末日",),
        "末": ("末", "終わり", "おわり", "まつ"),
        "前半": ("前半", "前のほう", "前の方"),
        "後半": ("後半", "後ろのほう", "後ろの方", "後ろ"),
    }.items()
    for word in words
}
MONTH_PARTS: Final[Mapping[str, Meaning]] = {
    word: ((), (part,))
    for part, words in {
        "初": ("月初め", "月初", "月頭", "月はじめ"),
        "上旬": ("上旬",),
        "中旬": ("中旬",),
        "下旬": ("下旬",),
        "末": ("月末", "月終わり", "げつまつ", "つきまつ"),
    }.items()
    for word in words
}
TURNS: Final[Mapping[str, Meaning]] = {
    word: ((), (name,))
    for name, words in {
        "new_year": ("年明け", "新年"),
        "year_end": ("年内", "今年中", "今年のうち", "年末まで"),
        "fiscal_year_end": ("年度内", "今年度中", "年度中", "年度末まで", "年度末"),
        "new_fiscal_year": ("新年度", "来年度", "年度明け"),
    }.items()
    for word in words
}
"""Where one year, or fiscal year, becomes another."""

EDGES: Final[Mapping[str, Meaning]] = {
    word: ((), (edge,))
    for edge, words in {
        "first": ("初日", "最初の日", "1日目", "一日目"),
        "last": ("最終日", "最後の日"),
        "middle": ("中日", "真ん中の日", "2日目", "二日目"),
        "before": ("前日", "前の日"),
        "week_before": ("前の週", "前週"),
        "week_after": ("翌週", "次の週"),
        "after": ("翌日", "次の日", "あくる日"),
    }.items()
    for word in words
}
"""A day by its place at some other days."""


def _full_reiwa(text: str) -> Meaning:
    return (2018 + parse_number(text[2:-1]),), ()


def _edge(text: str) -> Meaning:
    return EDGES[re.sub(rf"^(?:{_BEFORE_EDGE})", "", text)]


def _listed(text: str) -> Meaning:
    return tuple(parse_number(number) for number in re.findall(_N, text)), ("list",)


_BEFORE_EDGE: Final = "の|が(?:終わった|明けた|済んだ|過ぎた)"
_WEEKDAY: Final = "[月火水木金土]|日[曜よ]"
_BARE: Final = r"(?:[12]?\d|3[01])(?!\d)"
_OR: Final = r"\s?(?:[、,・]|か|と|or)\s?"
_ALSO: Final = r"\s?(?:[、,・/]|か|と|or|でも)\s?"
_KANJI: Final = ("", *"一二三四五六七八九")
_SPELT: Final = tuple(f"{tens}{ones}" for tens in ("", "十", "二十", "三十") for ones in _KANJI)[:32]
_CONSECUTIVE: Final = "|".join(
    rf"(?<!\d){n}{_ALSO}{n + 1}(?:{_ALSO}{n + 2})?(?!\d)|(?<![一-十]){_SPELT[n]}{_ALSO}{_SPELT[n + 1]}(?![一-十])"
    for n in range(30, 3, -1)
)
"""「15か16」: visits are two hours apart and three are offered, so two numbers in a row are days."""

DATES: Final = (
    Rule(
        Kind.BY_DATE,
        r"日付(?:が|は)?(?:変|か)わって(?:から)?の?|(?:日付|暦|カレンダー)(?:の上)?で(?:は|(?:い|言)(?:うと|えば))",
    ),
    Rule(Kind.FULL_DATE, r"(?<!\d)(20\d\d)\s?[年/.\-]\s?(\d{1,2})\s?[月/.\-]\s?(\d{1,2})(?!\d)日?"),
    Rule(Kind.YEAR, rf"令和{_N}年", meaning=_full_reiwa),
    Rule(Kind.YEAR, r"(?<!\d)(20\d\d)年"),
    Rule(Kind.MONTH_DAY, r"(?<![\d/.])(\d{1,2})/(\d{1,2})(?:[\-~〜]|から)(\d{1,2})日?(?![\d/:時月])", words=("range",)),
    Rule(
        Kind.MONTH_DAY,
        r"(?<![\d/.~〜\-])\d{1,2}/\d{1,2}(?:(?:[,、・]|or|か)\d{1,2}){1,8}日?(?![\d/:時月人名階分円回丁番号])",
        meaning=_listed,
    ),
    Rule(Kind.MONTH_DAY, r"(?<![\d.])(?<!\d/)(\d{1,2})/(\d{1,2})日?(?![\d.]|/\d{1,2}(?!\d*/))"),
    Rule(
        Kind.MONTH_DAY,
        r"(?:^|(?<=[\s、。]))(1[0-2]|[1-9])\.(3[01]|[12]\d|0?[1-9])(?=日|\s?(?:\(|午[前後]|[朝昼夕夜晩]|\d{1,2}[時:])|の[午朝昼夕夜晩])",
    ),
    Rule(
        Kind.MONTH_DAY,
        r"(?:(?<![\d/.\-A-Za-z一-龯々ァ-ヶー])|(?<=[望日月]))(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])(?![\d\-号番階日時:/])",
    ),
    Rule(Kind.NTH, f"(?:[一1]番|いちばん|最も)?早い(?={_WEEKDAY}|週末)", meaning=lambda _: ((1,), ())),
    Rule(Kind.DAY_RANGE, rf"(?<=月)({_N})\s?(?:[~〜\-]|から)\s?({_N})(?=の|で|、|。|あたり|$)"),
    Rule(Kind.NTH_WEEK, rf"({_N})(?:週目|番目の週)"),
    Rule(Kind.DAY_RANGE, rf"({_N})\s?(?:[~〜\-]|から)\s?({_N})日(?!間|後|前|以内|目)"),
)
"""Exact dates and spans of days, tried before the numbers that are none."""

DAYS: Final = (
    Rule(Kind.RELATIVE, kana(*(w for w in RELATIVE if re.fullmatch(r"[ぁ-ん]+", w))), meaning=table(RELATIVE)),
    Rule(Kind.RELATIVE, any_of(w for w in RELATIVE if not re.fullmatch(r"[ぁ-ん]+", w)), meaning=table(RELATIVE)),
    Rule(Kind.TURN, any_of(TURNS), meaning=table(TURNS)),
    Rule(Kind.TURN, "年度(?:が|の)?(?:変|替|代|か)わる?り?前", words=("fiscal_year_end",)),
    Rule(Kind.TURN, "年が?明け(?:て|たら)", words=("new_year",)),
    Rule(Kind.TURN, "月が?(?:変|替|代|か)わ(?:って|った|り|れば)(?:から|ら|次第|すぐ)?", words=("new_month",)),
    Rule(Kind.TONIGHT, "今夜|今晩|こんや", meaning=lambda _: ((0,), ("night", "night"))),
    Rule(Kind.TONIGHT, "明晩", meaning=lambda _: ((1,), ("night", "night"))),
    Rule(Kind.TONIGHT, "明朝", meaning=lambda _: ((1,), ("am", "morning"))),
    Rule(Kind.WEEKEND, r"週末|週未|しゅうまつ|(?<=[週周])末|ウィークエンド"),
    Rule(Kind.WEEK_START, "週明け|週あけ|しゅうあけ"),
    Rule(Kind.WEEK_THEN, "その前の週|その前週", words=("before",)),
    Rule(Kind.WEEK_THEN, "(?:その)?翌週|(?:その)?次の週(?!末)"),
    Rule(Kind.AT_EARLIEST, "早くて(?:も)?|早くとも"),
    Rule(Kind.AT_LATEST, "遅くて(?:も)?|遅くとも"),
    Rule(Kind.AMONG_SAID, "その(?:間|あいだ)(?:の(?:日|どこか|いつか)?)?"),
    Rule(Kind.WEEK, any_of(WEEKS), meaning=table(WEEKS)),
    Rule(Kind.MONTH, any_of(MONTHS), meaning=table(MONTHS)),
    Rule(Kind.YEAR, "今年|来年", meaning=table(YEARS)),
    Rule(Kind.MONTH_PART, any_of(MONTH_PARTS), meaning=table(MONTH_PARTS)),
    Rule(
        Kind.PERIOD,
        rf"(?:(?<=[月週周])|(?<=[月週周]の)|(?<=げつ)|(?<=げつの)|(?<=しゅう)|(?<=しゅうの))(?:{any_of(PERIODS)})|[前後]半",
        meaning=table(PERIODS),
    ),
    *WEEKDAY_RULES,
    Rule(
        Kind.NEXT,
        "(?:今度|こんど|つぎ|次|直近|一番近い|いちばん近い)の?(?=[月火水木金土三3連祝休週げかすもきどに]|日[曜よ祝])",
    ),
    Rule(Kind.NEXT, f"(?:その次|次の次)の?(?={_WEEKDAY})", words=("then",)),
    Rule(Kind.NTH_WEEK, "(?:最後|最終|ラスト)の?週(?!末)", meaning=lambda _: ((-1,), ())),
    Rule(Kind.NTH_WEEK, "(?:最初の|初)週(?!末)", meaning=lambda _: ((1,), ())),
    Rule(Kind.NTH_WEEK, rf"第\s?({_N})週目?"),
    Rule(Kind.NTH, rf"第\s?({_N})(?:(?:と|か|[・、,])\s?第?\s?({_N}))?の?(?=[月火水木金土日])"),
    Rule(Kind.NTH, f"最初の?(?={_WEEKDAY}|週末|平日)", meaning=lambda _: ((1,), ())),
    Rule(Kind.NTH, f"(?:最[後終]|ラスト)の?(?={_WEEKDAY}|週末|平日)", meaning=lambda _: ((-1,), ())),
    *HOLIDAY_RULES,
    Rule(Kind.EDGE, rf"(?:{_BEFORE_EDGE})?(?:{any_of(EDGES)})(?![曜程])", meaning=_edge),
    Rule(Kind.EDGE, f"(?:その|それより)前の?(?={_WEEKDAY}|平日|土日|週末)", words=("before",)),
    Rule(Kind.EDGE, f"その(?:後|あと)の?(?={_WEEKDAY}|平日|土日|週末)", words=("after",)),
    Rule(Kind.EDGE, "(?<=連休の)真ん中", words=("middle",)),
    Rule(
        Kind.SAME_DAY,
        "その(?=翌日|次の日|前日|前の日|週の?[月火水木金土日平])|(?:その|この)日(?=以降|から|まで|より)|(?:同じ|おなじ)日(?=[のにでは])|同日",
    ),
    Rule(Kind.ITS_WEEK, "(?:の|(?<=その)|(?<=\\d日)|から始まる|からの|を含む|がある)週(?![末明])", words=("week",)),
    SEASON_RULE,
    Rule(Kind.MONTH_NUMBER, "師走", meaning=lambda _: ((12,), ())),
    Rule(Kind.MONTH_NUMBER, rf"({_N})\s?(?:月|がつ)(?!額|謝|分|間|曜|例|並)"),
    Rule(
        Kind.MONTH_NUMBER,
        rf"(?:{any_of(KANA_MONTHS)})がつ",
        meaning=lambda text: ((KANA_MONTHS.index(text[:-2]) + 1,), ()),
    ),
    Rule(Kind.DAYS, kana(*KANA_DAYS), meaning=table(KANA_DAYS)),
    Rule(Kind.DAYS, rf"({_N})にち"),
    Rule(
        Kind.DAYS,
        rf"(?<![\d:/~〜\-]){_BARE}(?:{_OR}{_BARE}){{1,8}}(?=の?(?:土日|週末|連休|午前|午後|[朝昼夜夕晩]|どちらか|どっちか|いずれか|どれか))",
        meaning=_listed,
    ),
    Rule(
        Kind.DAYS,
        r"(?<![\d:/~〜\-])(\d{1,2})(?=の[月火水木金土日]曜|の(?:[朝昼夜夕晩]|午[前後])|\s?[(\[][月火水木金土日](?:曜日?)?(?:・?祝日?)?[)\]])",
    ),
    Rule(Kind.DAYS, r"(?:^|(?<=[。、\n]))([12]\d|3[01]|[4-9])(?=\s+(?:\d{1,2}[時:]|[朝昼夜]|午[前後]))"),
    Rule(
        Kind.DAYS,
        rf"(?<![\d:/~〜\-]){_BARE}{_OR}(?:2[5-9]|3[01])(?=、?(?:で|なら|が|に|は|どっち|どちら)|。|$)",
        meaning=_listed,
    ),
    Rule(Kind.DAYS, r"(?<![\d:/~〜\-])(2[5-9]|3[01])(?=なら|は(?:無理|だめ|ダメ|駄目|NG))"),
    Rule(Kind.DAYS, rf"(?<=月の){_BARE}(?:{_OR}{_BARE}){{1,8}}(?![\d時:])", meaning=_listed),
    Rule(
        Kind.DAYS,
        rf"(?=[\d二三四五六七八九十])(?<![\d:/~〜\-第])(?:{_CONSECUTIVE})(?=[、,のではがにを。\s]|なら|ど[っち]|いずれ|あたり|$)",
        meaning=_listed,
    ),
    Rule(
        Kind.DAYS, rf"{_N}(?:{_OR}{_N}){{0,8}}\s?日(?!間|目|分|連|続|ぶり|以上|おき|ごと|市|町|本|曜)", meaning=_listed
    ),
)
"""Named days."""
