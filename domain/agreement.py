"""A plain yes, as people say it: what is confirmed must not rest on a model's word for it."""

import re
from typing import Final

_AGREED: Final = re.compile(
    r"(?:は[ーあぁ]?い|ええ|うん|せや|そや|そうや|ほんで|ほな|致し|おけ|おk|OK|オッケー|オーケー|りょ(?:うかい)?|了解|承知|確定|かくてい|(?:この|その|同じ)(?:内容|まま|日時|時間|日)?|これ|それ|こちら|で|を|が|じゃあ|では"
    r"|大丈夫|(?:問題|間違い|相違|修正|変更|訂正)(?:点)?(?:は|も)?(?:特に)?(?:ない|ありません|ございません|なし)|ございます|合って(?:い)?(?:ます|る)|いい|良い|よい|よか|けっこう|結構|よろし(?:い|く)"
    r"|仕方(?:が)?(?:ない|ありません|な)|しょうがない|しゃあない|(?:わか|分か)(?:り?ました|った)|構いません|かまいません|かまへん|もちろん|払(?:い|う|いま)"
    r"|お願い|おねがい|頼(?:む|み)|予約|進めて|です|だよ|やで|わ|いたし|ます|しま(?:す|した)|する|して|し|ので|ください|下さい|くれ|ね|よ|な|[、。!\s])+",
    re.IGNORECASE,
)
"""A message that says nothing but yes: whoever adds a doubt or a question has not agreed."""

_BESIDE_YES: Final = re.compile(
    r"^いいえ[、。\s]*(?=(?:問題|間違い|相違|修正|変更|訂正))"
    r"|^(?:あ+っ?|えっと|えー+|まあ|すみません|ごめん(?:なさい)?|ほな|なら|それなら|なるほど|そう(?:なん)?です(?:か|ね)|ありがとう(?:ございます)?)[、。!\s]*"
    r"|(?:から|ので)?[、\s]*(?:早く|はやく|急いで|急ぎで|すぐに?|はよ)(?:して|確定)?"
    r"|(?:定価|その(?:値段|金額|料金|額))(?:で(?:も)?(?:いい|良い|かまいません|構いません|大丈夫(?:です)?)?)?(?:ので|から)?[、。\s]*"
    r"|(?:手数料|追加料金|料金|キャンセル料|お金|[\d,]+円|[一二三四五六七八九]千円)(?:は|も|が|なら|か(?=[、。])|です(?:ね|か(?=[、。]))|かかっても)?[、。\s]*(?:まあ)?"
)
"""What may stand beside a yes and takes nothing from it: a word to begin with, haste, the amount repeated."""

_BARE: Final = re.compile(
    r"(?:はい|うん|ええ|いいえ|いえ|いや|ううん|まだ|特に|とくに|一度も|全然|何も|もう|それは|そこまでは|そう|して|やって"
    r"|ない|無い|なし|なく|あり(?:ます|ません)|ある|あった|(?:い)?ま(?:す|せん)|(?:い)?ました|です|でした|だ|よ|ね|けど|が|が?ん|[、。!\s])+"
)

CANCELS: Final = re.compile(
    r"(?:仕方(?:が)?(?:ない|ありません)|しょうがない|しゃあない|はい|了解(?:です)?|(?:わか|分か)りました)[。、!\s]*やめ(?:ます|る|て(?:ください)?)"
    r"|(?:キャンセル|取り?消し)(?:し(?:て|ます|とい?て))?"
)
"""What a yes to a cancellation may repeat. 「やめます」 alone could also mean that the visit shall stay."""

MOVES: Final = re.compile(r"(?:変え|変更し?|ずらし|移し)(?:て|ます|ちゃって)?|(?:変更|それ)で")
"""What a yes to another date may repeat."""


def answers_barely(text: str) -> bool:
    """Whether a normalized message says yes or no to a question and nothing else: 「いいえ、まだです」."""
    return _BARE.fullmatch(text) is not None


_WEAK: Final = re.compile(
    r"(?:(?:なら|それなら|じゃあ?|では|もう|まあ|いや|やっぱり?)[、\s]*)*(?:いい|良い|よい|結構|けっこう|大丈夫|なし)(?:です|や|わ|で|な)*[、。!\s]*"
)
"""Words that as often mean no: 「いいです」「結構です」 beside nothing that says yes. 「いいですよ」 is one."""

_FINE: Final = re.compile(r"(?:それで)?大丈夫(?:です)?[。!]?")
"""A yes to 「よろしいでしょうか」, where nothing is given up by it."""

_NOTHING: Final = re.compile(r"(?<!問題)(?<!間違い)(?<!相違)(?<!修正)(?<!訂正)(?<!変更)(?<!特に)(?:は|を)?なし")
_STAYS: Final = re.compile(r"(?:この|その)まま|予定(?:通り|どおり)?|来て|やっぱり?|変更(?:は)?なし")
"""Words for a visit that stays as it is; beside the deed itself they say nothing (「このままキャンセルして」)."""

_DOUBLED: Final = re.compile(r"(?:キャンセル|取り?消し|変更)(?:を|は)(?:キャンセル|取り?消|なし|やめ)")


def says_yes(text: str, deed: re.Pattern[str] | None = None) -> bool:
    """Whether a message is a plain yes.

    Args:
        text: The normalized message.
        deed: Words for what was asked about, which a yes may repeat (「変えてください」). What may cost a fee must not
            rest on words that could mean that everything stays.
    """
    if deed is None and _FINE.fullmatch(text):
        return True
    if _WEAK.fullmatch(text) or _NOTHING.search(text) or _DOUBLED.search(text):
        return False
    if deed is not None and _STAYS.search(text) and not deed.search(_STAYS.sub("", text)):
        return False
    bare = _BESIDE_YES.sub("", text)
    return _AGREED.fullmatch(deed.sub("して", bare) if deed else bare) is not None
