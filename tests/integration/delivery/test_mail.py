"""Mails as they arrive at a real SMTP server."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from icalendar import Calendar

from domain.clock import TOKYO
from services.delivery.mail import MailChannel
from services.delivery.postmen import FolderPostman, SmtpPostman
from store.session import Database
from tests.fakes.clock import MORNING, HandClock
from tests.fakes.mails import STATIONERY
from tests.fakes.office import Office, customer, member, store, ticket, visit
from tests.fakes.outside import Mailbox, free_port, smtp_server

SATURDAY = datetime(2026, 12, 5, 11, tzinfo=TOKYO)
SENDER = "support@zenbu.example"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with smtp_server() as mailbox:
        yield mailbox


def office_with(database: Database, mailbox: Mailbox, **options: Any) -> Office:
    given: dict[str, Any] = {"security": "none", "timeout": 2.0} | options
    postman = SmtpPostman("127.0.0.1", mailbox.port, **given)
    return Office(database, MailChannel(database, STATIONERY, SENDER, postman, HandClock()))


@pytest.fixture
def office(database: Database, mailbox: Mailbox) -> Office:
    return office_with(database, mailbox)


def tell(office: Office, topic: str, **payload: Any) -> None:
    office.emit(topic, **payload)
    office.work()


def booked(office: Office, topic: str = "booking.booked", **more: Any) -> None:
    tell(office, topic, key="B-1", booking_id="B-1", start=SATURDAY.isoformat(), **more)


def body(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    text: str = part.get_content()
    return text


def entry(message: EmailMessage) -> tuple[str, Any]:
    """The method of the calendar file, and its visit."""
    (part,) = message.iter_attachments()
    assert part.get_content_type() == "text/calendar"
    assert part.get_param("method") is not None
    calendar = Calendar.from_ical(part.get_content())
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Tokyo"]
    (event,) = calendar.walk("VEVENT")
    assert str(part.get_param("method")) == str(calendar["METHOD"])
    return str(calendar["METHOD"]), event


def test_booked_visit_is_confirmed_with_what_was_booked(office: Office, mailbox: Mailbox) -> None:
    store(office.database, [visit()])
    booked(office)
    (message,) = mailbox.messages
    assert mailbox.recipients == [["yamada@example.com"]]
    assert message["Subject"] == "予約 12月5日(土) 11:00"
    assert message["From"] == f"花たより株式会社 <{SENDER}>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.as_bytes().isascii()
    assert body(message).splitlines() == [
        "山田花子",
        "B-1 12月5日(土) 11:00 スタンダード 15,800円",
        "深夜",
        "東京都杉並区桃井1-2-3 101号室",
        "銀行振込",
    ]


def test_visit_goes_into_the_calendar_moves_in_it_and_leaves_it(office: Office, mailbox: Mailbox) -> None:
    store(office.database, [visit()])
    booked(office)
    booked(office, "booking.moved", before=(SATURDAY - timedelta(days=1)).isoformat(), fee=2000)
    booked(office, "booking.cancelled", fee=3840)
    entries = [entry(message) for message in mailbox.messages]
    assert [(method, int(event["SEQUENCE"])) for method, event in entries] == [
        ("REQUEST", 0),
        ("REQUEST", 1),
        ("CANCEL", 2),
    ]
    assert {str(event["UID"]) for _, event in entries} == {"B-1"}
    event = entries[0][1]
    assert (event.start, event.end) == (SATURDAY, SATURDAY + timedelta(hours=2, minutes=15))
    assert event["DTSTART"].params["TZID"] == "Asia/Tokyo"
    assert str(event["SUMMARY"]) == "訪問 スタンダード"
    assert str(event["LOCATION"]) == "東京都杉並区桃井1-2-3 101号室"
    assert [str(event["STATUS"]) for _, event in entries] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert str(event["ATTENDEE"]) == "mailto:yamada@example.com"


def test_fees_stand_as_they_were_stated(office: Office, mailbox: Mailbox) -> None:
    store(office.database, [visit()])
    booked(office, "booking.moved", before=(SATURDAY - timedelta(days=1)).isoformat(), fee=2000)
    booked(office, "booking.cancelled", fee=0)
    moved, cancelled = map(body, mailbox.messages)
    assert "変更前 12月4日(金) 11:00" in moved
    assert "手数料 2,000円" in moved
    assert "キャンセル料 0円" in cancelled


def test_record_fills_in_what_a_booking_does_not_hold(office: Office, mailbox: Mailbox) -> None:
    known = customer(email="sato@example.com", address="大阪府大阪市北区1-1")
    store(office.database, [known, visit(customer_id="c-1", contact={}, addons=[])])
    booked(office)
    (message,) = mailbox.messages
    assert mailbox.recipients == [["sato@example.com"]]
    # Nothing is known of the payment, and there are no add-ons: their lines are left out.
    assert body(message).splitlines()[0] == "佐藤"
    assert body(message).splitlines()[2:] == ["大阪府大阪市北区1-1"]


def test_nobody_is_written_to_where_no_address_is_known(office: Office, mailbox: Mailbox) -> None:
    store(office.database, [visit(contact={"name": "山田"})])
    booked(office)
    assert mailbox.messages == []
    assert [(row.status, row.last_error) for row in office.deliveries()] == [("dropped", "no e-mail address is known")]


def test_code_goes_to_the_address_it_is_for(office: Office, mailbox: Mailbox) -> None:
    tell(office, "mail.code", email="new@example.com", code="042137", conversation_id="c")
    assert mailbox.recipients == [["new@example.com"]]
    assert body(mailbox.messages[0]).strip() == "コード：042137"
    assert "042137" not in mailbox.messages[0]["Subject"]


@pytest.mark.parametrize(
    "address", ["a@example.com\r\nBcc: x@example.com", "a@example.com, b@example.com", "nobody", ""]
)
def test_what_is_no_single_address_is_never_written_to(office: Office, mailbox: Mailbox, address: str) -> None:
    tell(office, "mail.code", email=address, code="042137", conversation_id="c")
    assert mailbox.messages == []
    assert office.statuses() == [("mail", "dead")]


def test_nobody_adds_headers_with_a_name(office: Office, mailbox: Mailbox) -> None:
    stationery = STATIONERY.texts["booked"]
    assert "{name}" not in stationery.subject
    plans = {"standard": "安い\r\nBcc: thief@example.com\r\n\r\n本文"}
    channel = MailChannel(
        office.database,
        type(STATIONERY)(
            "会社\r\nX-Evil: 1",
            {"booked": type(stationery)("{plan}", "{name}", "{plan}")},
            plans,
            {},
            {},
            STATIONERY.reminders,
        ),
        SENDER,
        SmtpPostman("127.0.0.1", mailbox.port, "none"),
        HandClock(),
    )
    store(office.database, [visit(contact={"email": "a@example.com", "name": "山田\r\n.\r\nRCPT TO:<x@example.com>"})])
    booked(Office(office.database, channel))
    (message,) = mailbox.messages
    assert mailbox.recipients == [["a@example.com"]]
    assert message["Bcc"] is None
    assert message["X-Evil"] is None
    assert message["Subject"] == "安い Bcc: thief@example.com 本文"


def test_handover_is_mailed_to_those_who_serve(office: Office, mailbox: Mailbox) -> None:
    staff = [member("cs1"), member("boss", "manager"), member("old", active=False), member("qa", "qa")]
    store(office.database, [*staff, *ticket()])
    tell(office, "handover.opened", ticket_id="T-1")
    assert mailbox.recipients == [["cs1@example.com"]]
    assert mailbox.messages[0]["Subject"] == "引き継ぎ 高"
    assert body(mailbox.messages[0]).splitlines() == [
        "T-1 高 <anger>",
        "15分以内にお返事します。",
        "11月25日(水) 10:00",
    ]


@pytest.mark.parametrize(
    ("roles", "senior", "told"),
    [
        ({"a": "cs", "b": "senior", "c": "manager"}, True, ["b@example.com", "c@example.com"]),
        ({"a": "cs", "b": "csm", "c": "manager"}, False, ["a@example.com", "b@example.com"]),
        ({"a": "admin", "b": "qa"}, False, ["a@example.com"]),
    ],
)
def test_serious_handover_is_mailed_to_senior_staff(
    office: Office, mailbox: Mailbox, roles: dict[str, str], senior: bool, told: list[str]
) -> None:
    store(office.database, [*(member(name, role) for name, role in roles.items()), *ticket(senior=senior)])
    tell(office, "handover.opened", ticket_id="T-1")
    assert mailbox.recipients == [told]


def test_ticket_somebody_has_already_calls_nobody(office: Office, mailbox: Mailbox) -> None:
    store(office.database, [member("cs1"), *ticket(status="claimed")])
    tell(office, "handover.opened", ticket_id="T-1")
    assert mailbox.messages == []


@pytest.mark.parametrize(
    ("state", "calls"),
    [
        ({"status": "closed"}, 0),
        ({"attended_at": MORNING}, 0),
        ({"attended_at": MORNING - timedelta(minutes=1)}, 1),
        ({"status": "claimed"}, 1),
    ],
)
def test_page_is_sent_unless_somebody_was_there_since(
    office: Office, mailbox: Mailbox, state: dict[str, Any], calls: int
) -> None:
    store(office.database, [member("cs1"), *ticket(**state)])
    tell(office, "page.sent", key="T-1", ticket_id="T-1", staff_id="cs1", step=1)
    assert len(mailbox.messages) == calls


def test_page_goes_to_the_one_who_is_called(office: Office, mailbox: Mailbox) -> None:
    store(office.database, [member("cs1"), member("cs2"), *ticket(priority="urgent", trigger="safety")])
    tell(office, "page.sent", key="T-1", ticket_id="T-1", staff_id="cs2", step=2)
    assert mailbox.recipients == [["cs2@example.com"]]
    assert mailbox.messages[0]["Subject"] == "呼び出し 緊急"
    assert body(mailbox.messages[0]).splitlines()[-1] == "2回目"


def test_failed_turn_is_told_to_the_staff(office: Office, mailbox: Mailbox) -> None:
    store(office.database, [member("cs1")])
    tell(office, "turn.failed", conversation_id="c", message_id="m")
    assert body(mailbox.messages[0]).strip() == "c m"


def test_without_staff_the_outbox_says_so(office: Office, mailbox: Mailbox) -> None:
    store(office.database, ticket())
    tell(office, "handover.opened", ticket_id="T-1")
    (row,) = office.deliveries()
    assert (row.status, row.last_error) == ("dead", "nobody of the staff has an address: zenbu staff add")


def test_recipient_refused_for_good_is_not_tried_again(office: Office, mailbox: Mailbox) -> None:
    store(office.database, [visit()])
    mailbox.refusals = ["550 5.1.1 no such user"]
    booked(office)
    assert [(row.status, row.last_error) for row in office.deliveries()] == [("dead", "550 5.1.1 no such user")]


@pytest.mark.parametrize("answer", ["450 4.2.1 try later", "451 4.7.1 greylisted"])
def test_recipient_refused_for_now_is_tried_again(office: Office, mailbox: Mailbox, answer: str) -> None:
    store(office.database, [visit()])
    mailbox.refusals = [answer]
    booked(office)
    assert office.statuses() == [("mail", "waiting")]
    office.wall.advance(seconds=6)
    office.work()
    assert len(mailbox.messages) == 1


def test_message_refused_for_good_is_dead_and_for_now_is_not(office: Office, mailbox: Mailbox) -> None:
    store(office.database, [visit()])
    mailbox.verdicts = ["452 4.3.1 mailbox full", "554 5.7.1 looks like spam"]
    booked(office)
    assert office.statuses() == [("mail", "waiting")]
    office.wall.advance(seconds=6)
    office.work()
    assert [(row.status, row.last_error) for row in office.deliveries()] == [("dead", "554 5.7.1 looks like spam")]


def test_one_refused_recipient_keeps_no_other_from_the_mail(office: Office, mailbox: Mailbox) -> None:
    store(office.database, [member("cs1"), member("cs2"), *ticket()])
    mailbox.refusals = ["550 5.1.1 left us"]
    tell(office, "handover.opened", ticket_id="T-1")
    assert mailbox.recipients == [["cs2@example.com"]]
    assert office.statuses() == [("mail", "delivered")]


def test_server_that_is_away_is_waited_for(database: Database) -> None:
    port = free_port()
    office = office_with(database, Mailbox(port))
    store(database, [visit()])
    booked(office)
    (row,) = office.deliveries()
    assert row.status == "waiting"
    assert row.last_error is not None
    assert row.last_error.startswith(f"127.0.0.1:{port}: ")


def test_mail_sent_twice_has_one_id(office: Office, mailbox: Mailbox) -> None:
    store(office.database, [visit()])
    mailbox.verdicts = ["451 4.3.0 lost the connection behind us"]
    booked(office)
    first = office.deliveries()[0].event_id
    office.wall.advance(seconds=6)
    office.work()
    assert mailbox.messages[0]["Message-ID"].startswith(f"<evt_{first}_")
    assert mailbox.messages[0]["Message-ID"].endswith("@zenbu.example>")


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate for 127.0.0.1 that this process trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = tmp_path / "cert.pem", tmp_path / "key.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context


def test_mail_goes_encrypted_and_as_somebody_the_server_knows(database: Database, certificate: ssl.SSLContext) -> None:
    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"zenbu", b"secret"))

    with smtp_server(
        tls_context=certificate, require_starttls=True, authenticator=check, auth_required=True
    ) as mailbox:
        office = office_with(database, mailbox, security="starttls", user="zenbu", password="secret")
        store(database, [visit()])
        booked(office)
        assert [row.last_error for row in office.deliveries()] == [None]
        assert len(mailbox.messages) == 1


def test_server_without_encryption_gets_nothing_where_it_is_asked_for(office: Office, mailbox: Mailbox) -> None:
    demanding = office_with(office.database, mailbox, security="starttls")
    store(office.database, [visit()])
    booked(demanding)
    assert mailbox.messages == []
    assert office.statuses() == [("mail", "waiting")]


def test_wrong_password_is_waited_for_until_it_is_mended(database: Database, certificate: ssl.SSLContext) -> None:
    with smtp_server(
        tls_context=certificate,
        require_starttls=True,
        authenticator=lambda *_: AuthResult(success=False, handled=False),
        auth_required=True,
    ) as mailbox:
        office = office_with(database, mailbox, security="starttls", user="zenbu", password="wrong")
        store(database, [visit()])
        booked(office)
        (row,) = office.deliveries()
        assert row.status == "waiting"
        assert row.last_error is not None
        assert row.last_error.startswith("535")


def test_in_development_a_mail_is_a_file(database: Database, tmp_path: Path) -> None:
    channel = MailChannel(database, STATIONERY, "zenbu@localhost", FolderPostman(tmp_path / "mail"), HandClock())
    office = Office(database, channel)
    tell(office, "mail.code", email="new@example.com", code="042137", conversation_id="c")
    (path,) = (tmp_path / "mail").iterdir()
    assert path.suffix == ".eml"
    assert b"To: new@example.com" in path.read_bytes()
