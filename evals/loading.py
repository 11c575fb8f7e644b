"""From files of cases to suites; what is wrong with one is said with file, line and mend."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from evals.cases import Case, Suite
from knowledge.pack.faults import Fault
from knowledge.pack.faults import PackError as Faults
from knowledge.pack.yaml_file import Location, YamlFile, read_yaml

SUITES: Final = Path(__file__).parent / "suites"


class SuiteError(Faults):
    """Suites cannot be used. Carries every fault found."""


def suite_names(root: Path = SUITES) -> list[str]:
    """The suites of a folder."""
    return sorted(path.stem for path in root.glob("*.yaml"))


def load_suites(names: Sequence[str] = (), root: Path = SUITES) -> list[Suite]:
    """Reads suites.

    Args:
        names: Which of the folder, or paths of files; none: all of the folder.
        root: The folder.

    Raises:
        SuiteError: There is no such suite, keys or values do not fit, or an id stands twice.
    """
    known = suite_names(root)
    paths = [_path(name, root, known) for name in (names or known)]
    faults: list[Fault] = []
    suites: list[Suite] = []
    seen: dict[str, str] = {}
    for path in dict.fromkeys(paths):
        try:
            file = read_yaml(path, str(path))
        except Faults as error:
            faults.extend(error.faults)
            continue
        faults.extend(_twins(file, seen))
        try:
            suite = Suite.model_validate(file.data)
        except ValidationError as error:
            faults.extend(_fault(file, dict(entry)) for entry in error.errors())
            continue
        faults.extend(_contradictions(file, path, suite))
        suites.append(suite)
    if faults:
        raise SuiteError(faults)
    return suites


def _path(name: str, root: Path, known: Sequence[str]) -> Path:
    if name in known:
        return root / f"{name}.yaml"
    path = Path(name)
    if path.is_file():
        return path
    raise SuiteError([Fault(name, 1, "there is no such suite", f"name a file, or one of: {', '.join(known)}")])


def _twins(file: YamlFile, seen: dict[str, str]) -> Iterable[Fault]:
    cases = file.data.get("cases") if isinstance(file.data, dict) else None
    for index, case in enumerate(cases if isinstance(cases, list) else ()):
        name = case.get("id") if isinstance(case, dict) else None
        if not isinstance(name, str):
            continue
        line = file.line(("cases", index, "id"))
        if name in seen:
            yield Fault(file.name, line, f"the id {name} stands at {seen[name]} already", "give it another")
        else:
            seen[name] = f"{file.name}:{line}"


def _contradictions(file: YamlFile, path: Path, suite: Suite) -> Iterable[Fault]:
    if suite.suite != path.stem:
        yield Fault(file.name, file.line(("suite",)), f"is called {suite.suite}", f"call it {path.stem}, as the file")
    for index, case in enumerate(suite.cases):
        at: Location = ("cases", index)
        if case.customer is not None and case.customer not in suite.customers:
            known = ", ".join(suite.customers) or "none"
            what = f"{case.id}: the customer {case.customer} is none of this suite"
            yield Fault(file.name, file.line((*at, "customer")), what, f"add them, or name one of: {known}")
        if case.bookings is not None and case.customer is None:
            what = f"{case.id}: bookings without a customer"
            yield Fault(file.name, file.line((*at, "bookings")), what, "name the customer whose they are")
        if not _expects_something(case, suite):
            yield Fault(
                file.name, file.line(at), f"{case.id}: nothing is expected, so it cannot fail", "expect something"
            )


def _expects_something(case: Case, suite: Suite) -> bool:
    named = (
        case.understood,
        case.every,
        case.last,
        case.handover or suite.handover,
        case.end,
        case.most_turns,
    )
    sets = (case.routes, case.types, case.tools, case.sources, case.phrases)
    turns = [*case.turns, *(turn for turns in case.answers.values() for turn in turns)]
    return (
        any(entry is not None for entry in (*named, case.packet))
        or any(entry.required or entry.forbidden for entry in sets)
        or any(turn.expect is not None for turn in turns)
        or case.simulate is not None
    )


_MENDS: Final = {
    "extra_forbidden": "remove it, or mend its spelling (evals/example.yaml shows every key)",
    "missing": "add it",
    "literal_error": "use one of the values named",
}


def _fault(file: YamlFile, error: dict[str, Any]) -> Fault:
    location = tuple(part for part in error["loc"] if part != "[key]")
    name = ".".join(map(str, location)) or "the file"
    match error["type"]:
        case "extra_forbidden":
            what = f"unknown key {name}"
        case "missing":
            what = f"{name} is missing"
        case _:
            what = f"{name}: {error['msg'][0].lower()}{error['msg'][1:]} (found {error['input']!r:.60})"
    return Fault(file.name, file.line(location), what, _MENDS.get(error["type"], "give a value of the kind named"))
