"""From a folder of YAML files to a validated pack."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from knowledge.pack.faults import Fault, PackError
from knowledge.pack.labelled_texts import (
    Dialogues,
    DialogueUtterances,
    FaqUtterances,
    SafetyUtterances,
    ToneExamples,
)
from knowledge.pack.schema import Pack, TopicFile
from knowledge.pack.yaml_file import YamlFile, read_yaml

PACKS: Final = Path(__file__).parent.parent / "packs"

COLLECTIONS: Final[dict[str, tuple[str, type[BaseModel]]]] = {
    "faq": ("faq", TopicFile),
    "utterances/faq": ("faq_utterances", FaqUtterances),
    "utterances/dialogue": ("dialogue_utterances", DialogueUtterances),
    "utterances/safety": ("safety_utterances", SafetyUtterances),
    "dialogues": ("dialogues", Dialogues),
    "tone": ("tone_examples", ToneExamples),
}
"""Folders whose every file is one entry of a field of the pack."""

WHOLE_FILES: Final = {"company.yaml": "company", "diagnosis.yaml": "diagnosis", "safety.yaml": "safety"}
"""Files that are one field of the pack; every other file in the root holds fields by name."""

TRAINED_FROM: Final = ("faq", "utterances")
"""Folders whose texts the index and the heads are made from."""

INDEXED_WITH: Final = ("company.yaml", "plans.yaml", "policies.yaml", "facts.yaml")
"""Files whose names and figures stand in the answers that are indexed."""


class PackFiles:
    """The parsed files of a pack: the data of each field, and where it stands."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.data: dict[str, Any] = {}
        self.sources: dict[str, tuple[YamlFile, tuple[str | int, ...]]] = {}
        self.collections: dict[str, list[YamlFile]] = {}

    def locate(self, location: tuple[str | int, ...]) -> tuple[str, int]:
        """File and line of a location in the pack, such as ("plans", "light", "price")."""
        field, *rest = location
        if field in self.collections:
            files = self.collections[str(field)]
            if rest and isinstance(rest[0], int) and rest[0] < len(files):
                return files[rest[0]].name, files[rest[0]].line(tuple(rest[1:]))
            return str(field), 1
        if field in self.sources:
            file, prefix = self.sources[str(field)]
            return file.name, file.line((*prefix, *rest))
        return self.root.name, 1


def pack_path(name_or_path: str) -> Path:
    """The folder of a pack: one that ships with the product by its name, or any folder by its path.

    Raises:
        PackError: There is no such folder.
    """
    for path in (Path(name_or_path), PACKS / name_or_path):
        if (path / "company.yaml").is_file():
            return path
    shipped = ", ".join(sorted(p.name for p in PACKS.iterdir() if p.is_dir()))
    raise PackError(
        [Fault(name_or_path, 1, "no pack here (company.yaml is missing)", f"name a folder, or one of: {shipped}")]
    )


def read_pack_files(root: Path) -> PackFiles:
    """Parses every file of a pack.

    Raises:
        PackError: Files are missing, not YAML, or claim the same field.
    """
    files = PackFiles(root)
    faults: list[Fault] = []

    def parse(path: Path) -> YamlFile | None:
        try:
            return read_yaml(path, str(path.relative_to(root)))
        except PackError as error:
            faults.extend(error.faults)
            return None

    for path in sorted(root.glob("*.yaml")):
        parsed = parse(path)
        if parsed is None:
            continue
        if path.name in WHOLE_FILES:
            parts: dict[str, tuple[tuple[str, ...], Any]] = {WHOLE_FILES[path.name]: ((), parsed.data)}
        elif isinstance(parsed.data, dict):
            parts = {str(key): ((key,), value) for key, value in parsed.data.items()}
        else:
            faults.append(Fault(parsed.name, 1, "holds no fields", "write `field:` lines as in the shipped pack"))
            continue
        for field, (prefix, value) in parts.items():
            if field in files.data:
                first = files.sources[field][0].name
                faults.append(
                    Fault(parsed.name, parsed.line(prefix), f"{field} already stands in {first}", "merge the two")
                )
                continue
            files.data[field] = value
            files.sources[field] = (parsed, prefix)
    for folder, (field, _) in COLLECTIONS.items():
        entries = [parsed for path in sorted((root / folder).glob("*.yaml")) if (parsed := parse(path)) is not None]
        files.collections[field] = entries
        files.data[field] = [entry.data for entry in entries]
    faults.extend(_unread(root))
    if faults:
        raise PackError(faults)
    return files


def _unread(root: Path) -> list[Fault]:
    """Files that lie where nothing is read: their content would be missed without a word."""
    folders = [root, *(root / folder for folder in COLLECTIONS)]
    known = ", ".join(COLLECTIONS)
    return [
        Fault(str(path.relative_to(root)), 1, "is not read here", f"name it .yaml, in the pack's folder or in: {known}")
        for path in sorted((*root.rglob("*.yaml"), *root.rglob("*.yml")))
        if path.parent not in folders or path.suffix == ".yml"
    ]


def validate(files: PackFiles) -> Pack:
    """Turns parsed files into a pack.

    Raises:
        PackError: Keys or values do not fit the schema; each fault names file and line.
    """
    try:
        return Pack.model_validate(files.data)
    except ValidationError as error:
        raise PackError([_fault(files, dict(entry)) for entry in error.errors()]) from error


def load_pack(root: Path) -> Pack:
    """Reads and validates the pack in a folder.

    Raises:
        PackError: The pack has faults; all of them are in the error.
    """
    return validate(read_pack_files(root))


def content_key(root: Path) -> str:
    """A digest of every file of the pack: equal for equal content, whatever the file times."""
    return _digest(root, sorted(root.rglob("*.yaml")))


def training_key(root: Path) -> str:
    """A digest of the files that training and the index depend on: a reworded template changes neither."""
    folders = [path for folder in TRAINED_FROM for path in sorted((root / folder).rglob("*.yaml"))]
    return _digest(root, [*folders, *(root / name for name in INDEXED_WITH if (root / name).is_file())])


def _digest(root: Path, paths: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path.relative_to(root)).encode())
        digest.update(b"\0")
        digest.update(path.read_bytes())
        digest.update(b"\0")
    return digest.hexdigest()


_MENDS: Final = {
    "extra_forbidden": "remove it, or mend its spelling",
    "missing": "add it",
    "literal_error": "use one of the values named",
}


def _fault(files: PackFiles, error: dict[str, Any]) -> Fault:
    location = tuple(part for part in error["loc"] if part != "[key]")
    file, line = files.locate(location)
    name = ".".join(map(str, location))
    match error["type"]:
        case "extra_forbidden":
            what = f"unknown key {name}"
        case "missing":
            what = f"{name} is missing"
        case _:
            what = f"{name}: {error['msg'][0].lower()}{error['msg'][1:]} (found {error['input']!r:.60})"
    return Fault(file, line, what, _MENDS.get(error["type"], "give a value of the kind named"))
