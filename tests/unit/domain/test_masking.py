import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.masking import Masking, mask, redact


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("電話は090-1234-5678です", "電話は[電話]です"),
        ("09012345678", "[電話]"),
        ("03(1234)5678", "[電話]"),
        ("+81-90-1234-5678", "[電話]"),
        ("０９０−１２３４−５６７８", "[電話]"),
        ("０３ー１２３４ー５６７８", "[電話]"),
        ("taro.yamada@example.co.jp まで", "[メール] まで"),
        ("taro＠example．com", "[メール]"),
        ("4111 1111 1111 1111", "[カード]"),
        ("カード４１１１１１１１１１１１１１１１", "カード[カード]"),
        ("〒150-0002", "[郵便番号]"),
        ("東京都渋谷区渋谷2-21-1 ヒカリエ", "[住所] ヒカリエ"),
        ("大阪府大阪市北区梅田1丁目1番3号302号室に住む", "[住所]に住む"),
        ("渋谷区渋谷二丁目21番1号", "[住所]"),
        ("Authorization: Bearer abcdef0123456789", "Authorization: [トークン]"),
        ("sk-abc123def456ghi", "[トークン]"),
        ("x86DNrs9eFNycm0x5kaT6GPwR-JeQdYopvy3x0q8VOY", "[トークン]"),
    ],
)
def test_personal_data_is_masked(text: str, masked: str) -> None:
    assert redact(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-25 の 11:00",
        "2026年11月28日",
        "12,800円のプラン",
        "深夜23:00から25時",
        "23区に住んでいます",
        "世田谷区の上の階の人が3時ごろ",
        "JIS C 1509-1 と 55 dB",
        "c_0ec13df771c2fcb02420cdd8",
        "注文番号 12345678901",
        "4111-1111-1111-1112",
    ],
)
def test_other_figures_are_left_alone(text: str) -> None:
    assert redact(text) == text


def test_what_was_masked_can_be_put_back() -> None:
    text = "山田花子です。090-1234-5678 か 03-1234-5678、または090-1234-5678へ"
    masked = mask(text, known=["山田花子", "花子", ""])
    assert masked.text == "[氏名1]です。[電話1] か [電話2]、または[電話1]へ"
    assert masked.restore(masked.text) == text
    assert masked.restore("[電話2]におかけします") == "03-1234-5678におかけします"


def test_placeholder_somebody_wrote_stays_what_it_was() -> None:
    text = "[電話1]は090-1234-5678"
    masked = mask(text)
    assert masked.text == "[電話1]は[電話2]"
    assert masked.restore(masked.text) == text


@given(st.text(alphabet=st.sampled_from("090-1234 東京都渋谷区丁目番号@example.com山田[]電話+〒"), max_size=60))
def test_any_text_comes_back(text: str) -> None:
    masked = mask(text)
    assert masked.restore(masked.text) == text


def test_longest_message_is_masked_at_once() -> None:
    for unit in ("0", "a1-", "東京都", "渋谷区1丁目", "a@", "09-"):
        started = time.perf_counter()
        redact((unit * 2000)[:2000])
        assert time.perf_counter() - started < 1


def test_the_same_datum_has_the_same_placeholder_in_every_text() -> None:
    masking = Masking(known=("山田",))
    first = masking.mask("山田です。090-1234-5678へ")
    second = masking.mask("03-1234-5678か090-1234-5678に、山田まで")
    assert (first, second) == ("[氏名1]です。[電話1]へ", "[電話2]か[電話1]に、[氏名1]まで")
    assert masking.restored({"to": ["[電話2]", 3], "who": "[氏名1]"}) == {"to": ["03-1234-5678", 3], "who": "山田"}
