"""The off switch: in a channel where it is set, people alone answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.clock import Clock
from domain.staff import Member
from store import conversations, staff
from store.models import ChannelSwitch
from store.session import Database

LATELY: Final = timedelta(days=30)
"""How far back the conversations of a channel are counted."""

USUAL: Final = "web"
"""The channel of the widget: it is there though nobody has spoken yet."""


@dataclass(frozen=True)
class ChannelState:
    """A channel, who answers there, who switched it last, and how many conversations it had lately."""

    channel: str
    people_only: bool
    by: str | None
    at: datetime | None
    conversations: int


class Switches:
    """Reads and sets which channels are answered by people only; the next message in any process goes by it.

    Args:
        database: Where switches are kept.
        clock: The business's time.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def channels(self, member: Member) -> list[ChannelState]:
        """Every channel that is used or was ever switched, with who answers there.

        Raises:
            NotAllowed: The role does not permit it.
        """
        member.require("switch")
        with self._database.read() as session:
            switched, names = {row.channel: row for row in staff.switches(session)}, staff.names(session)
            used = conversations.by_channel(session, self._clock.now() - LATELY)
        found = []
        for channel in sorted({USUAL, *switched, *used}, key=lambda name: (name != USUAL, name)):
            row = switched.get(channel)
            by, at = (names.get(row.by), row.at) if row else (None, None)
            found.append(ChannelState(channel, row is not None and row.people_only, by, at, used.get(channel, 0)))
        return found

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
