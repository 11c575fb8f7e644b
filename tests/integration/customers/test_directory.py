"""Customers as the staff find them, on both databases."""

import pytest

from services.customers.directory import CustomerDirectory
from store.session import Database
from store.success.directory import Wanted
from tests.fakes import history


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("青葉", ["C-1"]),
        ("ＡＢＣ", ["C-2"]),
        ("c-1", ["C-1"]),
        ("Sato@Example", ["C-3"]),
        ("100%", []),
        ("_", []),
    ],
)
def test_customers_are_found_by_what_stands_in_their_name_id_or_address(
    database: Database, text: str, found: list[str]
) -> None:
    with database.write() as session:
        history.customer(session, "C-1", name="青葉管理株式会社")
        history.customer(session, "C-2", name="ＡＢＣ住宅")
        history.customer(session, "C-3", "b2c", name="佐藤花子", email="sato@example.com")
    page = CustomerDirectory(database).page(Wanted(text))
    assert [customer.customer_id for customer in page.customers] == found
