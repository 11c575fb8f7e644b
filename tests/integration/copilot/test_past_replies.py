"""Good replies of the past become drafts: of cases that ended well, masked, and only as long as they are stored."""

from collections.abc import Sequence

import pytest

from agents.copilot.checking import ToneCheck
from agents.copilot.context import Assist
from agents.copilot.past import PastDrafts
from domain.copilot.advice import Draft, Wish
from domain.copilot.case import Case
from services.copilot.past import PastReplies
from services.privacy import PrivacyService
from store.models import Customer
from store.session import Database
from tests.fakes.clock import HandClock
from tests.fakes.past_cases import REPLY, served
from tests.fakes.tone_sheet import case_of, desk_over
from tests.fakes.tools import shipped_pack


def near(text: str, others: Sequence[str]) -> list[float]:
    """Texts are alike as far as their characters are."""
    return [len(set(text) & set(other)) / len(set(text)) for other in others]


def drafts(database: Database, case: Case | None = None) -> list[Draft]:
    past = PastDrafts(PastReplies(database), near, ToneCheck(shipped_pack(), lambda _: None))
    case = case or case_of(said=("レポートが開けません",))
    return past.drafts(Assist(desk_over(database), case, Wish()), None)


def test_reply_is_offered_again_in_the_names_of_this_case(database: Database) -> None:
    served(database)
    (draft,) = drafts(database)
    assert draft.kind == "past"
    assert draft.text == REPLY.replace("佐藤", "［お名前］").replace("鈴木", "田中")
    assert draft.gaps == ("［お名前］",)


def test_nothing_of_the_other_customer_is_left(database: Database) -> None:
    served(database, reply="佐藤花子様、090-1111-2222とs@example.comで承りました。ログインし直してください。")
    for reply in PastReplies(database).like(case_of(), 4):
        assert not {"佐藤花子", "090-1111-2222", "s@example.com"} & set((reply.question, reply.text))
        assert "花子" not in reply.question + reply.text
        assert "1111" not in reply.question + reply.text
    (draft,) = drafts(database)
    assert draft.text.startswith("山田花子様、［電話］と［メール］で")


@pytest.mark.parametrize(
    "case",
    [
        {"outcome": "unreachable"},
        {"csat": 2},
        {"trigger": "refund"},
        {"reply": "はい。"},
        {"reply": "お詫びとして、10,000円のクーポンをお送りいたします。ご確認ください。"},
        {"reply": "12月24日の17時に伺いますので、お待ちいただけますと幸いです。"},
        {"question": "駐車場はありますか"},
    ],
    ids=["unsolved", "rated badly", "another kind", "too short", "a gift", "another's date", "another question"],
)
def test_reply_that_is_no_model_for_this_case_is_not_offered(database: Database, case: dict[str, object]) -> None:
    served(database, **case)  # type: ignore[arg-type]
    assert drafts(database) == []


def test_erased_customer_is_not_remembered(database: Database) -> None:
    customer_id = served(database)
    assert drafts(database)
    PrivacyService(database, HandClock()).erase(customer_id)
    assert drafts(database) == []
    with database.read() as session:
        assert session.get(Customer, customer_id) is None
