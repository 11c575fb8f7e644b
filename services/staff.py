"""The staff's door: everything a console, a command line or a job needs of it."""

from dataclasses import dataclass

from domain.attendance import AttendanceTerms
from domain.clock import Clock
from domain.hours import BusinessHours
from domain.packet.terms import PLAIN, PacketTerms
from domain.paging import PagingTerms
from domain.recovery import RecoveryTerms
from services.access import Doorway, open_doorway
from services.attendance import Attendance
from services.audit import Audit
from services.inbox import Inbox
from services.members import Members
from services.notices import Notice
from services.packets.reading import PacketReader
from services.paging import Paging
from services.queue_feed import QueueReader
from services.recovery import RecoveryDesk, RecoveryNotOffered
from services.serving import Serving
from services.switches import Switches
from services.ticket_search import TicketSearch
from store.session import Database


@dataclass(frozen=True)
class StaffDoor:
    """What people who work here use."""

    members: Members
    inbox: Inbox
    queue: QueueReader
    serving: Serving
    switches: Switches
    paging: Paging
    attendance: Attendance
    recovery: RecoveryDesk | None
    doorway: Doorway
    audit: Audit
    search: TicketSearch

    def recovering(self) -> RecoveryDesk:
        """Where offers are made after something went wrong.

        Raises:
            RecoveryNotOffered: The company does not say what it offers.
        """
        if self.recovery is None:
            raise RecoveryNotOffered("The pack has no `recovery`. Add recovery.yaml, as the shipped pack has it.")
        return self.recovery


def open_staff_door(
    database: Database,
    clock: Clock,
    notice: Notice,
    paging: PagingTerms,
    attendance: AttendanceTerms,
    house: BusinessHours,
    recovery: RecoveryTerms | None = None,
    packets: PacketTerms = PLAIN,
) -> StaffDoor:
    """Puts the staff's services together.

    Args:
        database: Where everything is kept.
        clock: The business's time.
        notice: What customers are told about what is done for them.
        paging: How long a page waits for an answer.
        attendance: How long a handover may be left alone.
        house: When people are there.
        recovery: What is offered when something went wrong; None where the company does not say.
        packets: What packets of handovers are worded with.
    """
    desk = RecoveryDesk(database, clock, recovery) if recovery else None
    return StaffDoor(
        members=Members(database, clock),
        queue=QueueReader(database, clock, house),
        inbox=Inbox(database, clock, house, PacketReader(database, packets, desk)),
        serving=Serving(database, clock, notice),
        switches=Switches(database, clock),
        paging=Paging(database, clock, paging, notice),
        attendance=Attendance(database, clock, attendance, house, notice),
        recovery=desk,
        doorway=open_doorway(database),
        audit=Audit(database, clock),
        search=TicketSearch(database),
    )
