"""Reads a review that was filled in; what does not fit is said with file, line and mend."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from knowledge.pack.faults import Fault, PackError
from knowledge.pack.yaml_file import YamlFile, read_yaml
from services.reviewing.review import Review, ReviewTurn


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


def _contradictions(file: YamlFile, review: Review, topics: Mapping[str, Any]) -> list[Fault]:
    faults: list[Fault] = []
    for number, conversation in enumerate(review.conversations):
        at = ("conversations", number)

        def add(what: str, mend: str, *place: str | int, at: tuple[str | int, ...] = at) -> None:
            faults.append(Fault(file.name, file.line((*at, *place)), what, mend))

        wrong = [turn for turn in conversation.turns if turn.error_type is not None]
        if not 0 <= conversation.stratum < len(review.strata):
            add(f"{conversation.id}: there is no stratum {conversation.stratum}", "leave it as drawn", "stratum")
        if wrong and conversation.verdict in (None, "good"):
            add(f"{conversation.id}: a turn went wrong", "give the verdict flawed or failed", "verdict")
        if conversation.verdict in ("flawed", "failed") and not wrong:
            add(f"{conversation.id}: no turn went wrong", "give a turn its error_type", "verdict")
        for place, turn in enumerate(conversation.turns):
            for what, mend, key in _unfit(turn, topics):
                add(f"{conversation.id}, turn {place}: {what}", mend, "turns", place, key)
    return faults


def _unfit(turn: ReviewTurn, topics: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    needed: dict[str, tuple[str, bool, str]] = {
        "wrong_topic": ("right_topic", turn.right_topic is not None, "name the topic"),
        "missed_topic": ("right_topic", turn.right_topic is not None, "name the topic"),
        "should_decline": (
            "right_intent",
            turn.right_intent in ("off_topic", "near_topic"),
            "give off_topic or near_topic",
        ),
        "missed_handover": ("right_trigger", turn.right_trigger not in (None, "none"), "name the trigger"),
    }
    found: list[tuple[str, str, str]] = []
    if turn.error_type in needed:
        key, is_there, mend = needed[turn.error_type]
        if not is_there:
            found.append((f"{turn.error_type} without {key}", mend, "error_type"))
    if turn.error_type == "needless_handover" and turn.right_trigger not in (None, "none"):
        found.append(("needless_handover with a trigger", "give none, or missed_handover", "right_trigger"))
    if turn.right_topic is not None and turn.right_topic not in topics:
        near = ", ".join(sorted(topics)[:3])
        found.append(
            (f"there is no topic {turn.right_topic}", f"name one of the pack's, such as {near}", "right_topic")
        )
    rights = [turn.right_topic, turn.right_trigger, turn.right_intent, turn.right_emotion, turn.right_danger]
    if turn.error_type is None and any(right is not None for right in rights):
        found.append(("something would have been right, but nothing is wrong", "give an error_type", "error_type"))
    return found


def _fault(file: YamlFile, error: dict[str, Any]) -> Fault:
    location = tuple(part for part in error["loc"] if part in file.lines or not str(part).startswith("function"))
    name = ".".join(map(str, error["loc"])) or "the file"
    if error["type"] == "extra_forbidden":
        return Fault(file.name, file.line(location), f"unknown key {name}", "remove it, or mend its spelling")
    what = f"{name}: {error['msg'][0].lower()}{error['msg'][1:]} (found {error['input']!r:.60})"
    return Fault(file.name, file.line(location), what, "the head of the file tells what may stand here")
