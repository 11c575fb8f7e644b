"""What a skill of the copilot is given."""

from dataclasses import dataclass

from agents.context import Desk, Turn
from domain.copilot.advice import Wish
from domain.copilot.case import Case
from domain.dialogue import DialogueState
from domain.perception import Perception
from domain.turn import TurnRequest
from knowledge.pack import Pack
from tools.context import StaffContext, ToolDeps
from tools.toolbox import Toolbox


@dataclass(frozen=True)
class CopilotDesk:
    """What the copilot works with; the same for every call.

    Attributes:
        desk: What the conversation's skills work with: what a customer's own record adds to an answer is theirs.
        tools: What tools work with. Whatever is looked up for a member is looked up by their tools.
    """

    desk: Desk
    tools: ToolDeps

    @property
    def pack(self) -> Pack:
        """The pack."""
        return self.desk.pack


@dataclass(frozen=True)
class Assist:
    """One call of the copilot as a skill sees it.

    Attributes:
        desk: What it works with.
        case: The case.
        wish: What is wanted.
        heard: What the customer's pending messages were understood as, oldest first.
    """

    desk: CopilotDesk
    case: Case
    wish: Wish
    heard: tuple[Perception, ...] = ()

    @property
    def pack(self) -> Pack:
        """The pack."""
        return self.desk.pack

    @property
    def toolbox(self) -> Toolbox:
        """The member's own tools, for reading only: who they are was told by the server."""
        return Toolbox(self.desk.tools, StaffContext(self.case.member, self.case.now))

    def turn(self, heard: Perception) -> Turn:
        """One of these messages as a turn of the conversation, for skills that know the customer's record."""
        return Turn(self.desk.desk, request_of(self.case, heard.text), heard, DialogueState())


def request_of(case: Case, text: str) -> TurnRequest:
    """A message of the customer's as a brain reads it. Nothing is written for it."""
    return TurnRequest(
        conversation_id=case.conversation_id,
        message_id=case.ticket_id,
        text=text,
        now=case.now,
        customer_id=case.customer.customer_id if case.customer else None,
    )
