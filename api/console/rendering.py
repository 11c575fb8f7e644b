"""Renders the console's pages."""

from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.console import navigation, times
from api.console.catalogue import Texts

TEMPLATES: Final = Path(__file__).parent / "templates"


class Pages:
    """The templates with their words; made once, when the application is built."""

    def __init__(self) -> None:
        self.texts = Texts()
        self.navigation = navigation.load()
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters.update(
            iso=times.iso,
            clock=times.clock,
            day=times.day,
            when=times.when,
            yen=times.yen,
            span=times.span,
            seconds_until=times.seconds_until,
        )
        self._templates.globals["t"] = self.texts

    def render(self, template: str, **values: Any) -> str:
        """A page as HTML.

        Args:
            template: Its file.
            values: What it shows. A name it uses and nobody gave is an error.
        """
        return self._templates.get_template(template).render(values)
