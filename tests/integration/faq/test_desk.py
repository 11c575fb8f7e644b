"""The FAQ from a draft to a customer, over a real pack's copy and both databases. Building itself is faked."""

import shutil
from pathlib import Path

import pytest

from domain.staff import Member, NotAllowed
from knowledge.builds import KnowledgeSettings
from knowledge.overlay import note_build, served_root
from knowledge.pack import check_pack, load_pack
from services.faq import (
    DraftChanged,
    DraftFaulty,
    DraftSettled,
    NothingToPublish,
    PublicationUnderWay,
    Shelf,
    TopicText,
    UnknownTopic,
)
from services.faq.drafts import FaqDrafts
from services.faq.publishing import FaqPress
from services.faq.reading import FaqReading
from store.session import Database
from tests.fakes.clock import HandClock
from tests.fakes.faq import FakeBuild
from tests.fakes.staff import hire, staff_door

FLORIST = Path(__file__).parents[2] / "packs" / "florist"
TOPIC = "flower-care"


class Newsroom:
    """Everybody who works on the FAQ, one host's press, and what it builds."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.clock = HandClock()
        self.pack = shutil.copytree(FLORIST, folder / "pack")
        self.data = folder / "data"
        self.data.mkdir()
        door = staff_door(database, self.clock)
        self.writer = hire(door, "sato", "qa", name="佐藤")
        self.manager = hire(door, "mori", "manager", name="森")
        self.admin = hire(door, "abe", "admin", name="阿部")
        self.clerk = hire(door, "cs", "cs", name="鈴木")
        shelf = self.shelf(self.data)
        self.reading = FaqReading(database, shelf)
        self.drafts = FaqDrafts(database, self.clock, shelf)
        self.builds: list[FakeBuild] = []
        self.press = self.host(self.data)

    def shelf(self, data: Path) -> Shelf:
        return Shelf(KnowledgeSettings(str(self.pack), data))

    def host(self, data: Path) -> FaqPress:
        data.mkdir(exist_ok=True)
        return FaqPress(self.database, self.clock, self.shelf(data), self._begin)

    def _begin(self, root: Path) -> FakeBuild:
        self.builds.append(FakeBuild(root))
        return self.builds[-1]

    def text(self, answer: str, *asked: str) -> TopicText:
        own = self.reading.page(self.writer, TOPIC).pack
        return TopicText(own.title, own.question, answer, asked)

    def approve(self, text: TopicText) -> None:
        draft = self.drafts.save(self.writer, TOPIC, text, None)
        self.drafts.propose(self.writer, TOPIC, draft.revision)
        self.clock.advance(minutes=1)
        self.drafts.approve(self.manager, TOPIC, draft.revision + 1, "よいと思います")

    def serve(self) -> None:
        self.press.publish(self.manager)
        self.press.advance()
        self.builds[-1].is_done = True
        self.press.advance()

    def answer(self, data: Path | None = None) -> str:
        """What a process that starts now would serve."""
        return load_pack(served_root(str(self.pack), data or self.data)).topics[TOPIC].answer


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Newsroom:
    return Newsroom(database, tmp_path)


def test_nothing_reaches_customers_before_it_is_approved_published_and_built(room: Newsroom) -> None:
    before = room.answer()
    room.approve(room.text("お届けは午前か午後をお選びください。", "いつ届けてくれるの"))
    assert room.answer() == before
    assert room.reading.contents(room.writer).unserved == [TOPIC]

    room.press.publish(room.manager)
    room.press.advance()
    assert room.answer() == before
    assert room.reading.contents(room.writer).publications[0].status == "building"
    with pytest.raises(PublicationUnderWay):
        room.press.publish(room.manager)

    room.builds[0].is_done = True
    room.press.advance()
    assert room.answer() == "お届けは午前か午後をお選びください。"
    page = room.reading.page(room.writer, TOPIC)
    assert (page.standing, page.served.asked) == ("edited", ("いつ届けてくれるの",))
    assert room.reading.contents(room.writer).publications[0].status == "served"
    with pytest.raises(NothingToPublish):
        room.press.publish(room.manager)


def test_what_is_served_is_a_whole_pack_with_the_way_of_asking_in_it(room: Newsroom) -> None:
    room.approve(room.text("お届けは午前か午後をお選びください。", "いつ届けてくれるの"))
    room.serve()
    served = check_pack(room.builds[0].root)
    own = load_pack(room.pack)
    assert [file.category for file in served.faq] == [file.category for file in own.faq]
    assert "いつ届けてくれるの" in {text for one in served.faq_utterances for text in one.topics.get(TOPIC, ())}
    assert served.plans == own.plans


def test_a_failed_build_leaves_the_old_served_and_says_why(room: Newsroom) -> None:
    before = room.answer()
    room.approve(room.text("お届けは午前か午後をお選びください。"))
    room.press.publish(room.manager)
    room.press.advance()
    room.builds[0].is_done, room.builds[0].fault = True, "no space left"
    room.press.advance()
    room.press.advance()
    assert room.answer() == before
    assert len(room.builds) == 1
    publication = room.reading.contents(room.writer).publications[0]
    assert (publication.status, publication.fault) == ("failed", "no space left")
    room.serve()
    assert room.answer() == "お届けは午前か午後をお選びください。"


def test_a_second_host_and_one_that_was_restarted_catch_up_by_themselves(room: Newsroom, tmp_path: Path) -> None:
    room.approve(room.text("お届けは午前か午後をお選びください。"))
    room.press.publish(room.manager)
    room.press.advance()
    room.press.stop()  # killed in the middle of a build
    assert room.builds[0].stopped
    for data in (room.data, tmp_path / "other"):
        press = room.host(data)
        press.advance()
        room.builds[-1].is_done = True
        press.advance()
        assert room.answer(data) == "お届けは午前か午後をお選びください。"


def test_what_earlier_publications_left_behind_goes_but_for_the_last(room: Newsroom) -> None:
    built = room.data / "knowledge"
    for number in range(1, 5):
        room.approve(room.text(f"{'い' * number}つめです。"))
        room.press.publish(room.manager)
        room.press.advance()
        (built / f"b{number}").mkdir(parents=True)
        note_build(room.builds[-1].root, built / f"b{number}")
        room.builds[-1].is_done = True
        room.press.advance()
    assert {path.name for path in built.iterdir()} == {"b3", "b4"}
    assert len([path for path in (room.data / "packs").iterdir() if path.is_dir()]) == 2
    assert room.answer() == "いいいいつめです。"


def test_a_version_is_restored_and_the_pack_too(room: Newsroom) -> None:
    before = room.answer()
    room.approve(room.text("一つめです。"))
    room.approve(room.text("二つめです。"))
    room.serve()
    for number, text in ((1, "一つめです。"), (0, before)):
        draft = room.drafts.restore(room.writer, TOPIC, number)
        room.drafts.propose(room.writer, TOPIC, draft.revision)
        room.drafts.approve(room.manager, TOPIC, draft.revision + 1)
        room.serve()
        assert room.answer() == text
    page = room.reading.page(room.writer, TOPIC)
    assert page.standing == "pack"
    assert [(row.number, row.restores) for row in page.history] == [(4, 0), (3, 1), (2, None), (1, None)]


def test_of_two_who_edit_at_once_the_second_is_told(room: Newsroom) -> None:
    first = room.drafts.save(room.writer, TOPIC, room.text("一つめです。"), None)
    with pytest.raises(DraftChanged):
        room.drafts.save(room.manager, TOPIC, room.text("二つめです。"), None)
    room.drafts.save(room.manager, TOPIC, room.text("二つめです。"), first.revision)
    with pytest.raises(DraftChanged):
        room.drafts.propose(room.writer, TOPIC, first.revision)


def test_what_waits_for_approval_is_not_changed(room: Newsroom) -> None:
    draft = room.drafts.save(room.writer, TOPIC, room.text("一つめです。"), None)
    waiting = room.drafts.propose(room.writer, TOPIC, draft.revision)
    with pytest.raises(DraftSettled):
        room.drafts.save(room.writer, TOPIC, room.text("二つめです。"), waiting.revision)
    back = room.drafts.take_back(room.writer, TOPIC, waiting.revision)
    room.drafts.discard(room.writer, TOPIC, back.revision)
    assert room.reading.page(room.writer, TOPIC).draft is None


def test_nobody_approves_their_own_draft_but_an_admin(room: Newsroom) -> None:
    def propose(member: Member) -> int:
        draft = room.drafts.save(member, TOPIC, room.text("一つめです。"), None)
        return room.drafts.propose(member, TOPIC, draft.revision).revision

    waiting = propose(room.manager)
    with pytest.raises(NotAllowed, match="your own"):
        room.drafts.approve(room.manager, TOPIC, waiting)
    room.drafts.refuse(room.admin, TOPIC, waiting, "まだです")
    assert room.drafts.approve(room.admin, TOPIC, propose(room.admin)).number == 1
    with pytest.raises(NotAllowed):
        room.drafts.approve(room.writer, TOPIC, 1)
    with pytest.raises(NotAllowed):
        room.drafts.save(room.clerk, TOPIC, room.text("一つめです。"), None)
    with pytest.raises(NotAllowed):
        room.press.publish(room.writer)


def test_a_faulty_draft_is_kept_but_not_proposed(room: Newsroom) -> None:
    draft = room.drafts.save(room.writer, TOPIC, room.text("送料は990円です。"), None)
    with pytest.raises(DraftFaulty) as refused:
        room.drafts.propose(room.writer, TOPIC, draft.revision)
    assert [(fault.field, fault.kind, fault.quote) for fault in refused.value.faults] == [("answer", "figure", "990")]


def test_the_preview_shows_what_a_customer_reads_and_every_fault_with_its_field(room: Newsroom) -> None:
    others = [text for text, name in room.shelf(room.data).book().asked.items() if name != TOPIC]
    price = next(value for value in room.reading.values(room.writer) if value.path.endswith(".price"))
    text = TopicText(
        "", "x" * 201, f"{{{price.path}}}です。{{facts.nothing}}", (others[0], "090-1234-5678です", "いつ")
    )
    shown = room.reading.preview(room.writer, TOPIC, text)
    assert {(fault.field, fault.kind) for fault in shown.faults} == {
        ("title", "empty"),
        ("question", "too_long"),
        ("answer", "unknown_reference"),
        ("asked", "asked_elsewhere"),
        ("asked", "personal"),
    }
    fine = room.reading.preview(room.writer, TOPIC, room.text(f"{{{price.path}}}です。"))
    assert (fine.answer, fine.faults) == (f"{price.shown}です。", [])
    figure = room.reading.preview(room.writer, TOPIC, room.text(f"{price.shown}です。"))
    assert price.path in figure.faults[0].instead


def test_a_topic_that_is_not_there(room: Newsroom) -> None:
    with pytest.raises(UnknownTopic):
        room.reading.page(room.writer, "no-such-topic")


def test_an_edit_is_marked_where_the_pack_was_changed_under_it(room: Newsroom) -> None:
    room.approve(room.text("お届けは午前か午後をお選びください。"))
    assert not room.reading.page(room.writer, TOPIC).moved
    path = next(path for path in (room.pack / "faq").glob("*.yaml") if TOPIC in path.read_text(encoding="utf-8"))
    own = room.reading.page(room.writer, TOPIC).pack
    path.write_text(path.read_text(encoding="utf-8").replace(own.title, own.title + "(新)"), encoding="utf-8")
    assert room.reading.page(room.writer, TOPIC).moved
