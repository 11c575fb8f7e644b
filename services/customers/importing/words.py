"""How Japanese files say the words of our vocabularies; the words themselves are always understood."""

from collections.abc import Mapping
from typing import Final

Words = Mapping[str, str]

CUSTOMER_TYPES: Final[Words] = {"法人": "b2b", "管理会社": "b2b", "個人": "b2c"}
USAGE: Final[Words] = {
    "測定": "measurement",
    "ログイン": "login",
    "レポート作成": "report_made",
    "レポート閲覧": "report_viewed",
    "機能利用": "feature_used",
}
INVOICES: Final[Words] = {
    "未払い": "open",
    "未入金": "open",
    "支払済": "paid",
    "入金済": "paid",
    "無効": "void",
    "取消": "void",
}
CHANNELS: Final[Words] = {
    "電話": "phone",
    "メール": "email",
    "面談": "meeting",
    "手紙": "letter",
    "チャット": "chat",
    "その他": "other",
}
SUBJECTS: Final[Words] = {
    "問い合わせ": "inquiry",
    "クレーム": "complaint",
    "苦情": "complaint",
    "お褒め": "praise",
    "価格": "price",
    "料金": "price",
    "交渉": "negotiation",
    "面談": "meeting",
    "キャンペーン": "campaign",
    "その他": "message",
}
EMOTIONS: Final[Words] = {
    "怒り": "anger",
    "不満": "dissatisfaction",
    "不安": "anxiety",
    "焦り": "impatience",
    "喜び": "joy",
    "普通": "neutral",
}
TARGETS: Final[Words] = {"当社": "company", "会社": "company", "隣人": "neighbour", "近隣": "neighbour"}
