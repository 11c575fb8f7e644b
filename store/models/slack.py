"""What stands in Slack."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base


class SlackPost(Base):
    """The message that shows a handover in Slack: it is changed in place as the handover goes on."""

    __tablename__ = "slack_posts"

    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    channel: Mapped[str]
    """As Slack names it in its answer."""

    ts: Mapped[str]
    """Slack's name for the message within the channel."""
