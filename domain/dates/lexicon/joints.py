"""What joins and bounds days and times: から、まで、以降、か、の, and where sentences and clauses end."""

from typing import Final

from domain.dates.tokens import Kind, Rule

JOINTS: Final = (
    Rule(Kind.END, r"[。!?\n]+"),
    Rule(
        Kind.LINK,
        "なので|ので|んで(?=、)|だから|けれども?|けど|(?:です|ます|ました|でした|だった|のだ|んだ)が|(?<=[るいただゃん])(?:けん|けえ|けぇ|さかい)|(?<=[すただい])が(?=、)|(?<=[いるすだたう])(?<!した)(?<!ょう)から|(?<=した)から(?=、)|ため(?=、|に)|のに(?=、)"
        r"|(?<=[くしいきっれえけせて])て(?=、|\s)|(?<=[くしいきっれえけせ])て、",
    ),
    Rule(Kind.START, "から(?=で?(?:お願|おねが|希望|予約|来て|測定|開始|スタート|がい|の枠|始))"),
    Rule(Kind.LATER, "より(?:も)?(?:後|あと)|の後|のあと|明け"),
    Rule(Kind.EARLIER, "より(?:も)?前|前(?=に|まで|で|なら|が|は|の|$|、|。)"),
    Rule(Kind.THEN, "それ(?:以降|から|より(?:後|あと))|その(?:後|あと)|そこから", words=("from",)),
    Rule(Kind.THEN, "それ(?:まで|以前|より前)に?|その前(?!の)に?|そこまでに?", words=("until",)),
    Rule(Kind.SAME, "(?:その|そういう|同じ)(?:時間帯?|時刻?|頃|ころ|曜日|とき)(?=に|で|を|が|の|、|。|$)"),
    Rule(Kind.SINCE, "に?(?:入|な)って(?:から|以降)|に?(?:入|な)ったら"),
    Rule(Kind.SINCE, "以降|以後|いこう|移行|から先|過ぎ(?:て|たら|なら)?|すぎ"),
    Rule(Kind.FROM, r"から|より(?=\s?\d)"),
    Rule(Kind.UNTIL, "まで(?:の間)?(?:に|で)?|迄に?|以前"),
    Rule(Kind.THROUGH, "いっぱい|の間に?|間で|のうちに?|じゅうに?|内に|(?<=[週周月日年盆休う])中(?!旬|頃|ごろ|盤)"),
    Rule(
        Kind.ABOUT,
        "ごろ|頃|ころ|くらい|ぐらい|位|あたり|辺り?|前後|ちょうど|ぴったり|ジャスト|きっかり|台(?=に|で|が|の|、|。|$)|など",
    ),
    Rule(Kind.OPEN, "なら(?:ば)?|だったら|でしたら|やったら|であれば|だと(?!思)|ですと|だけ|のみ|限定|に限"),
    Rule(Kind.ONLY, "しか"),
    Rule(Kind.JOIN, "それとも|または|又は|もしくは|あるいは|とか|か(?!ら)|や(?!っ)|or|OR", words=("or",)),
    Rule(Kind.JOIN, "と|・|&|および|及び|/|\\+"),
    Rule(Kind.COMMA, "[、,]"),
    Rule(Kind.TILDE, r"[~〜\-‐–—]"),
    Rule(Kind.OF, "の"),
    Rule(Kind.TOPIC, "は", words=("closing",)),
    Rule(Kind.TOPIC, "でも|って|が|も|で"),
    Rule(Kind.TO, "に|へ"),
    Rule(Kind.OBJECT, "を"),
)
