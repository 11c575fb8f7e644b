import pytest

from agents.brains.safety import SafetyReader
from domain.labels import SafetyKind
from domain.text import normalize


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("もう死にたいです", "self_harm"),
        ("消えてしまいたい", "self_harm"),
        ("隣の奴を殺してやる", "violence"),
        ("夫に殴られています", "partner"),
        ("隣の家で子供が殴られているようです", "child"),
        ("火事です!", "emergency"),
        ("母が倒れて意識がありません", "emergency"),
        ("Watashi mou shinitai desu", "self_harm"),
        ("わたしが しんだら みんな らくに なる", "self_harm"),
        ("妹から『今までごめんね』ってLINEが来て、電話しても出ません", "self_harm"),
    ],
)
def test_danger_is_read_without_a_model(safety: SafetyReader, text: str, kind: SafetyKind) -> None:
    assert safety.read(normalize(text)) == kind


@pytest.mark.parametrize(
    "text",
    [
        "死ぬほどうるさい",
        "うるさくて死にそうです",
        "殺人的にうるさい",
        "火災報知器の音がうるさい",
        "心臓に悪い音です",
    ],
)
def test_idiom_that_only_sounds_like_danger_is_none(safety: SafetyReader, text: str) -> None:
    assert safety.read(normalize(text)) is None


def test_idiom_beside_a_real_cry_does_not_hide_it(safety: SafetyReader) -> None:
    assert safety.read("死ぬほどうるさくて、もう死にたいです") == "self_harm"


def test_child_comes_before_the_blow_it_suffers(safety: SafetyReader) -> None:
    assert safety.read("子供が父親に殴られています") == "child"


def test_idiom_is_taken_out_and_the_rest_kept(safety: SafetyReader) -> None:
    assert "死ぬほど" not in safety.without_idioms("死ぬほどうるさい。足音です")
    assert "足音です" in safety.without_idioms("死ぬほどうるさい。足音です")
