"""When somebody on call is paged about a ticket where there is danger."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class PagingTerms:
    """How long a page waits for an answer (pack data).

    Attributes:
        acknowledge: For anybody to show up; then the next on call is paged.
        attend: How long having shown up counts: who acknowledged has this long to claim the ticket, and danger named
            again pages nobody while a person was in the ticket so recently.
    """

    acknowledge: timedelta
    attend: timedelta


@dataclass(frozen=True)
class Watch:
    """How an urgent ticket is looked after.

    Attributes:
        claimed: Whether a person has the conversation.
        paged_at: When the last page went out.
        attended_at: When a person last acknowledged, claimed or answered.
    """

    claimed: bool
    paged_at: datetime | None
    attended_at: datetime | None

    @property
    def is_answered(self) -> bool:
        """Whether a person showed up since the last page."""
        return self.attended_at is not None and (self.paged_at is None or self.attended_at >= self.paged_at)

    def is_page_due(self, now: datetime, terms: PagingTerms) -> bool:
        """Whether the next on call must be paged: nobody was, nobody showed up, or who showed up did not stay."""
        if self.is_answered:
            return not self.claimed and not self.was_attended(now, terms)
        return self.paged_at is None or now - self.paged_at >= terms.acknowledge

    def was_attended(self, now: datetime, terms: PagingTerms) -> bool:
        """Whether a person was there just now."""
        return self.attended_at is not None and now - self.attended_at < terms.attend
