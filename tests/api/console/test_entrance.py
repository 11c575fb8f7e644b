"""Signing in to the console, and being kept out of it."""

import pytest

from api.console.cookies import cookie_name
from services.access import attempts, sessions
from services.access.hashing import Cost, hash_password
from store.models import LoginFailure, StaffPassword, StaffSession
from store.session import Database
from tests.api.console.conftest import CHEAP, Browser, Office
from tests.fakes.service import count

PASSWORD = "correct horse battery"


def know(office: Office, member_id: str = "cs", cost: Cost = CHEAP) -> None:
    """Gives a member a password."""
    with office.application.database.write() as session:
        now = office.application.settings.clock().now()
        hashed = hash_password(PASSWORD, cost)
        session.add(
            StaffPassword(staff_id=member_id, password_hash=hashed, must_change=False, valid_until=None, set_at=now)
        )


@pytest.fixture
def visitor(office: Office) -> Browser:
    office.hire()
    know(office)
    return office.visit()


def enter(browser: Browser, password: str = PASSWORD, name: str = "cs", **fields: str) -> int:
    response = browser.post("/login", name=name, password=password, **fields)
    browser.token = browser.http.cookies.get(cookie_name(False)) or ""
    return int(response.status_code)


def test_console_asks_who_is_there_and_leads_back(visitor: Browser) -> None:
    asked = visitor.http.get("/console/audit?kind=views", follow_redirects=False)
    assert asked.headers["location"] == "/console/login?next=%2Fconsole%2Faudit%3Fkind%3Dviews"
    answer = visitor.post("/login", name="CS@example.com", password=PASSWORD, next="/console/audit?kind=views")
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/audit?kind=views")


@pytest.mark.parametrize("next", ["https://evil.example/", "//evil.example", "/console/\\evil", "/v1/x"])
def test_nobody_is_led_to_another_site(visitor: Browser, next: str) -> None:
    answer = visitor.post("/login", name="cs", password=PASSWORD, next=next)
    assert answer.headers["location"] == "/console/inbox"


def test_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor: Browser) -> None:
    before = visitor.token
    cookie = visitor.post("/login", name="cs", password=PASSWORD).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert before not in cookie


def test_wrong_name_and_wrong_password_are_told_alike(visitor: Browser) -> None:
    pages = [visitor.post("/login", name=name, password="wrong wrong") for name in ("cs", "nobody")]
    assert [page.status_code for page in pages] == [401, 401]
    assert len({page.text.replace("nobody", "cs") for page in pages}) == 1


@pytest.mark.parametrize("name", ["cs", "nobody"])
def test_guessing_is_slowed_down_and_a_right_password_does_not_help(visitor: Browser, name: str) -> None:
    assert [enter(visitor, "wrong wrong", name) for _ in range(attempts.FREE["name"])] == [401] * 5
    locked = visitor.post("/login", name=name, password=PASSWORD)
    assert locked.status_code == 429
    assert 0 < int(locked.headers["retry-after"]) <= 30
    assert "1分ほど待って" in locked.text


def test_delay_grows_and_has_an_end() -> None:
    waits = [attempts.wait_after(failures, 5).total_seconds() for failures in (4, 5, 6, 7, 50)]
    assert waits == [0, 30, 60, 120, 3600]


def test_coming_in_forgets_the_failures_before(office: Office, visitor: Browser) -> None:
    for _ in range(2):
        assert [enter(visitor, "wrong wrong") for _ in range(4)] == [401] * 4
        assert enter(visitor) == 303
        visitor.http.cookies.clear()
        visitor.get("/login")
        visitor.token = visitor.http.cookies[cookie_name(False)]
    assert count(office.application.database, LoginFailure) == 2


def test_stronger_parameters_are_taken_over_at_the_next_entry(office: Office) -> None:
    office.hire()
    know(office, cost=Cost(n=4, p=1))
    browser = office.visit()
    assert enter(browser) == 303
    with office.application.database.read() as session:
        assert session.get_one(StaffPassword, "cs").password_hash.startswith("scrypt$16$8$1$")


@pytest.mark.parametrize("fields", [{}, {"csrf": "x"}, {"csrf": "é"}])
def test_form_without_our_token_does_nothing(visitor: Browser, fields: dict[str, str]) -> None:
    form = {"name": "cs", "password": PASSWORD, **fields}
    refused = visitor.http.post("/console/login", data=form, follow_redirects=False)
    assert refused.status_code == 403
    assert "操作は行われませんでした" in refused.text


def test_form_of_another_site_does_nothing(office: Office) -> None:
    browser = office.sign_in()
    for origin in ("https://evil.example", "null"):
        browser.http.headers["Origin"] = origin
        assert browser.post("/logout").status_code == 403
    assert browser.call("POST", "/tickets/T-1/claim").status_code == 401
    browser.http.headers["Origin"] = "http://testserver"
    assert browser.post("/logout").status_code == 303


def test_leaving_ends_the_session(office: Office) -> None:
    browser = office.sign_in()
    assert browser.get("/password").status_code == 200
    browser.post("/logout")
    browser.http.cookies.set(cookie_name(False), browser.token)
    assert browser.http.get("/console/password", follow_redirects=False).status_code == 303
    assert count(office.application.database, StaffSession) == 0


def test_who_leaves_the_company_is_out_at_once(office: Office) -> None:
    browser = office.sign_in()
    with office.application.database.write() as session:
        from store.models import Staff

        session.get_one(Staff, "cs").active = False
    assert browser.http.get("/console/password", follow_redirects=False).status_code == 303
    assert browser.call("GET", "/me").status_code == 401


@pytest.mark.parametrize("span", [sessions.IDLE, sessions.LONGEST])
def test_session_ends_by_itself(office: Office, span: object) -> None:
    browser = office.sign_in()
    with office.application.database.write() as session:
        row = session.get_one(StaffSession, session.query(StaffSession.token_hash).scalar())
        if span is sessions.IDLE:
            row.seen_at -= sessions.IDLE
        else:
            row.opened_at -= sessions.LONGEST
    assert browser.http.get("/console/password", follow_redirects=False).status_code == 303


def test_first_password_opens_nothing_but_the_choice_of_ones_own(office: Office) -> None:
    office.hire()
    first = office.application.staff.doorway.passwords.hand_over("cs")
    browser, elsewhere = office.visit(), office.visit()
    assert enter(browser, first) == enter(elsewhere, first) == 303
    led = browser.http.get("/console/audit", follow_redirects=False)
    assert led.headers["location"] == "/console/password"
    assert browser.call("GET", "/me").status_code == 401
    assert browser.post("/password", password="short", again="short").status_code == 422
    assert browser.post("/password", password=PASSWORD, again="another word").status_code == 422
    assert browser.post("/password", password=PASSWORD, again=PASSWORD).headers["location"].startswith("/console/inbox")
    assert browser.call("GET", "/me").json()["member_id"] == "cs"
    assert elsewhere.http.get("/console/password", follow_redirects=False).status_code == 303
    assert enter(office.visit(), first) == 401


def test_password_is_changed_by_whoever_knows_it(office: Office, visitor: Browser) -> None:
    assert enter(visitor) == 303
    new = {"password": "another good one", "again": "another good one"}
    assert visitor.post("/password", current="wrong wrong", **new).status_code == 422
    assert visitor.post("/password", current=PASSWORD, **new).status_code == 303


def test_fresh_installation_says_which_command_lets_somebody_in(office: Office, database: Database) -> None:
    assert "zenbu staff add" in office.visit().get("/login").text
    office.hire()
    know(office)
    assert "zenbu staff add" not in office.visit().get("/login").text


def test_pages_run_nothing_but_our_own_files(office: Office) -> None:
    page = office.sign_in().get("/password")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self'" in policy
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "same-origin"
    assert "style=" not in page.text
    assert "<script>" not in page.text
