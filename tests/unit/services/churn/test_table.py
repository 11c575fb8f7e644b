from pathlib import Path

import numpy as np
import pytest

from domain.success.platt import sigmoid
from services.churn.table import Table, UnreadableTable, encoding_of, read_table
from services.churn.table_validation import cross_validate


def table_of(path: Path, text: str, target: str = "churn", positive: str | None = None) -> Table:
    file = path / "table.csv"
    file.write_text(text, encoding="utf-8-sig")
    return read_table(file, target, positive)


def test_columns_are_quantities_or_categories_and_useless_ones_are_named(tmp_path: Path) -> None:
    table = table_of(
        tmp_path, "id,spent,plan,country,churn\nA,1.5,basic,JP,Yes\nB,,plus,JP,No\nC,3,basic,JP,No\nD,4,NA,JP,No\n"
    )
    assert [(column.name, column.kind) for column in table.columns] == [("spent", "q"), ("plan", "c")]
    assert set(table.dropped) == {"id", "country"}
    assert table.left.tolist() == [True, False, False, False]
    encoded = encoding_of(table, np.arange(4)).encode(table, np.arange(4))
    assert encoded[:, 0] == pytest.approx([1.5, np.nan, 3, 4], nan_ok=True)
    assert encoded[:, 1] == pytest.approx([0, 1, 0, np.nan], nan_ok=True)


def test_word_that_was_not_in_the_training_rows_is_unknown(tmp_path: Path) -> None:
    table = table_of(tmp_path, "plan,churn\na,1\nb,0\na,0\nb,0\nc,0\n")
    assert np.isnan(encoding_of(table, np.array([0, 1, 2])).encode(table, np.array([4]))[0, 0])


@pytest.mark.parametrize(
    ("text", "target", "why"),
    [
        ("a,churn\n1,yes\n", "left", "no column 'left'.*Columns: a, churn"),
        ("a,churn\n", "churn", "no column 'churn' with rows"),
        ("a,churn\n1,gone\n2,here\n", "churn", "--positive VALUE"),
        ("a,churn\n1,yes\n2,yes\n", "churn", "everybody has the same answer"),
        ("a,churn\n1,yes\n1,no\n", "churn", "no column to learn from"),
    ],
    ids=["target", "rows", "words", "one answer", "nothing"],
)
def test_table_that_cannot_be_learned_from_is_refused(tmp_path: Path, text: str, target: str, why: str) -> None:
    with pytest.raises(UnreadableTable, match=why):
        table_of(tmp_path, text, target)


def test_any_word_can_mean_that_somebody_left(tmp_path: Path) -> None:
    table = table_of(tmp_path, "a,churn\n1,gone\n2,here\n3,gone\n", positive="gone")
    assert table.left.tolist() == [True, False, True]


def test_what_columns_say_together_is_found_and_what_only_names_rows_is_not_believed(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    use, plan = random.normal(size=900), random.choice(["a", "b", "c"], size=900)
    towns = random.choice([f"t{n}" for n in range(90)], size=900)  # says nothing, in many words
    left = random.random(900) < sigmoid(np.where(plan == "a", -2.0, 2.0) * use)
    real = "use,plan,town,churn\n" + "".join(
        f"{u},{p},{t},{int(y)}\n" for u, p, t, y in zip(use, plan, towns, left, strict=True)
    )
    found = cross_validate(table_of(tmp_path, real), 4)
    assert found.auc is not None and found.auc > 0.8
    assert found.brier < found.base_brier
    assert list(found.weights)[0] == "use"
    shuffled = random.permutation(left)
    noise = "use,plan,town,churn\n" + "".join(
        f"{u},{p},{t},{int(y)}\n" for u, p, t, y in zip(use, plan, towns, shuffled, strict=True)
    )
    nothing = cross_validate(table_of(tmp_path, noise), 4)
    assert nothing.auc == pytest.approx(0.5, abs=0.06)


def test_too_few_who_left_for_so_many_parts_is_said(tmp_path: Path) -> None:
    rows = "".join(f"{n},{int(n < 4)}\n" for n in range(40))
    with pytest.raises(UnreadableTable, match="4 left and 36 stayed.*--folds 2"):
        cross_validate(table_of(tmp_path, "a,churn\n" + rows), 5)
