import time

import pytest

from knowledge.encoder.clean import cap_text, clean_text
from knowledge.encoder.port import UnreadableText


def test_nul_is_dropped_and_what_follows_is_kept() -> None:
    assert clean_text("騒音\x00の相談") == "騒音の相談"


def test_control_and_invisible_characters_are_dropped() -> None:
    assert clean_text("\ufeff騒\u200b音\x07で\u202e困る\ue000") == "騒音で困る"


def test_lone_surrogates_are_dropped() -> None:
    assert clean_text("騒音\ud83dで\ude00困る") == "騒音で困る"


def test_surrogate_pair_becomes_its_character() -> None:
    assert clean_text("困る\ud83d\ude2d") == "困る😭"


def test_ligature_that_kills_the_engine_is_unfolded() -> None:
    cleaned = clean_text("\ufdfa" * 10)
    assert "\ufdfa" not in cleaned
    assert cleaned.startswith("صلى الله عليه وسلم")


def test_half_width_and_full_width_become_the_same() -> None:
    assert clean_text("ﾄﾞﾝﾄﾞﾝ １２３") == clean_text("ドンドン 123") == "ドンドン 123"


def test_white_space_of_all_kinds_becomes_one_space() -> None:
    assert clean_text("  上の階\t\u3000の\r\n足音  ") == "上の階 の 足音"


def test_emoji_alone_are_read() -> None:
    assert clean_text("😭👍") == "😭👍"


@pytest.mark.parametrize(
    "text", ["", "   ", "\n\t\u3000", "\x00\x00", "\u200b\ufeff", "\ud83d", "。。。", "?!", "\u0301"]
)
def test_text_without_content_is_refused(text: str) -> None:
    with pytest.raises(UnreadableText, match="Send at least one word"):
        clean_text(text)


def test_hundred_thousand_characters_are_refused_at_once() -> None:
    started = time.perf_counter()
    with pytest.raises(UnreadableText, match="100,000 characters, more than 40,000"):
        clean_text("あ" * 100_000)
    assert time.perf_counter() - started < 0.05


@pytest.mark.parametrize("unit", ["あ", "\ufdfa", "a\u0301\u0316", "騒音です。", "\n", "?"])
def test_longest_accepted_text_is_cleaned_quickly_and_capped(unit: str) -> None:
    started = time.perf_counter()
    cleaned = clean_text("音" + unit * (39_000 // len(unit)))
    assert time.perf_counter() - started < 2
    assert 1 <= len(cleaned) <= 400


def test_run_of_combining_marks_is_cut() -> None:
    assert len(clean_text("a" + "\u0316" * 1000)) <= 5


def test_text_within_the_cap_is_unchanged() -> None:
    assert cap_text("短い文です。", 400) == "短い文です。"


def test_cap_keeps_first_last_and_question_in_order() -> None:
    filler = "".join(f"昨日の夜も{number}回ほど音がして大変でした。" for number in range(40))
    text = f"上の階の足音の件です。{filler}測定の費用はいくらですか?{filler}よろしくお願いします。"
    capped = cap_text(text, 120)
    assert len(capped) <= 120
    assert capped.startswith("上の階の足音の件です。")
    assert capped.endswith("よろしくお願いします。")
    assert "測定の費用はいくらですか?" in capped


def test_cap_finds_a_question_without_question_mark() -> None:
    filler = "昨日の夜も音がして大変でした。" * 40
    assert "予約は必要でしょうか。" in cap_text(f"足音の件です。{filler}予約は必要でしょうか。{filler}以上です。", 80)


def test_cap_keeps_beginning_and_end_of_one_endless_sentence() -> None:
    capped = cap_text("はじまり" + "あ" * 1000 + "おわりですか", 100)
    assert len(capped) == 100
    assert capped.startswith("はじまり")
    assert capped.endswith("おわりですか")
