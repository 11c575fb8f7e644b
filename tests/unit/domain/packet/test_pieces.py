import pytest

from domain.packet.pieces import clauses, runs, sentences


def texts(text: str, spans: object) -> list[str]:
    return [text[start:end] for start, end in spans]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("困っています。助けてください", ["困っています。", "助けてください"]),
        ("え?!本当ですか？！はい", ["え?!", "本当ですか？！", "はい"]),
        ("眠れない\n\nもう限界", ["眠れない", "もう限界"]),
        ("マジで草ww隣がうるさい", ["マジで草ww", "隣がうるさい"]),
        ("ﾋﾟｱﾉがうるさい｡毎日です", ["ﾋﾟｱﾉがうるさい｡", "毎日です"]),
        ("！！！", []),
    ],
)
def test_sentences_keep_their_marks_and_lie_where_they_were_typed(text: str, parts: list[str]) -> None:
    assert texts(text, sentences(text)) == parts


def test_clauses_end_at_commas_gaps_and_but() -> None:
    text = "上の階の足音がひどくて、夜も眠れないんですけど管理会社は 何もしません"
    assert texts(text, clauses(text)) == [
        "上の階の足音がひどくて",
        "夜も眠れないんですけど",
        "管理会社は",
        "何もしません",
    ]


def test_runs_go_from_one_part_to_all_of_them() -> None:
    assert runs([(0, 2), (3, 5), (6, 8)], 2) == [(0, 2), (3, 5), (6, 8), (0, 5), (3, 8)]
