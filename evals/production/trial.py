"""Tries what would be learned beside what is served: the pack with it is built in a folder of its own, and compared."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from evals.cases import Suite
from evals.journal import Journal
from evals.keys import key_of
from evals.outcomes import Outcome
from evals.production.learned_files import Files, write_files
from evals.reports.comparison import Comparison, compare_runs
from evals.runner import Plan, run
from knowledge.artifacts import encoder_dir
from knowledge.builds import KnowledgeSettings, built_report, ensure_built
from knowledge.overlay import served_root
from knowledge.pack import check_pack
from services.settings import Settings

Progress = Callable[[str, int, int], None]
"""Is told of every step: its name, how much of it is done, of how much."""

FIGURES: Final[Mapping[str, tuple[str, ...]]] = {
    "first topic is right": ("faq", "all", "first"),
    "right topic among three": ("faq", "all", "within_3"),
    "right where answered": ("decision", "questions", "right_when_answered"),
    "declined out of scope": ("decision", "out_of_scope", "declined"),
    "handovers found": ("handover", "dialogue", "recall"),
    "handovers right": ("handover", "dialogue", "precision"),
    "dangers found": ("safety", "safety_sets", "recall"),
    "dangers right": ("safety", "safety_sets", "precision"),
}
"""Of `zenbu knowledge report`: each is better where it is higher."""

TOLERANCE: Final = 0.005
"""How far a figure may fall: twenty-odd of five thousand questions, less than another writer would move it."""


@dataclass(frozen=True)
class Moved:
    """A figure of the report before and after."""

    name: str
    before: float
    after: float

    def fell(self, tolerance: float) -> bool:
        """Whether it fell by more than may be."""
        return self.after < self.before - tolerance


@dataclass(frozen=True)
class Trial:
    """What became of it.

    Attributes:
        figures: Of the report.
        comparison: Of the suites' cases; None where none were played.
        lessons: New cases, and of these, how many pass now.
        held: New cases that pass with what was learned.
        tolerance: How far a figure may fall.
    """

    figures: tuple[Moved, ...]
    comparison: Comparison | None
    lessons: int
    held: tuple[str, ...]
    tolerance: float = TOLERANCE

    @property
    def broken(self) -> list[str]:
        """What speaks against it; nothing where it may be learned."""
        fallen = [
            f"{figure.name}: {figure.before:.4f} → {figure.after:.4f}"
            for figure in self.figures
            if figure.fell(self.tolerance)
        ]
        changes = self.comparison.changes if self.comparison else ()
        return fallen + [f"{change.suite}: {case} passed before" for change in changes for case in change.broke]


class Scratch:
    """A folder in which a pack is tried, with a data folder of its own.

    Args:
        folder: Where; emptied by whoever made it.
        settings: What is served now.
        knowledge: The same, as far as knowledge is concerned.
    """

    def __init__(self, folder: Path, settings: Settings, knowledge: KnowledgeSettings) -> None:
        self.pack = folder / "pack"
        self.data = folder / "data"
        self._folder = folder
        # Of what is served now there is a copy, too: it takes minutes, and meanwhile somebody may edit the pack.
        served = shutil.copytree(served_root(settings.pack, settings.data_dir), folder / "served")
        self._settings = settings.model_copy(update={"pack": str(served)})
        self._knowledge = replace(knowledge, pack=str(served))

    @property
    def settings(self) -> Settings:
        """The settings under which the pack that is tried is served."""
        return self._settings.model_copy(update={"pack": str(self.pack), "data_dir": self.data, "database_url": ""})

    def check(self, files: Files) -> None:
        """Puts the files into a copy of the pack.

        Raises:
            PackError: They do not fit into it.
        """
        shutil.copytree(self._settings.pack, self.pack)
        write_files(self.pack, files)
        check_pack(self.pack)

    def compare_reports(self, progress: Progress) -> tuple[Moved, ...]:
        """Builds the copy, and compares how good the two are on writers left out."""
        ensure_built(self._knowledge, progress)
        before = built_report(self._knowledge)
        # What was encoded once need not be encoded again: a handful of texts are new.
        if encoder_dir(self._settings.data_dir).is_dir():
            shutil.copytree(encoder_dir(self._settings.data_dir), encoder_dir(self.data))
        trial = replace(self._knowledge, pack=str(self.pack), data_dir=self.data)
        ensure_built(trial, progress)
        after = built_report(trial)
        return tuple(Moved(name, _figure(before, path), _figure(after, path)) for name, path in FIGURES.items())

    def play(self, suites: Sequence[Suite], jobs: int, progress: Progress) -> tuple[list[Outcome], list[Outcome]]:
        """Plays suites with what is served now, and with what is tried."""
        return (
            self._play("cases, as it is", suites, self._settings, jobs, progress),
            self._play("cases, with what is learned", suites, self.settings, jobs, progress),
        )

    def move_build(self) -> None:
        """Puts the build where the product looks for it: of the same texts it need not be made again."""
        for built in (self.data / "knowledge").iterdir():
            target = self._settings.data_dir / "knowledge" / built.name
            if not target.exists():
                shutil.copytree(built, target)

    def _play(
        self, name: str, suites: Sequence[Suite], settings: Settings, jobs: int, progress: Progress
    ) -> list[Outcome]:
        plan = Plan(tuple(suites), "zenbu", jobs=jobs)
        done = 0

        def advance(trials: int) -> None:
            nonlocal done
            done += trials
            progress(name, done, plan.trials)

        folder = self._folder / name.replace(" ", "-")
        return run(plan, settings, Journal(folder / "journal.jsonl", key_of(plan, settings)), advance).all


def judge(
    figures: Sequence[Moved],
    played: tuple[list[Outcome], list[Outcome]] | None,
    new: set[str],
    tolerance: float = TOLERANCE,
) -> Trial:
    """What became of a trial.

    Args:
        figures: Of the report.
        played: All cases before and after, where they were played.
        new: Ids of the cases that were learned.
        tolerance: How far a figure may fall.
    """
    if played is None:
        return Trial(tuple(figures), None, len(new), (), tolerance)
    before, after = ([outcome for outcome in run_ if outcome.case not in new] for run_ in played)
    held = tuple(sorted(outcome.case for outcome in played[1] if outcome.case in new and outcome.passed))
    return Trial(tuple(figures), compare_runs(before, after), len(new), held, tolerance)


def _figure(report: Mapping[str, Any], path: Sequence[str]) -> float:
    value: Any = report
    for name in path:
        value = value[name]
    return float(value)
