import pytest

from domain.naming import named
from domain.prefectures import PREFECTURES, read_prefecture

PLANS = {
    "light": ("ライトプラン", "ライト"),
    "standard": ("スタンダードプラン", "スタンダード"),
    "premium": ("プレミアムプラン", "プレミアム"),
}
METHODS = {
    "card": ("クレジットカード", "カード"),
    "transfer": ("銀行振込", "振込"),
    "store": ("コンビニ払い", "コンビニ"),
}


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("ライトプランでお願いします", "light"),
        ("スタンダードで", "standard"),
        ("プレミアム", "premium"),
        ("ライトじゃなくてスタンダードで", "standard"),
        ("ライトプランではなくプレミアムプランに", "premium"),
        ("ライトからスタンダードに変えたい", "standard"),
        ("ライトとスタンダードの違いは", None),
        ("プランを選びたい", None),
        ("", None),
    ],
)
def test_plan_a_message_names(text: str, plan: str | None) -> None:
    assert named(text, PLANS) == plan


@pytest.mark.parametrize(("text", "method"), [("カードで", "card"), ("コンビニがいい", "store"), ("現金で", None)])
def test_payment_a_message_names(text: str, method: str | None) -> None:
    assert named(text, METHODS) == method


def test_name_inside_a_longer_one_does_not_count() -> None:
    assert named("デビットカードで", {"card": ("カード",), "debit": ("デビットカード",)}) == "debit"


def test_names_are_read_in_any_width_and_case() -> None:
    assert named("ai仲裁", {"ai": ("ＡＩ仲裁",)}) == "ai"


def test_every_prefecture_is_there_once() -> None:
    assert len(PREFECTURES) == len(set(PREFECTURES)) == 47


@pytest.mark.parametrize(
    ("text", "prefecture"),
    [
        ("東京です", "東京都"),
        ("東京都の杉並区です", "東京都"),
        ("京都に住んでいます", "京都府"),
        ("北海道", "北海道"),
        ("大阪市福島区", "大阪府"),
        ("和歌山県", "和歌山県"),
        ("駅の近く", None),
    ],
)
def test_prefecture_a_message_names(text: str, prefecture: str | None) -> None:
    assert read_prefecture(text) == prefecture
