"""A reply in words, with what became of it on the way."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """What became of a reply that was to be worded.

    Attributes:
        text: What goes out.
        brain: Whose words stand in it.
        fell_back: Whether what the model wrote could not be used as it was.
        dropped: How many of its sentences were left out, by reason.
        why: Why the plan's own words stand in it, if they do.
        asked: Whether the model was asked for it.
    """

    text: str
    brain: str = "local"
    fell_back: bool = False
    dropped: tuple[str, ...] = ()
    why: str | None = None
    asked: bool = False

    @property
    def outcome(self) -> str | None:
        """Whose words went out, for the record; None where nobody was asked for any."""
        if not self.asked:
            return None
        if self.brain == "local":
            return "template"
        return "words" if self.why is None else "both"
