"""What the staff published over a pack's FAQ: kept in the data folder, laid over the pack's files to be served.

The pack's own files are never written. A pack with something laid over it is a folder of its own, composed once and
found again by its content; nothing but `served_root` knows the difference.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

import yaml

from knowledge.pack.loader import content_key, pack_path
from knowledge.pack.part import Identifier, Part, Text
from knowledge.pack.yaml_file import read_yaml

WRITER: Final = "console"
"""Under which name ways of asking come into the pack: a writer like any other."""

_ASKED: Final = f"utterances/faq/{WRITER}.yaml"
_HEAD: Final = "# Composed from the pack and what was published over it. Edit the one or the other, not this.\n"


class EditedTopic(Part):
    """A topic as it was published. `asked`: ways of asking it besides those of the pack."""

    title: Text
    question: Text
    answer: Text
    asked: tuple[Text, ...] = ()


class Overlay(Part):
    """What was published last, and which topics it changes."""

    publication: int
    topics: dict[Identifier, EditedTopic] = {}


def served_root(pack: str, data_dir: Path) -> Path:
    """The folder that is served for a pack: its own, or one with what was published laid over it.

    Args:
        pack: Name or path of the pack.
        data_dir: The data folder.

    Raises:
        PackError: There is no such pack.
    """
    root = pack_path(pack)
    if root.resolve().parent == _packs(data_dir).resolve():
        return root  # composed already
    overlay = read_overlay(root, data_dir)
    return compose(root, overlay, data_dir) if overlay else root


def read_overlay(root: Path, data_dir: Path) -> Overlay | None:
    """What was published over a pack; None where nothing ever was."""
    path = _path(root, data_dir)
    return Overlay.model_validate_json(path.read_text(encoding="utf-8")) if path.is_file() else None


def take_up(root: Path, data_dir: Path, overlay: Overlay) -> None:
    """Makes a publication what is served from now on; it has been built before."""
    path = _path(root, data_dir)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".new")
    unfinished.write_text(overlay.model_dump_json(indent=1), encoding="utf-8")
    unfinished.replace(path)


def compose(root: Path, overlay: Overlay, data_dir: Path) -> Path:
    """The folder of a pack with something laid over it, made where it is not there yet.

    Topics the pack does not have (any more) are passed over.
    """
    if not overlay.topics:
        return root
    text = overlay.model_dump_json(include={"topics"})
    digest = hashlib.sha256(f"{content_key(root)}\0{text}".encode()).hexdigest()[:16]
    folder = _packs(data_dir) / f"{company_of(root)}-{digest}"
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".composing-") as scratch:
        unfinished = Path(scratch) / folder.name
        shutil.copytree(root, unfinished)
        _lay_over(unfinished, overlay)
        try:
            unfinished.rename(folder)
        except OSError:
            if not folder.is_dir():  # else another process was first, with the same
                raise
    return folder


def discard_others(root: Path, data_dir: Path, kept: Collection[Path]) -> int:
    """Removes what was composed and built for other publications of a pack.

    Args:
        root: The pack's own folder.
        data_dir: The data folder.
        kept: Composed packs that stay.

    Returns:
        How many composed packs went.
    """
    composed = [path for path in _packs(data_dir).glob(f"{company_of(root)}-*") if path.is_dir()]
    needed = {_build_of(path) for path in composed if path in kept}
    gone = [path for path in composed if path not in kept]
    for path in gone:
        if (built := _build_of(path)) is not None and built not in needed:
            shutil.rmtree(data_dir / "knowledge" / built, ignore_errors=True)
        _note_of(path).unlink(missing_ok=True)
        shutil.rmtree(path, ignore_errors=True)
    return len(gone)


def note_build(composed: Path, built: Path) -> None:
    """Notes which build belongs to a composed pack, so that they go together one day."""
    _note_of(composed).write_text(built.name, encoding="utf-8")


def _note_of(composed: Path) -> Path:
    return composed.with_name(composed.name + ".build")


def _build_of(composed: Path) -> str | None:
    note = _note_of(composed)
    return note.read_text(encoding="utf-8") if note.is_file() else None


def company_of(root: Path) -> str:
    """The id of the company a pack speaks for."""
    return str(read_yaml(root / "company.yaml", "company.yaml").data["id"])


def _lay_over(folder: Path, overlay: Overlay) -> None:
    known: set[str] = set()
    for path in sorted((folder / "faq").glob("*.yaml")):
        data = read_yaml(path, path.name).data
        here = {topic["id"] for topic in data["topics"]}
        known |= here
        if here & set(overlay.topics):
            data["topics"] = [_edited(topic, overlay.topics.get(topic["id"])) for topic in data["topics"]]
            _write(path, data)
    asked = {name: list(topic.asked) for name, topic in overlay.topics.items() if topic.asked and name in known}
    if asked:
        path = folder / _ASKED
        before = read_yaml(path, _ASKED).data["topics"] if path.is_file() else {}
        _write(path, {"writer": WRITER, "topics": before | asked})


def _edited(topic: dict[str, Any], edited: EditedTopic | None) -> dict[str, Any]:
    return topic | edited.model_dump(include={"title", "question", "answer"}) if edited else topic


def _write(path: Path, data: dict[str, Any]) -> None:
    path.write_text(_HEAD + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=118), encoding="utf-8")


def _packs(data_dir: Path) -> Path:
    return data_dir / "packs"


def _path(root: Path, data_dir: Path) -> Path:
    return data_dir / "faq" / f"{company_of(root)}.json"
