"""Which messages a language model may choose tools for, and which it may choose."""

from pydantic import Field

from knowledge.pack.account import Pattern
from knowledge.pack.part import Identifier, Part


class OpenRequests(Part):
    """A pack without this part has each message served by one skill alone.

    Attributes:
        tools: Looked up whenever they fit: customers' reading tools.
        proposals: What may be stated for the customer to agree to, by the intent that has to be likely for it.
        likely: From which probability of that intent it may be stated.
        joins: Words that join one request to another; they run over the normalized message.
        wants: Words by which a part of a message asks for something, beside those of any question.
        facts: The most a reply gains.
        steps: How often the model is asked in one turn.
        calls: The most tools called in one turn.
    """

    tools: tuple[Identifier, ...] = Field(min_length=1)
    proposals: dict[Identifier, Identifier] = {}
    likely: float = Field(0.1, gt=0, le=1)
    joins: tuple[Pattern, ...] = Field(min_length=1)
    wants: tuple[Pattern, ...] = Field(min_length=1)
    facts: int = Field(5, ge=1)
    steps: int = Field(2, ge=1, le=5)
    calls: int = Field(6, ge=1)
