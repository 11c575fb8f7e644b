"""People who serve, over a test's own database."""

from domain.clock import Clock
from domain.staff import Member, Role
from services.members import MemberFields
from services.staff import StaffDoor, open_staff_door
from store.session import Database
from tests.fakes.engine import ATTENDANCE, HOURS, PAGING, FakeEngine


def staff_door(database: Database, clock: Clock) -> StaffDoor:
    return open_staff_door(database, clock, FakeEngine().notice, PAGING, ATTENDANCE, HOURS)


def hire(
    door: StaffDoor, member_id: str = "tanaka", role: Role = "cs", *, name: str = "田中", on_call: int | None = None
) -> Member:
    fields = MemberFields(name, role, f"{member_id}@example.com", on_call_order=on_call)
    return door.members.add(fields, member_id)[0]
