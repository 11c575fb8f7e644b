"""Words for days, weeks, months, holidays."""

import re
from collections.abc import Mapping
from typing import Final

from domain.dates.lexicon.kana import KANA_DAYS, KANA_MONTHS, any_of, kana
from domain.dates.lexicon.weekdays import WEEKDAY_RULES
from domain.dates.numerals import NUMBER, parse_number
from domain.dates.tokens import Kind, Meaning, Rule, table

_N: Final = NUMBER
_MONTHS: Final = r"(?:ヶ|ケ|か|カ|ヵ|個|箇)月"
_TWO_KANJI: Final = re.compile(r"[一二三四五六七八九]{2}")

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
        "fiscal_year_end": ("年度内", "今年度中", "年度中"),
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

HOLIDAYS: Final[Mapping[str, Meaning]] = {
    word: ((), names)
    for names, words in {
        (): ("祝日", "祝祭日", "しゅくじつ"),
        ("元日",): ("元日", "元旦"),
        ("成人の日",): ("成人の日",),
        ("建国記念",): ("建国記念の日", "建国記念日"),
        ("天皇誕生日",): ("天皇誕生日",),
        ("春分の日",): ("春分の日", "春分"),
        ("昭和の日",): ("昭和の日",),
        ("憲法記念日",): ("憲法記念日",),
        ("みどりの日",): ("みどりの日",),
        ("こどもの日",): ("こどもの日", "子供の日", "子どもの日"),
        ("海の日",): ("海の日",),
        ("山の日",): ("山の日",),
        ("敬老の日",): ("敬老の日",),
        ("秋分の日",): ("秋分の日", "秋分"),
        ("スポーツの日",): ("スポーツの日", "体育の日"),
        ("国民の休日",): ("国民の休日",),
        ("文化の日",): ("文化の日",),
        ("勤労感謝の日",): ("勤労感謝の日", "勤労感謝"),
        ("振替休日",): ("振替休日", "振り替え休日", "振休"),
    }.items()
    for word in words
}
SEASONS: Final[Mapping[str, Meaning]] = {
    word: ((), (name,))
    for name, words in {
        "七草": ("七草", "七草の日", "七草がゆの日"),
        "節分": ("節分",),
        "バレンタイン": ("バレンタインデー", "バレンタインの日", "バレンタイン"),
        "ひな祭り": ("ひな祭り", "ひなまつり", "雛祭り", "桃の節句"),
        "ホワイトデー": ("ホワイトデー",),
        "七夕": ("七夕",),
        "ハロウィン": ("ハロウィン", "ハロウィーン"),
        "年末年始": ("年末年始", "冬休み"),
        "年末": ("年末", "年の瀬"),
        "年始": ("年始", "お正月", "正月", "三が日", "三ヶ日", "三箇日"),
        "仕事納め": ("仕事納め",),
        "仕事始め": ("仕事始め",),
        "松の内": ("松の内",),
        "大晦日": ("大晦日", "大みそか", "おおみそか"),
        "イブ": ("クリスマスイブ", "クリスマス・イブ", "イブ"),
        "クリスマス": ("クリスマス", "Xmas"),
        "GW": ("GW", "ゴールデンウィーク", "ゴールデンウイーク"),
        "お盆": ("お盆休み", "お盆", "おぼん", "盆休み", "盆"),
    }.items()
    for word in words
}


def _full_reiwa(text: str) -> Meaning:
    return (2018 + parse_number(text[2:-1]),), ()


def _within_days(text: str) -> Meaning:
    """「2、3日中」 ends with the last number; 「二三日」 is two or three days here, not the 23rd."""
    last = re.findall(_N, text)[-1]
    return (parse_number(last[-1] if _TWO_KANJI.fullmatch(last) else last),), ()


def _within_weeks(text: str) -> Meaning:
    return (7 * parse_number(re.findall(_N, text)[-1]),), ()


def _within_months(text: str) -> Meaning:
    return (30 * parse_number(re.findall(_N, text)[-1]),), ()


def _edge(text: str) -> Meaning:
    return EDGES[re.sub(rf"^(?:{_BEFORE_EDGE})", "", text)]


def _listed(text: str) -> Meaning:
    return tuple(parse_number(number) for number in re.findall(_N, text)), ("list",)


_BEFORE_EDGE: Final = "の|が(?:終わった|明けた|済んだ|過ぎた)"
_WEEKDAY: Final = "[月火水木金土]|日[曜よ]"
_BARE: Final = r"(?:[12]?\d|3[01])(?!\d)"
_OR: Final = r"\s?(?:[、,・]|か|と|or)\s?"
_WITHIN: Final = r"(?:以内|(?:のうち|の内)(?=に|で|。|$))に?"

DATES: Final = (
    Rule(Kind.FULL_DATE, r"(?<!\d)(20\d\d)\s?[年/.\-]\s?(\d{1,2})\s?[月/.\-]\s?(\d{1,2})(?!\d)日?"),
    Rule(Kind.YEAR, rf"令和{_N}年", meaning=_full_reiwa),
    Rule(Kind.YEAR, r"(?<!\d)(20\d\d)年"),
    Rule(Kind.MONTH_DAY, r"(?<![\d/.])(\d{1,2})/(\d{1,2})(?:[\-~〜]|から)(\d{1,2})日?(?![\d/:時月])", words=("range",)),
    Rule(
        Kind.MONTH_DAY,
        r"(?<![\d/.~〜\-])\d{1,2}/\d{1,2}(?:[,、・]\d{1,2}){1,8}日?(?![\d/:時月人名階分円回丁番号])",
        meaning=_listed,
    ),
    Rule(Kind.MONTH_DAY, r"(?<![\d/.])(\d{1,2})/(\d{1,2})日?(?![\d/.])"),
    Rule(
        Kind.MONTH_DAY,
        r"(?:(?<![\d/.\-A-Za-z一-龯々ァ-ヶー])|(?<=[望日月]))(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])(?![\d\-号番階日時:/])",
    ),
    Rule(Kind.WITHIN, rf"{_N}\s?(?:[、,~〜\-]|から)?\s?(?:{_N})?日間?{_WITHIN}", meaning=_within_days),
    Rule(Kind.WITHIN, rf"(?:{_N}\s?(?:[、,~〜\-]|から)\s?{_N}|[一二三四五六七八九]{{2}})日中に?", meaning=_within_days),
    Rule(Kind.WITHIN, rf"{_N}週間?{_WITHIN}", meaning=_within_weeks),
    Rule(Kind.WITHIN, rf"{_N}{_MONTHS}{_WITHIN}", meaning=_within_months),
    Rule(Kind.WITHIN, r"数日(?:以内|中|のうち)に?", meaning=lambda _: ((5,), ())),
    Rule(Kind.WITHIN, r"[一1]両日中?に?", meaning=lambda _: ((2,), ())),
    Rule(Kind.RELATIVE, rf"({_N})\s?(?:[、,~〜\-]\s?({_N}))?日(?:後|先)", words=("counted",)),
    Rule(Kind.AFTER_WEEKS, rf"({_N})\s?(?:週間?|しゅうかん)\s?(?:後|先|あと|ご(?![ろ午]))"),
    Rule(Kind.DURATION, rf"(?<=から)({_N})日間"),
    Rule(Kind.DURATION, rf"(?<=から){_N}週間", meaning=_within_weeks),
    Rule(Kind.NTH_WEEK, rf"({_N})(?:週目|番目の週)"),
    Rule(Kind.AFTER_MONTHS, rf"({_N}){_MONTHS}(?:後|先)"),
    Rule(Kind.DAY_RANGE, rf"({_N})\s?(?:[~〜\-]|から)\s?({_N})日(?!間|後|前|以内|目)"),
)
"""Exact dates and spans of days, tried before the numbers that are none."""

DAYS: Final = (
    Rule(Kind.RELATIVE, kana(*(w for w in RELATIVE if re.fullmatch(r"[ぁ-ん]+", w))), meaning=table(RELATIVE)),
    Rule(Kind.RELATIVE, any_of(w for w in RELATIVE if not re.fullmatch(r"[ぁ-ん]+", w)), meaning=table(RELATIVE)),
    Rule(Kind.TURN, any_of(TURNS), meaning=table(TURNS)),
    Rule(Kind.TURN, "年が?明け(?:て|たら)", words=("new_year",)),
    Rule(Kind.TURN, "月が?(?:変|替|代|か)わ(?:って|った|り|れば)(?:から|ら|次第|すぐ)?", words=("new_month",)),
    Rule(Kind.TONIGHT, "今夜|今晩|こんや", meaning=lambda _: ((0,), ("night", "night"))),
    Rule(Kind.TONIGHT, "明晩", meaning=lambda _: ((1,), ("night", "night"))),
    Rule(Kind.TONIGHT, "明朝", meaning=lambda _: ((1,), ("am", "morning"))),
    Rule(Kind.WEEKEND, r"週末|週未|しゅうまつ|(?<=[週周])末|ウィークエンド"),
    Rule(Kind.WEEK_START, "週明け|週あけ|しゅうあけ"),
    Rule(Kind.WEEK_THEN, "その前の週|その前週", words=("before",)),
    Rule(Kind.WEEK_THEN, "(?:その)?翌週|(?:その)?次の週(?!末)"),
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
    Rule(Kind.HOLIDAY, any_of(HOLIDAYS), meaning=table(HOLIDAYS)),
    Rule(Kind.LONG_WEEKEND, "シルバーウ[ィイ]ーク", words=("敬老の日",)),
    Rule(Kind.LONG_WEEKEND, r"(?:を含む|を挟む|[絡が]らみの)?(?:大型|飛び石)?[3三4四5五]?連休(?!明)|[3三4四5五]日連休"),
    Rule(Kind.AFTER_LONG_WEEKEND, r"(?:大型)?[3三4四5五]?連休明け|休み明け"),
    Rule(Kind.EDGE, rf"(?:{_BEFORE_EDGE})?(?:{any_of(EDGES)})(?![曜程])", meaning=_edge),
    Rule(Kind.EDGE, "(?<=連休の)真ん中", words=("middle",)),
    Rule(
        Kind.SAME_DAY, "その(?=翌日|次の日|前日|前の日|週の?[月火水木金土日平])|(?:その|この)日(?=以降|から|まで|より)"
    ),
    Rule(Kind.ITS_WEEK, "(?:の|(?<=その)|から始まる|からの|を含む|がある)週(?![末明])", words=("week",)),
    Rule(Kind.SEASON, any_of(SEASONS), meaning=table(SEASONS)),
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
    Rule(Kind.DAYS, r"(?<![\d:/~〜\-])(\d{1,2})(?=の[月火水木金土日]曜)"),
    Rule(
        Kind.DAYS,
        rf"(?<![\d:/~〜\-]){_BARE}{_OR}(?:2[5-9]|3[01])(?=、?(?:で|なら|が|に|は|どっち|どちら)|。|$)",
        meaning=_listed,
    ),
    Rule(Kind.DAYS, r"(?<![\d:/~〜\-])(2[5-9]|3[01])(?=なら|は(?:無理|だめ|ダメ|駄目|NG))"),
    Rule(Kind.DAYS, rf"(?<=月の){_BARE}(?:{_OR}{_BARE}){{1,8}}(?![\d時:])", meaning=_listed),
    Rule(
        Kind.DAYS, rf"{_N}(?:{_OR}{_N}){{0,8}}\s?日(?!間|目|分|連|続|ぶり|以上|おき|ごと|市|町|本|曜)", meaning=_listed
    ),
)
"""Named days."""
