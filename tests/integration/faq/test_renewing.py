"""What is published reaches customers of a running process, with the real graph over a real build."""

import shutil
from pathlib import Path

import pytest
from threadpoolctl import threadpool_limits

from graphs.composition import build_engine
from knowledge.builds import KnowledgeSettings, ensure_built
from knowledge.encoder import load
from services.application import open_application
from services.faq import Shelf, TopicText
from services.faq.publishing import FaqPress
from services.members import MemberFields
from services.settings import Settings
from tests.fakes.encoder import HashedEncoder

FLORIST = Path(__file__).parents[2] / "packs" / "florist"
TOPIC = "flower-care"


class BuiltHere:
    """A build that is done at once, in this process: the tests' encoder is known here only."""

    is_done = True
    fault: str | None = None

    def __init__(self, root: Path, data: Path) -> None:
        ensure_built(KnowledgeSettings(str(root), data, "openai:hashed"), lambda *_: None)

    def stop(self) -> None:
        """There is nothing to stop any more."""


def test_customers_of_a_running_process_are_answered_from_what_was_published(
    no_settings: Path, migrated_sqlite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "_open", lambda *_: HashedEncoder())
    data = no_settings / "data"
    shutil.copy(migrated_sqlite, no_settings / "zenbu.db")
    with threadpool_limits(1):
        ensure_built(KnowledgeSettings(str(FLORIST), data, "openai:hashed"), lambda *_: None)
    settings = Settings(
        data_dir=data,
        database_url=f"sqlite:///{no_settings / 'zenbu.db'}",
        pack=str(FLORIST),
        encoder="openai:hashed",
    )
    with open_application(settings, build_engine) as application:
        members, faq = application.staff.members, application.faq
        writer, boss = (members.add(MemberFields(role, role, "a@example.com"), role)[0] for role in ("qa", "manager"))
        own = faq.reading.page(writer, TOPIC).pack
        conversation = application.conversations.open().conversation_id
        before = application.turns.accept(conversation, own.question)
        assert before["sources"][0]["id"] == TOPIC

        draft = faq.drafts.save(writer, TOPIC, TopicText(own.title, own.question, "涼しい所に置いてください。"), None)
        faq.drafts.propose(writer, TOPIC, draft.revision)
        faq.drafts.approve(boss, TOPIC, draft.revision + 1)
        faq.press.publish(boss)
        shelf = Shelf(settings.knowledge)
        press = FaqPress(application.database, settings.clock(), shelf, lambda root: BuiltHere(root, data))
        assert not application.engine.renew()
        press.advance()
        press.advance()
        assert application.engine.renew()
        after = application.turns.accept(conversation, own.question)
        assert (after["sources"][0]["id"], after["message"]) == (TOPIC, "涼しい所に置いてください。")

    with open_application(settings, build_engine) as restarted:
        conversation = restarted.conversations.open().conversation_id
        assert restarted.turns.accept(conversation, own.question)["message"] == "涼しい所に置いてください。"
