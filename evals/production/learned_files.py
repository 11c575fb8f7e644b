"""What was learned, as files: a writer of its own in the pack, and the suite `learned`."""

from collections.abc import Mapping, Sequence
from difflib import unified_diff
from pathlib import Path
from typing import Any, Final

import yaml

from evals.production.lessons import Lessons
from knowledge.pack.yaml_file import read_yaml

WRITER: Final = "learned"
SUITE: Final = f"{WRITER}.yaml"
FAQ: Final = f"utterances/faq/{WRITER}.yaml"
DIALOGUE: Final = f"utterances/dialogue/{WRITER}.yaml"
SAFETY: Final = f"utterances/safety/{WRITER}.yaml"

_HEAD: Final = "# Learned from reviewed conversations: zenbu eval learn. May be edited like any other.\n"
_ABOUT: Final = "Conversations that went wrong once, as somebody of QA judged them."

Files = dict[str, str]
"""Contents by path, below the pack's folder or the suites'."""


def learned_utterances(root: Path, lessons: Lessons) -> Files:
    """The writer's files with what is new in them; files in which nothing is new are left out.

    Args:
        root: The pack's folder.
        lessons: What was learned.
    """
    files: Files = {}
    if lessons.paraphrases:
        topics: dict[str, list[str]] = dict(_read(root / FAQ).get("topics", {}))
        for topic, text in lessons.paraphrases:
            topics[topic] = _with(topics.get(topic, ()), text)
        files[FAQ] = _dump({"writer": WRITER, "topics": topics})
    if lessons.examples:
        groups = list(_read(root / DIALOGUE).get("groups", ()))
        for example in lessons.examples:
            labels = {
                "intent": example.intent,
                "emotion": example.emotion.model_dump(),
                "handover": example.handover,
            }
            _add(groups, labels, example.text)
        files[DIALOGUE] = _dump({"writer": WRITER, "groups": groups})
    if lessons.dangers:
        groups = list(_read(root / SAFETY).get("groups", ()))
        for kind, text in lessons.dangers:
            _add(groups, {"kind": kind}, text)
        files[SAFETY] = _dump({"writer": WRITER, "groups": groups})
    return {name: text for name, text in files.items() if text != before(root / name)}


def learned_suite(folder: Path, lessons: Lessons) -> Files:
    """The suite with the new cases; a case of the same id is replaced."""
    if not lessons.cases:
        return {}
    old = _read(folder / SUITE)
    cases = {case["id"]: case for case in (*old.get("cases", ()), *lessons.cases)}
    now = old.get("now") or lessons.cases[0]["now"]
    kept = {key: value for key, value in old.items() if key not in ("suite", "about", "now", "cases")}
    text = _dump({"suite": WRITER, "about": _ABOUT, "now": now, **kept, "cases": list(cases.values())})
    return {SUITE: text} if text != before(folder / SUITE) else {}


def before(path: Path) -> str:
    """What a file holds now; nothing where it is not there."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def diff_of(root: Path, files: Mapping[str, str]) -> str:
    """What would change, as `diff -u` shows it."""
    pieces: list[str] = []
    for name, text in files.items():
        path = root / name
        old = before(path).splitlines(keepends=True)
        pieces += unified_diff(old, text.splitlines(keepends=True), str(path) if old else "/dev/null", str(path))
    return "".join(pieces)


def write_files(root: Path, files: Mapping[str, str]) -> None:
    """Writes files below a folder."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    data = read_yaml(path, str(path)).data
    return data if isinstance(data, dict) else {}


def _with(texts: Sequence[str], text: str) -> list[str]:
    return list(dict.fromkeys((*texts, text)))


def _add(groups: list[dict[str, Any]], labels: dict[str, Any], text: str) -> None:
    for place, group in enumerate(groups):
        if {key: value for key, value in group.items() if key != "texts"} == labels:
            groups[place] = {**group, "texts": _with(group["texts"], text)}
            return
    groups.append({**labels, "texts": [text]})


def _dump(data: Mapping[str, Any]) -> str:
    return _HEAD + yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=118)
