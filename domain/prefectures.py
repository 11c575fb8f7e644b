"""The prefectures of Japan, as they are written in full and as people say them."""

import re
from typing import Final

PREFECTURES: Final = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 "
    "東京都 神奈川県 新潟県 富山県 石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 "
    "滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 "
    "香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
).split()
_WARDS: Final = re.compile(
    "(?<!市)(?:千代田|新宿|文京|台東|墨田|江東|品川|目黒|大田|世田谷|渋谷|中野|杉並|豊島|荒川|板橋|練馬|足立|葛飾|江戸川)区"
)
"""The wards only Tokyo has; 中央区, 北区 and 港区 are found in other cities too."""

_CITIES: Final = {
    "札幌": "北海道", "仙台": "宮城県", "盛岡": "岩手県", "水戸市": "茨城県", "つくば": "茨城県", "宇都宮": "栃木県",
    "前橋": "群馬県", "金沢市": "石川県", "甲府": "山梨県", "浜松": "静岡県", "名古屋": "愛知県", "大津市": "滋賀県",
    "神戸": "兵庫県", "姫路": "兵庫県", "尼崎": "兵庫県", "西宮": "兵庫県", "倉敷": "岡山県", "松山市": "愛媛県",
    "高松市": "香川県", "北九州": "福岡県", "那覇": "沖縄県",
}  # fmt: skip
"""Cities that people name instead of their prefecture, and that are no family name as well."""

_SHORT: Final = {name if name == "北海道" else name[:-1]: name for name in PREFECTURES}
_NAMED: Final = re.compile("|".join(_SHORT))


def read_prefecture(text: str) -> str | None:
    """The first prefecture a message names, in full (「東京の」 is 東京都, 「東京都」 does not name 京都府)."""
    found = _NAMED.search(text)
    if found is None and _WARDS.search(text):
        return "東京都"
    if found is None:
        return next((prefecture for city, prefecture in _CITIES.items() if city in text), None)
    return _SHORT[found[0]]
