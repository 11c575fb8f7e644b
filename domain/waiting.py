"""What somebody who waits for a person says of the waiting: that they need nobody any more, or want to be called."""

import re
from typing import Final, Literal

Leaving = Literal["surely", "perhaps"]

LONGEST: Final = 60
"""Characters within which somebody who goes says nothing else."""

_DONE: Final = (
    r"(?:(?:自己|自分で|こちらで|なんとか|何とか|無事に?|問題は)?(?:解決|片付き|片づき)"
    r"(?:し(?:ました|た|ちゃった|ちゃいました|てます|ています)|でき(?:ました|た)|済み|ました|した)(?:(?:の|ん)で(?:もう)?大丈夫)?"
    r"|(?:やっぱり?|やはり|もう)(?:、)?(?:もう)?(?:大丈夫|平気|問題(?:ない|ありません|なし)|(?:お)?話(?:さ|し)なくて(?:も)?(?:いい|大丈夫|結構))"
    r"|(?:やっぱり?|やはり)(?:、)?(?:もう)?(?:いい|良い|よい|結構|けっこう)"
    r"|(?:担当(?:者|の方|の人|のかた)?|スタッフ(?:の方)?|人(?:間)?|有人|電話|連絡|返事|対応|引き継ぎ)(?:は|へ(?:の)?|に|と|も)?(?:の?(?:対応|連絡|引き継ぎ|電話|返事|話))?(?:は)?(?:もう)?(?:いい|不要|要らない|いらない|いりません|要りません|結構|大丈夫|なしで|必要(?:ない|ありません|なくなり?(?:ました)?))"
    r"|(?:つな(?:が|げ)|繋(?:が|げ)|引き継が|待た|連絡し|電話し)なくて(?:も)?(?:いい|良い|大丈夫|結構|けっこう|平気)"
    r"|待つのを?(?:は)?(?:もう)?(?:やめ|止め)(?:ます|る|たい|た|とき|にし)"
    r"|(?:(?:さっき|先ほど|今)の(?:件|話|依頼|相談)?(?:は|を)?|(?:依頼|相談|問い合わせ)(?:は|を)?|取り下げ)(?:もう)?(?:忘れて|なかったこと|取り?消し|取り下げ|(?:お)?願い)"
    r"|取り下げ(?:ます|る|たい|ました)?)"
)
"""Said, it leaves no doubt."""

_AMBIGUOUS: Final = (
    r"(?:もう)?(?:、)?(?:いい(?:や|わ|よ)?|良い|結構|けっこう|大丈夫|平気|いらない|要らない|不要|なしで"
    r"|キャンセル(?:で|し(?:ます|て|たい))?|やめ(?:ます|る|とく|ときます|ておきます))"
)
"""May as well be anger, or be about a visit: 「もういいです」「やめます」."""

_AROUND: Final = (
    r"(?:はい|あ+|あの|えっと|すみません|すいません|ごめん(?:なさい|ね)?|申し訳(?:ない|ありません|ございません)|(?:どうも)?(?:ありがとう|有難う)(?:ございま(?:す|した))?"
    r"|お(?:手数|手間|騒がせ|忙しい)(?:を|ところ)?(?:お?かけ|とらせ)?(?:しま(?:す|した)|いたしま(?:す|した))?|ご迷惑(?:を)?(?:お?かけ)?(?:しま(?:す|した)|いたしま(?:す|した))?"
    r"|失礼(?:し|いたし)ます|また(?:何か|なにか)?(?:あれば|あったら|今度)?(?:連絡|相談|お願い)?(?:し|いたし)?(?:ます)?|お願い(?:し|いたし)?ます|ください|下さい"
    r"|な?ので|から|で(?:す|した)|だ|ます|ました|ました?(?:ので|から)|よ|ね|わ|な|が|けど|もう|問題(?:は)?|件(?:は)?|こちら(?:で|の)?|自分(?:で)?|ほう|方|は|の|と|も|に|[、。,.!\s])*"
)
_SURELY: Final = re.compile(f"{_AROUND}{_DONE}{_AROUND}(?:{_DONE}{_AROUND})*")
_PERHAPS: Final = re.compile(f"{_AROUND}{_AMBIGUOUS}{_AROUND}")
_NOT_DONE: Final = re.compile(
    r"(?:解決|大丈夫|問題(?:ない|なく)|平気)(?:は|に)?(?:し(?:て(?:い)?(?:ない|ません)|ません|ない)|では?(?:ない|ありません)|じゃ(?:ない|ありません)|とは(?:言え|いえ)|なわけ)"
    r"|まだ|[?？]|ですか|ますか|でしょうか|かな$|(?:待(?:って|ち)(?:い)?(?:ます|る))"
)
_STAY: Final = re.compile(
    r"(?:この|その)?まま(?:待|お願い)|待(?:ち(?:ます|たい)|って(?:い)?(?:ます|る)|つ(?:わ|よ)?[。!]?$)|いいえ|いや|やめない|やめません|続け(?:て|ます)|まだ|(?:つな|繋)いで|お願いし?ます"
)
_CALL: Final = re.compile(
    r"(?:お?電話(?!番号)|TEL|コール|折り?返し|通話)(?:を|で|に)?(?:の)?(?:折り?返し|連絡|お?電話)?(?:を|で)?(?:.{0,6}?)?"
    r"(?:(?:し|かけ|掛け|もら|貰|いただ|頂|頼|希望|ほし|欲し|くださ|下さ|くれ|お願い|話し(?:たい|を)|相談したい|待って|待ち)|(?:は|が)(?:いい|助か|早い|ありがた))"
    r"|コールバック|折り?返し(?:て|を|お|の|希望|ください|で|。|$)",
    re.IGNORECASE,
)
_NO_CALL: Final = re.compile(
    r"電話(?:は|を|も|が|に|で)?.{0,6}(?:しないで|いら|要ら|不要|必要ない|必要(?:が|は)?あ?りません|やめ|困|苦手|嫌|無理|出(?:られ|れ|来)な|出ない|できない|できません|ほしくない|欲しくない|結構です|じゃなく|ではなく|以外)"
    r"|電話(?:し|をし|かけ|をかけ)(?:ました|た(?!い|ら|ほう|方)|ても|たのに|たけど|たら)|電話で(?:も)?(?:言|聞|話し(?:た(?!い)|まし))"
    r"|(?:相手|隣|上の階|管理会社|大家|警察)(?:に|へ|から|と).{0,6}電話"
)
_ANY_TIME: Final = re.compile(
    r"いつでも|何時でも|いつで(?:も)?(?:いい|良い|大丈夫|構)|お任せ|おまかせ|そちらの都合|都合のよい|都合のいい"
)


def leaving(text: str) -> Leaving | None:
    """Whether somebody who waits for a person needs nobody any more.

    Args:
        text: The normalized message.

    Returns:
        None where they say something else, or that it is not over (「大丈夫ではありません」).
    """
    if len(text) > LONGEST or _NOT_DONE.search(text):
        return None
    if _SURELY.fullmatch(text):
        return "surely"
    return "perhaps" if _PERHAPS.fullmatch(text) else None


def stays(text: str) -> bool:
    """Whether somebody who was asked goes on waiting."""
    return _STAY.search(text) is not None


def wants_call(text: str) -> bool:
    """Whether somebody asks to be called; not that they called, or that nobody shall."""
    return _CALL.search(text) is not None and _NO_CALL.search(text) is None


def any_time(text: str) -> bool:
    """Whether a call may come whenever it suits."""
    return _ANY_TIME.search(text) is not None
