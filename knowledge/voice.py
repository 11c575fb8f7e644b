"""The pack's words and buttons, as skills and tools speak with them."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.plan import Fact
from domain.reply import Option, Source
from domain.text import quotable
from knowledge.pack import Pack
from knowledge.pack.references import render


@dataclass(frozen=True)
class Voice:
    """The pack's texts, figures in place."""

    pack: Pack

    def say(self, template: str, /, **values: object) -> str:
        """A template with its references and the given values, which may be a customer's own words.

        Raises:
            KeyError: The pack has no such template, or a value it needs is not given.
        """
        text = render(self.pack, self.pack.templates[template])
        return text.format(**{name: quotable(str(value)) for name, value in values.items()}) if values else text

    def say_first(self, *templates: str, **values: object) -> str:
        """The first of these templates the pack has."""
        return self.say(next(name for name in templates if name in self.pack.templates), **values)

    def button(self, name: str) -> Option:
        """A named button."""
        label = self.pack.buttons[name].label
        return Option(label, label)

    def topic_option(self, topic_id: str) -> Option:
        """A button that asks a topic's own question."""
        topic = self.pack.topics[topic_id]
        return Option(topic.title, topic.question)

    def options(self, buttons: Iterable[str], topics: Iterable[str] = ()) -> tuple[Option, ...]:
        """Topics first, then named buttons."""
        return (*map(self.topic_option, topics), *map(self.button, buttons))

    def fact(self, template: str, source: Source, **values: object) -> Fact:
        """A template that states a fact, with its source."""
        return Fact(self.say(template, **values), source)
