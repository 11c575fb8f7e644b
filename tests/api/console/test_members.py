"""Members' pages: somebody comes, changes, leaves, and gets a password that is shown once."""

from tests.api.console.conftest import Office

FORM = {"name": "鈴木", "role": "senior", "email": "suzuki@example.com", "active": "on"}
WEEK = {"of": ["10:00", "", "", "", "", "", "22:00"], "to": ["19:00", "", "", "", "", "", "02:00"]}


def test_new_member_comes_in_with_the_password_that_was_shown(office: Office) -> None:
    admin = office.sign_in("admin")
    shown = admin.post("/members/new", **FORM, member_id="suzuki")
    assert shown.headers["cache-control"] == "no-store"
    password = shown.text.split('<code id="secret">')[1].split("<")[0]
    newcomer = office.visit()
    entered = newcomer.post("/login", name="suzuki", password=password)
    assert entered.status_code == 303
    assert newcomer.http.get("/console/inbox").url.path == "/console/password"
    assert password not in admin.get("/members/suzuki").text


def test_what_a_member_knows_and_when_they_are_there_is_kept(office: Office) -> None:
    admin = office.sign_in("admin")
    office.hire("cs", "suzuki")
    skilled = {"skills": ["refund", "b2b"], "others": "billing", "areas": "東京都、大阪府", "languages": "en"}
    saved = admin.post("/members/suzuki", **FORM, **skilled, own_hours="on", **WEEK, capacity="3", on_call_order="2")
    assert saved.status_code == 303
    member = office.application.staff.members.known("suzuki")
    assert member.skills == {"refund", "b2b", "billing"}
    assert member.areas == {"東京都", "大阪府"}
    assert member.languages == {"en"}
    assert (member.capacity, member.on_call_order, member.role) == (3, 2, "senior")
    assert member.hours is not None
    assert member.hours.plain() == {"mon": ["10:00", "19:00"], "sun": ["22:00", "02:00"]}
    page = admin.get("/members/suzuki").text
    assert 'value="東京都、大阪府"' in page or 'value="大阪府、東京都"' in page


def test_what_cannot_be_right_is_told_and_nothing_typed_is_lost(office: Office) -> None:
    admin = office.sign_in("admin")
    office.hire("cs", "suzuki")
    wrong = admin.post("/members/suzuki", **{**FORM, "email": "nobody"})
    assert (wrong.status_code, 'value="nobody"' in wrong.text) == (422, True)
    half = {"of": ["10:00", *[""] * 6], "to": [""] * 7}
    assert "始まりと終わりの両方" in admin.post("/members/suzuki", **FORM, own_hours="on", **half).text
    taken = admin.post("/members/new", **FORM, member_id="suzuki")
    assert "すでに使われています" in taken.text


def test_the_last_admin_stays(office: Office) -> None:
    admin = office.sign_in("admin")
    mine = {"name": "田中", "email": "admin@example.com"}
    refused = admin.post("/members/admin", **mine, role="cs", active="on")
    assert "管理者がいなくなります" in refused.text
    office.hire("admin", "second")
    assert admin.post("/members/admin", **mine, role="cs", active="on").status_code == 303
    assert admin.get("/members").status_code == 403


def test_who_left_is_signed_out(office: Office) -> None:
    admin, clerk = office.sign_in("admin"), office.sign_in("cs", "suzuki")
    assert admin.post("/members/suzuki", **{**FORM, "active": ""}).status_code == 303
    assert clerk.http.get("/console/inbox").url.path == "/console/login"


def test_members_and_switches_are_for_those_who_may(office: Office) -> None:
    boss, clerk = office.sign_in("manager"), office.sign_in("cs")
    assert [boss.get(path).status_code for path in ("/members", "/members/new", "/members/cs")] == [403] * 3
    assert boss.post("/members/cs/password").status_code == 403
    assert clerk.get("/switch").status_code == 403
    assert clerk.post("/switch", channel="web", who="people").status_code == 403


def test_the_off_switch_holds_from_the_next_message(office: Office) -> None:
    boss = office.sign_in("manager", name="森")
    assert "AIが応対しています" in boss.get("/switch").text
    assert boss.post("/switch", channel="web", who="people").status_code == 303
    page = boss.get("/switch").text
    assert "人だけで応対しています" in page
    assert "森さんが切り替え" in page
    assert office.application.staff.switches.people_only() == {"web": True}
    boss.post("/switch", channel="web", who="bot")
    assert office.application.staff.switches.people_only() == {"web": False}
