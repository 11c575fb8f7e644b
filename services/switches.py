"""The off switch: in a channel where it is set, people alone answer."""

from collections.abc import Mapping

from domain.clock import Clock
from domain.staff import Member
from store import staff
from store.models import ChannelSwitch
from store.session import Database


class Switches:
    """Reads and sets which channels are answered by people only; the next message in any process goes by it.

    Args:
        database: Where switches are kept.
        clock: The business's time.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def people_only(self) -> dict[str, bool]:
        """Every channel somebody has ever switched; in all others the bot answers."""
        with self._database.read() as session:
            return {row.channel: row.people_only for row in staff.switches(session)}

    def set(self, member: Member, people_only: Mapping[str, bool]) -> dict[str, bool]:
        """Switches channels; those not named stay as they are.

        Returns:
            How all of them stand now.

        Raises:
            NotAllowed: The role does not permit it.
        """
        member.require("switch")
        with self._database.write() as session:
            now = self._clock.now()
            for channel, value in people_only.items():
                session.merge(ChannelSwitch(channel=channel, people_only=value, by=member.member_id, at=now))
                staff.note_action(session, member.member_id, "switch", now, channel=channel, people_only=value)
        return self.people_only()
