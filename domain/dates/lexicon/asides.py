"""Asides: fillers that are passed over, and days that have a name of the customer's own (「ゴミの日」)."""

from typing import Final

from domain.dates.lexicon.holidays import HOLIDAYS, SEASONS
from domain.dates.lexicon.kana import any_of
from domain.dates.tokens import Kind, Rule

_FILLERS: Final = (
    "え[ーえ]*っ?と[ーぉお]?", "えー+", "う[ー〜]*んと?", "(?<![ぁ-ん])んー*と?(?=、)",
    "(?<![ぁ-ん])あの[ーぅう]*(?=、)",
    "(?<![ぁ-ん])その[ーぅう]+(?=、)", "そう(?:です)?ね[ーぇえ]?(?=、)", "なんか(?=、)",
    "と(?:は)?(?:いって|言って|いい|言い|いえ|言え)(?:まして)?も?(?=、|[前後]半|[月火水木金土日]曜)",
    "(?:です|でした|だった|だっけ|です)?か(?:ね|な)[ーぁあぇ]*(?=、)", "ですね(?=、)", "(?<![ぁ-ん])まあ?(?=、)",
    "もう(?=、)", "(?<=月の)毎週の?",
)  # fmt: skip
_KNOWN: Final = (
    *HOLIDAYS,
    rf"(?:{any_of(SEASONS)})の日",
    *(name for name in SEASONS if name.endswith("の日")),
    "(?:[^の]*(?:休み|平日|祝日|休日|連休|土日|週末|曜日?|以外|予約|希望|都合|測定|訪問|午前|午後|真ん中|の))の日",
    "(?:[最次前翌別他同初中当朝昼夜夕晩]|\\d)[^の]*の日",
)

ASIDES: Final = (
    Rule(Kind.FILLER, any_of(_FILLERS)),
    Rule(
        Kind.SAME,
        rf"(?=[一-龯々ァ-ヶー]{{1,8}}の日)(?!{any_of(_KNOWN)})(?<![一-龯々ァ-ヶー])[一-龯々ァ-ヶー]{{1,8}}の日(?![曜程本記常])",
        words=("named",),
    ),
)
