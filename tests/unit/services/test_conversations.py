import pytest
from sqlalchemy import text

from domain.text import MAX_MESSAGE
from services.conversations import Survey, UnknownCustomer, UnknownReply, WrongToken
from services.opening import UnknownConversation
from store.models import Conversation, Message
from store.session import Database
from tests.fakes.service import Desk, count


def test_conversation_opens_with_the_greeting(database: Database) -> None:
    desk = Desk(database)
    opened = desk.conversations.open()
    assert opened.greeting == "こんにちは。"
    [greeting] = desk.conversations.transcript(opened.conversation_id)["messages"]
    assert greeting["reply"]["options"] == [{"label": "診断する", "value": "診断する"}]


def test_token_itself_is_not_stored(database: Database) -> None:
    opened = Desk(database).conversations.open()
    with database.read() as session:
        row = session.execute(text("SELECT * FROM conversations")).one()
    assert opened.token not in str(row)


def test_token_opens_its_own_conversation_only(database: Database) -> None:
    conversations = Desk(database).conversations
    mine, other = conversations.open(), conversations.open()
    conversations.authorize(mine.conversation_id, mine.token)
    with pytest.raises(WrongToken):
        conversations.authorize(mine.conversation_id, "x" * 43)
    with pytest.raises(UnknownConversation):
        conversations.authorize(other.conversation_id, mine.token)
    with pytest.raises(UnknownConversation):
        conversations.authorize("c_nobody", mine.token)


def test_unknown_customer_opens_nothing(database: Database) -> None:
    with pytest.raises(UnknownCustomer, match="u404"):
        Desk(database).conversations.open(customer_id="u404")
    assert count(database, Conversation) == 0


def test_transcript_is_paged(database: Database) -> None:
    desk = Desk(database)
    conversation = desk.open()
    for n in range(3):
        desk.turns.accept(conversation, f"m{n}")
    texts: list[str] = []
    after: int | None = 0
    pages = 0
    while after is not None:
        page = desk.conversations.transcript(conversation, after, limit=3)
        texts += [message["text"] for message in page["messages"]]
        after = page["next"]
        pages += 1
    assert texts == ["こんにちは。", "m0", "1: m0", "m1", "2: m1", "m2", "3: m2"]
    assert pages == 3


def test_feedback_is_kept_and_can_be_changed(database: Database) -> None:
    desk = Desk(database)
    conversation = desk.open()
    reply = desk.turns.accept(conversation, "料金は?")["message_id"]
    desk.conversations.give_feedback(conversation, reply, True, None)
    desk.conversations.give_feedback(conversation, reply, False, "違い\x00ます")
    with database.read() as session:
        message = session.get_one(Message, reply)
    assert (message.helpful, message.comment) == (False, "違います")


def test_feedback_on_what_is_no_reply_here_is_refused(database: Database) -> None:
    desk = Desk(database)
    conversation, other = desk.open(), desk.open()
    elsewhere = desk.turns.accept(other, "はい")["message_id"]
    desk.turns.accept(conversation, "はい")
    own = desk.engine.requests[-1].message_id
    for message_id in ("m_nobody", elsewhere, own):
        with pytest.raises(UnknownReply):
            desk.conversations.give_feedback(conversation, message_id, True, None)


def test_survey_is_kept(database: Database) -> None:
    desk = Desk(database)
    conversation = desk.open()
    desk.conversations.answer_survey(conversation, Survey(nps=9, comment="あ" * MAX_MESSAGE))
    with database.read() as session:
        survey = session.get_one(Conversation, conversation).survey
    assert survey is not None
    assert (survey["nps"], survey["csat"], survey["at"]) == (9, None, desk.clock.at.isoformat())
