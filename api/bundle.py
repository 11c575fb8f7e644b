"""Joins ES modules into one classic script, so that a page loads one file and installing needs no tool.

What the modules may use of the language's module syntax is what stands here; anything else is refused, with its line:
`import { a, b } from "./other.js";`, `import name from "./file.json" with { type: "json" };` (or `css`), and `export`
before a function, class or const.
"""

import json
import re
from pathlib import Path
from typing import Final

_NAMED: Final = re.compile(r'import \{ (?P<names>[\w, ]+) \} from "(?P<path>\./[\w/.-]+\.js)";')
_DATA: Final = re.compile(
    r'import (?P<name>\w+) from "(?P<path>\./[\w/.-]+\.(?:css|json))" with \{ type: "(?P<type>css|json)" \};'
)
_EXPORT: Final = re.compile(r"export (?P<what>(?:async )?function\*?|class|const) (?P<name>\w+)")
_MODULE_SYNTAX: Final = re.compile(r"(?:import|export)\b")
_COMMENT: Final = re.compile(r"\s*//")


class BundleError(Exception):
    """A module uses syntax that is not joined here, or imports in a circle. The message names file and line."""


def bundle(entry: Path) -> str:
    """One script that does what a module and everything it imports do.

    Args:
        entry: The module to start with.

    Raises:
        BundleError: Something in the modules cannot be joined.
    """
    modules: dict[Path, str] = {}
    _add(entry.resolve(), modules, ())
    return "\n".join(["(() => {", '"use strict";', *modules.values(), "})();", ""])


def _add(path: Path, modules: dict[Path, str], importers: tuple[Path, ...]) -> None:
    """Adds a module behind everything it imports, in a scope of its own."""
    if path in importers:
        raise BundleError(f"{path.name} is imported in a circle: {' > '.join(p.name for p in (*importers, path))}")
    if path in modules:
        return
    lines, exports = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if named := _NAMED.fullmatch(line):
            other = (path.parent / named["path"]).resolve()
            _add(other, modules, (*importers, path))
            lines.append(f"const {{ {named['names']} }} = {_scope(other)};")
        elif data := _DATA.fullmatch(line):
            lines += _embedded(data["name"], (path.parent / data["path"]).read_text(encoding="utf-8"), data["type"])
        elif exported := _EXPORT.match(line):
            exports.append(exported["name"])
            lines.append(line.removeprefix("export "))
        elif _MODULE_SYNTAX.match(line):
            raise BundleError(f"{path.name}:{number}: {line!r} is not joined. Write it as api/bundle.py describes.")
        elif not _COMMENT.match(line):
            lines.append(line)
    lines.append(f"return {{ {', '.join(exports)} }};")
    modules[path] = "\n".join([f"const {_scope(path)} = (() => {{", *lines, "})();"])


def _scope(path: Path) -> str:
    return f"{path.stem.replace('-', '_')}_module"


def _embedded(name: str, text: str, kind: str) -> list[str]:
    if kind == "json":
        return [f"const {name} = {json.dumps(json.loads(text), ensure_ascii=False, separators=(',', ':'))};"]
    return [f"const {name} = new CSSStyleSheet();", f"{name}.replaceSync({json.dumps(text, ensure_ascii=False)});"]
