import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from store.models import Customer
from store.session import Database, StoreUnavailable, UnknownDatabase
from tests.fakes.service import count


def customer(name: str) -> Customer:
    return Customer(id=name, name=name, type="b2c", noise_hours=[])


def test_write_is_kept_whole_or_not_at_all(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as session:
        session.add(customer("a"))
        session.flush()
        _ = 1 / 0
    assert count(database, Customer) == 0
    with database.write() as session:
        session.add(customer("a"))
    assert count(database, Customer) == 1


def test_locked_sqlite_is_an_outage(tmp_path: Path, migrated_sqlite: Path) -> None:
    path = tmp_path / "locked.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    first, second = Database(f"sqlite:///{path}"), Database(f"sqlite:///{path}", patience=0.05)
    with (
        first.write() as session,
        pytest.raises(StoreUnavailable, match="database is locked"),
        second.write(),
    ):
        session.flush()
    with second.write() as session:
        session.add(customer("a"))
    assert count(first, Customer) == 1
    first.close()
    second.close()


def test_turn_to_write_does_not_come_for_ever(tmp_path: Path, migrated_sqlite: Path) -> None:
    path = tmp_path / "busy.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    database = Database(f"sqlite:///{path}", patience=0.05)
    outage: list[Exception] = []

    def write() -> None:
        try:
            with database.write():
                pass
        except StoreUnavailable as error:
            outage.append(error)

    with database.write():
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    database.close()
    assert len(outage) == 1


def test_missing_sqlite_folder_is_an_outage(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'nowhere' / 'x.db'}")
    with pytest.raises(StoreUnavailable, match="unable to open"), database.read() as session:
        session.execute(text("SELECT 1"))
    database.close()


def test_unreachable_postgres_is_an_outage() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/none", patience=1)
    with pytest.raises(StoreUnavailable), database.read() as session:
        session.execute(text("SELECT 1"))
    database.close()


def test_wrong_statement_is_a_fault_and_no_outage(database: Database) -> None:
    with pytest.raises(DBAPIError), database.read() as session:
        session.execute(text("SELECT * FROM nothing_like_it"))


def test_errors_do_not_quote_what_was_stored(database: Database) -> None:
    with database.write() as session:
        session.add(customer("a"))
    with pytest.raises(DBAPIError) as caught, database.write() as session:
        session.add(Customer(id="a", name="山田花子", type="b2c", noise_hours=[]))
    assert "山田花子" not in str(caught.value)


@pytest.mark.parametrize("url", ["mysql://root@127.0.0.1/x", "sqlite://", "sqlite:///:memory:"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(UnknownDatabase, match="sqlite:///data/zenbu.db"):
        Database(url)
