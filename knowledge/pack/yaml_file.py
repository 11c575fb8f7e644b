"""YAML with line numbers: plain data plus the line of every key, so that a fault can be pointed at."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.pack.faults import Fault, PackError

Location = tuple[str | int, ...]


@dataclass
class YamlFile:
    """One parsed file: its data and the line of each location in it."""

    name: str
    data: Any
    lines: dict[Location, int] = field(default_factory=dict)

    def line(self, location: Location) -> int:
        """The line of a location, or of its nearest ancestor that stands in the file."""
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location, 1)


def read_yaml(path: Path, name: str) -> YamlFile:
    """Parses one file.

    Args:
        path: Where the file lies.
        name: How faults call it (path inside the pack).

    Raises:
        PackError: The file is not YAML, holds a key twice, or a value that is no plain text, number or truth.
    """
    loader = yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=loader)
    except UnicodeDecodeError as error:
        raise PackError([Fault(name, 1, f"not UTF-8 ({error.reason})", "save the file as UTF-8")]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise PackError(
            [
                Fault(
                    name, mark.line + 1 if mark else 1, f"not YAML: {problem}", "quote the text or mend the indentation"
                )
            ]
        ) from error
    parsed = YamlFile(name, None)
    faults: list[Fault] = []
    parsed.data = _construct(node, (), parsed, faults, yaml.SafeLoader(""))
    if faults:
        raise PackError(faults)
    return parsed


def _construct(
    node: yaml.Node | None, at: Location, file: YamlFile, faults: list[Fault], loader: yaml.SafeLoader
) -> Any:
    if node is None:
        return None
    file.lines.setdefault(at, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        mapping: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = _construct(key_node, (*at, "<key>"), file, faults, loader)
            line = key_node.start_mark.line + 1
            if isinstance(key, list | dict):
                faults.append(Fault(file.name, line, "a key is not a text", "write `key: value`"))
                continue
            if key in mapping:
                faults.append(Fault(file.name, line, f"the key {key!r} stands twice", "remove or rename one of them"))
            file.lines[(*at, key)] = line
            mapping[key] = _construct(value_node, (*at, key), file, faults, loader)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_construct(child, (*at, index), file, faults, loader) for index, child in enumerate(node.value)]
    try:
        return loader.construct_object(node)
    except (yaml.YAMLError, ValueError) as error:  # an unknown tag, a merge key, the 30th of February
        problem = getattr(error, "problem", None) or str(error)
        faults.append(Fault(file.name, node.start_mark.line + 1, f"not a plain value: {problem}", "quote the text"))
        return None
