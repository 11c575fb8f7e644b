"""Every word a page asks for is written, and every template can be read."""

import re
from pathlib import Path

import pytest

from api.console.catalogue import TEXTS, Texts, UnknownText
from api.console.rendering import TEMPLATES, Pages

ASKED = re.compile(r"""\bt\(["']([\w.-]+)["'](?! ~)""")
TOLD = re.compile(r'told="([\w.]+)"')


def test_words_of_every_page_are_written() -> None:
    texts = Texts()
    sources = [*TEMPLATES.glob("*.html"), *TEXTS.parent.glob("[a-z]*.py")]
    asked = {
        (file.name, key)
        for file in sources
        for pattern in (ASKED, TOLD)
        for key in pattern.findall(file.read_text(encoding="utf-8"))
    }
    assert len(asked) > 200
    assert sorted((file, key) for file, key in asked if not texts.has(key)) == []


def test_words_of_scripts_are_written() -> None:
    texts = Texts()
    scripts = Path(TEXTS).parents[1] / "web" / "console"
    asked = {key for file in scripts.glob("*.js") for key in re.findall(r'\bsay\("(\w+)"', file.read_text())}
    assert sorted(key for key in asked if not texts.has(f"live.{key}")) == []


@pytest.mark.parametrize("template", sorted(file.name for file in TEMPLATES.glob("*.html")))
def test_template_is_well_formed_and_has_no_script_or_style_of_its_own(template: str) -> None:
    Pages()._templates.get_template(template)
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*(src=|type=\"application/json\"))", text)


def test_unknown_word_is_an_error() -> None:
    with pytest.raises(UnknownText, match="api/console/texts"):
        Texts()("nothing.there")
