"""Reads a review that was filled in; what does not fit is said with file, line and mend."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from knowledge.pack.faults import Fault, PackError
from knowledge.pack.yaml_file import YamlFile, read_yaml
from services.reviewing.judging import Misfit, misfit_of_verdict, misfits_of
from services.reviewing.review import Review


class ReviewError(PackError):
    """A review file cannot be used. Carries every fault found."""


def load_review(path: Path, topics: Mapping[str, Any]) -> Review:
    """Reads a review that was filled in.

    Args:
        path: The file.
        topics: The pack's, by id.

    Raises:
        ReviewError: It cannot be used; every fault has file, line and mend.
    """
    if not path.is_file():
        raise ReviewError([Fault(str(path), 1, "there is no such file", "draw one: zenbu eval sample")])
    try:
        file = read_yaml(path, str(path))
    except PackError as error:
        raise ReviewError(error.faults) from error
    try:
        review = Review.model_validate(file.data)
    except ValidationError as error:
        raise ReviewError([_fault(file, dict(entry)) for entry in error.errors()]) from error
    faults = _contradictions(file, review, topics)
    if faults:
        raise ReviewError(faults)
    return review


_MENDS: Final[dict[Misfit, tuple[str, str]]] = {
    "topic_missing": ("{error_type} without right_topic", "name the topic"),
    "topic_unknown": ("there is no topic {right_topic}", "name one of the pack's, such as {near}"),
    "decline_intent_missing": ("should_decline without right_intent", "give off_topic or near_topic"),
    "trigger_missing": ("missed_handover without right_trigger", "name the trigger"),
    "trigger_needless": ("needless_handover with a trigger", "give none, or missed_handover"),
    "right_without_error": ("something would have been right, but nothing is wrong", "give an error_type"),
    "error_in_good": ("a turn went wrong", "give the verdict flawed or failed"),
    "nothing_wrong": ("no turn went wrong", "give a turn its error_type"),
}
"""What each misfit is, and how it is mended."""

_MISSING: Final = frozenset({"topic_missing", "decline_intent_missing", "trigger_missing"})
"""What is missing has no line: that of the error is named."""


def _contradictions(file: YamlFile, review: Review, topics: Mapping[str, Any]) -> list[Fault]:
    faults: list[Fault] = []
    near = ", ".join(sorted(topics)[:3])
    for number, conversation in enumerate(review.conversations):
        at = ("conversations", number)

        def add(what: str, mend: str, *place: str | int, at: tuple[str | int, ...] = at) -> None:
            faults.append(Fault(file.name, file.line((*at, *place)), what, mend))

        if not 0 <= conversation.stratum < len(review.strata):
            add(f"{conversation.id}: there is no stratum {conversation.stratum}", "leave it as drawn", "stratum")
        if (found := misfit_of_verdict(conversation.verdict, conversation.turns)) is not None:
            what, mend = _MENDS[found.misfit]
            add(f"{conversation.id}: {what}", mend, found.field)
        for place, turn in enumerate(conversation.turns):
            for found in misfits_of(turn, topics):
                what, mend = (text.format(near=near, **turn.model_dump()) for text in _MENDS[found.misfit])
                field = "error_type" if found.misfit in _MISSING else found.field
                add(f"{conversation.id}, turn {place}: {what}", mend, "turns", place, field)
    return faults


def _fault(file: YamlFile, error: dict[str, Any]) -> Fault:
    location = tuple(part for part in error["loc"] if part in file.lines or not str(part).startswith("function"))
    name = ".".join(map(str, error["loc"])) or "the file"
    if error["type"] == "extra_forbidden":
        return Fault(file.name, file.line(location), f"unknown key {name}", "remove it, or mend its spelling")
    what = f"{name}: {error['msg'][0].lower()}{error['msg'][1:]} (found {error['input']!r:.60})"
    return Fault(file.name, file.line(location), what, "the head of the file tells what may stand here")
