"""Files are taken in row by row: good rows are kept, bad ones told, and the same file again changes nothing."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from domain.clock import TOKYO
from services.customers import CustomerViews
from services.customers.importing import CustomerImport, Imported, RowFault, UnreadableFile
from services.customers.importing import imports as importing
from store.models import (
    Base,
    Contract,
    Customer,
    Interaction,
    Invoice,
    SupportCase,
    SurveyAnswer,
    UsageEvent,
)
from store.session import Database
from tests.fakes import history
from tests.fakes.service import count

SHEETS = {
    "customers": "id,name,type,since,phone,noise_hours\n"
    "C-1,青葉管理,b2b,2024-04-01,03-1111-2222,22;23\nC-2,山田,b2c,,,\n",
    "contracts": "id,customer_id,plan,mrr,starts_on,ends_on,monthly_limit,has_api,features\n"
    "K-1,C-1,business,100000,2026-04-01,2027-03-31,20,1,map;alert\n",
    "usage": "id,customer_id,kind,at,name,quantity,hours\n"
    "U-1,C-1,measurement,2026-11-20T10:00:00+09:00,,3,1.5\nU-2,C-1,login,2026-11-21 09:00,,,\n",
    "tickets": "id,customer_id,opened_at,resolved_at\nT-1,C-1,2026-11-01 10:00,2026-11-01 16:00\n",
    "surveys": "id,customer_id,at,nps,csat,comment\nS-1,C-1,2026-11-02,9,4.5,よい\n",
    "invoices": "id,customer_id,amount,issued_on,due_on,paid_on\nI-1,C-1,100000,2026-09-30,2026-10-31,2026-11-02\n",
    "interactions": "id,customer_id,channel,kind,at,label,target,intensity,quote\n"
    "A-1,C-1,phone,complaint,2026-11-03 10:00,anger,company,2,遅い\n",
}
JAPANESE = (
    "顧客番号,会社名,種別,登録日,電話番号,メール\r\n"
    "C-1,青葉管理,法人,2024/4/1,03-1111-2222,aoba@example.com\r\n"
    "C-2,山田 太郎,個人,2024年5月1日,,\r\n"
)


def written(folder: Path, text: str, name: str = "sheet.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def take(database: Database, *paths: Path, **options: Any) -> tuple[list[Imported], list[RowFault]]:
    faults: list[RowFault] = []
    imports = CustomerImport(database, **options)
    return [imports.run(table, faults.append) for table in imports.tables(paths)], faults


def take_text(database: Database, folder: Path, text: str) -> tuple[Imported, list[RowFault]]:
    (result,), faults = take(database, written(folder, text))
    return result, faults


@pytest.fixture
def known(database: Database) -> Database:
    """Customers C-1 and C-2 are there."""
    with database.write() as session:
        history.customer(session, "C-1")
        history.customer(session, "C-2")
    return database


def test_every_kind_is_told_by_its_headings_and_seen_in_the_view(database: Database, tmp_path: Path) -> None:
    files = [written(tmp_path, text, f"{kind}.csv") for kind, text in reversed(SHEETS.items())]
    results, faults = take(database, *files)
    assert faults == []
    assert [(result.table.sheet.kind, result.new, result.updated) for result in results] == [
        ("customers", 2, 0),
        ("contracts", 1, 0),
        ("usage", 2, 0),
        ("tickets", 1, 0),
        ("surveys", 1, 0),
        ("invoices", 1, 0),
        ("interactions", 1, 0),
    ]
    view = CustomerViews(database).view("C-1", datetime(2026, 11, 25, tzinfo=TOKYO))
    assert view is not None
    assert (view.contract.plan, view.contract.monthly_limit, view.contract.has_api) == ("business", 20, True)
    assert (view.usage.total, view.usage.hours_last, view.engagement.logins_30d) == (3, 1.5, 1)
    assert (view.support.mean_resolution_hours, view.support.negative_feedback_90d) == (6.0, 1)
    assert (view.survey.nps, view.money.revenue, view.money.mean_payment_delay_days) == (9, 100_000, 2.0)


def test_same_files_again_change_nothing(database: Database, tmp_path: Path) -> None:
    files = [written(tmp_path, text, f"{kind}.csv") for kind, text in SHEETS.items()]
    take(database, *files)

    def stored() -> dict[str, list[Any]]:
        with database.read() as session:
            return {
                table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
                for table in Base.metadata.sorted_tables
            }

    before = stored()
    results, faults = take(database, *files)
    assert (sum(result.new for result in results), sum(result.updated for result in results), faults) == (0, 9, [])
    assert stored() == before


def test_column_that_is_not_in_the_file_stays_and_empty_cell_empties(known: Database, tmp_path: Path) -> None:
    take_text(known, tmp_path, "id,name,phone,email\nC-1,旧名,03-1,a@example.com\n")
    result, _ = take_text(known, tmp_path, "id,name,phone\nC-1,新名,\n")
    assert (result.new, result.updated) == (0, 1)
    with known.read() as session:
        row = session.get_one(Customer, "C-1")
    assert (row.name, row.phone, row.email, row.type) == ("新名", None, "a@example.com", "b2b")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_files_as_excel_in_japan_writes_them(light: Database, tmp_path: Path, encoding: str, delimiter: str) -> None:
    (result,), faults = take(light, written(tmp_path, JAPANESE.replace(",", delimiter), encoding=encoding))
    assert (result.updated, faults) == (2, [])
    with light.read() as session:
        first, second = session.scalars(select(Customer).order_by(Customer.id))
    assert (first.name, first.type, first.since, first.email) == (
        "青葉管理",
        "b2b",
        date(2024, 4, 1),
        "aoba@example.com",
    )
    assert (second.name, second.type, second.since, second.phone) == ("山田 太郎", "b2c", date(2024, 5, 1), None)


@pytest.mark.parametrize(
    ("header", "row", "column", "value", "reason"),
    [
        ("id,name", ",青葉", "id", "", "is empty, and must not be"),
        ("id,name", "C 3,青葉", "id", "C 3", "String should match"),
        ("id,name,種別", "C-3,青葉,会社", "種別", "会社", "Input should be 'b2c' or 'b2b'"),
        ("id,name,since", "C-3,青葉,11/25/2026", "since", "11/25/2026", "is no day; write 2026-11-25"),
        ("id,name,since", "C-3,青葉,2026-02-30", "since", "2026-02-30", "is no day; write 2026-11-25"),
        ("id,name,email", "C-3,青葉,aoba", "email", "aoba", "is no e-mail address"),
        ("id,name,noise_hours", "C-3,青葉,25", "noise_hours", "25", "less than or equal to 23"),
        ("id,name,csm_id", "C-3,青葉,nobody", "csm_id", "nobody", "there is no such member of the staff"),
        ("id,name", "C-3,青葉,余り", None, None, "has 1 more cells than there are headings"),
        (
            "id,customer_id,plan,mrr,starts_on",
            "K-1,C-9,light,1,2026-04-01",
            "customer_id",
            "C-9",
            "there is no such customer",
        ),
        ("id,customer_id,plan,mrr,starts_on", "K-1,C-1,light,十万,2026-04-01", "mrr", "十万", "is no whole number"),
        (
            "id,customer_id,plan,mrr,starts_on",
            "K-1,C-1,light,-5,2026-04-01",
            "mrr",
            "-5",
            "greater than or equal to 0",
        ),
        (
            "id,customer_id,plan,mrr,starts_on",
            "K-1,C-1,light,99999999999,2026-04-01",
            "mrr",
            "99999999999",
            "less than or equal to 2147483647",
        ),
        (
            "id,customer_id,plan,mrr,starts_on,ends_on",
            "K-1,C-1,light,1,2026-04-01,2026-03-31",
            None,
            None,
            "ends_on 2026-03-31 is before starts_on",
        ),
        ("id,customer_id,kind,at", "U-1,C-1,測る,2026-04-01", "kind", "測る", "Input should be 'measurement'"),
        ("id,customer_id,kind,at", "U-1,C-1,測定,昨日", "at", "昨日", "is no time"),
        ("id,customer_id,kind,at,quantity", "U-1,C-1,測定,2026-04-01,0", "quantity", "0", "greater than or equal to 1"),
        (
            "id,customer_id,opened_at,resolved_at",
            "T-1,C-1,2026-04-02,2026-04-01",
            None,
            None,
            "resolved_at is before opened_at",
        ),
        ("id,customer_id,at,nps", "S-1,C-1,2026-04-01,11", "nps", "11", "less than or equal to 10"),
        ("id,customer_id,at,csat", "S-1,C-1,2026-04-01,0", "csat", "0", "greater than or equal to 1"),
        ("id,customer_id,at,nps", "S-1,C-1,2026-04-01,", None, None, "nothing was answered"),
        (
            "id,customer_id,amount,issued_on,due_on,status",
            "I-1,C-1,1,2026-04-01,2026-05-01,paid",
            None,
            None,
            "status is paid, but paid_on is empty",
        ),
    ],
)
def test_bad_row_is_told_and_the_good_ones_are_kept(
    light: Database, tmp_path: Path, header: str, row: str, column: str | None, value: str | None, reason: str
) -> None:
    good = {"id,name": "C-8,よい", "K": "K-8,C-1,light,1,2026-04-01", "U": "U-8,C-1,login,2026-04-01"}
    good |= {"T": "T-8,C-1,2026-04-01", "S": "S-8,C-1,2026-04-01,5", "I": "I-8,C-1,1,2026-04-01,2026-05-01,"}
    before = good.get(row[0], good["id,name"])
    result, (fault,) = take_text(light, tmp_path, f"{header}\n{before}\n{row}\n")
    assert (result.new, result.refused) == (1, 1)
    assert (fault.line, fault.column, fault.value) == (3, column, value)
    assert reason in fault.reason


def test_lines_are_counted_as_an_editor_does(light: Database, tmp_path: Path) -> None:
    text = 'id,name,address\nC-3,青葉,"東京都\n千代田区"\n\nC-4,,\nC-3,二度目,\n'
    result, faults = take_text(light, tmp_path, text)
    assert result.new == 1
    assert [(fault.line, fault.reason) for fault in faults] == [
        (5, "is empty, and must not be"),
        (6, "is the id of line 2 already"),
    ]


def test_row_of_somebody_else_is_not_taken_over(known: Database, tmp_path: Path) -> None:
    header = "id,customer_id,amount,issued_on,due_on\n"
    take_text(known, tmp_path, f"{header}I-1,C-1,100,2026-04-01,2026-05-01\n")
    result, (fault,) = take_text(known, tmp_path, f"{header}I-1,C-2,900,2026-04-01,2026-05-01\n")
    assert (result.updated, fault.value, fault.reason) == (0, "I-1", "belongs to another customer")
    with known.read() as session:
        assert session.get_one(Invoice, "I-1").amount == 100


def test_payment_that_comes_later_makes_an_invoice_paid(known: Database, tmp_path: Path) -> None:
    header = "id,customer_id,amount,issued_on,due_on,paid_on\n"
    take_text(known, tmp_path, f"{header}I-1,C-1,100,2026-04-01,2026-05-01,\n")
    take_text(known, tmp_path, f"{header}I-1,C-1,100,2026-04-01,2026-05-01,2026-05-02\n")
    with known.read() as session:
        row = session.get_one(Invoice, "I-1")
    assert (row.status, row.paid_on) == ("paid", date(2026, 5, 2))


def test_dry_run_finds_the_same_faults_and_keeps_nothing(database: Database, tmp_path: Path) -> None:
    files = [written(tmp_path, text, f"{kind}.csv") for kind, text in SHEETS.items()]
    files.append(written(tmp_path, "id,customer_id,plan,mrr,starts_on\nK-2,C-9,light,1,2026-04-01\n", "more.csv"))
    results, faults = take(database, *files, dry_run=True)
    assert sum(result.new for result in results) == 9
    assert [fault.value for fault in faults] == ["C-9"]
    tables = (Customer, Contract, UsageEvent, SupportCase, SurveyAnswer, Invoice, Interaction)
    assert [count(database, table) for table in tables] == [0] * 7


def test_long_file_is_kept_in_small_transactions(
    known: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHUNK", 10)
    rows = "".join(f"U-{number},C-{number % 3 + 1},login,2026-11-01\n" for number in range(100))
    read: list[int] = []
    imports = CustomerImport(known)
    faults: list[RowFault] = []
    path = written(tmp_path, f"id,customer_id,kind,at\n{rows}")
    (table,) = imports.tables([path])
    result = imports.run(table, faults.append, read.append)
    assert (result.new, result.refused, len(faults)) == (67, 33, 33)
    assert {fault.value for fault in faults} == {"C-3"}
    assert read[-1] == path.stat().st_size


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "begins with an empty line"),
        ("id,plan\n", "is of no kind that is known"),
        ("id,顧客番号,name\n", "is of no kind that is known"),
    ],
)
def test_file_that_is_none_of_ours(light: Database, tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        take_text(light, tmp_path, text)


def test_kind_that_was_named_must_have_its_columns(light: Database, tmp_path: Path) -> None:
    path = written(tmp_path, "id,customer_id\n")
    with pytest.raises(UnreadableFile, match="contracts need a column mrr, plan, starts_on"):
        CustomerImport(light).tables([path], "contracts")


def test_two_headings_for_one_column(light: Database, tmp_path: Path) -> None:
    path = written(tmp_path, "id,顧客番号,name\n")
    with pytest.raises(UnreadableFile, match="two headings mean id"):
        CustomerImport(light).tables([path], "customers")


def test_file_that_is_no_text(light: Database, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"id,name\nC-1,\xff\xff\xfe\x81\n")
    with pytest.raises(UnreadableFile, match="neither UTF-8 nor Shift_JIS"):
        CustomerImport(light).tables([path])


def test_file_that_is_not_there(light: Database, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="No such file"):
        CustomerImport(light).tables([tmp_path / "none.csv"])
