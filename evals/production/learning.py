"""`zenbu eval learn`, step by step: what a review says, what would be learned, whether it may be, and learning it."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from evals.loading import load_suites
from evals.production.filled_in import load_review
from evals.production.learned_files import Files, diff_of, learned_suite, learned_utterances, write_files
from evals.production.lessons import Lessons, lessons_of
from evals.production.trial import Progress, Scratch, Trial, judge
from knowledge.builds import KnowledgeSettings
from knowledge.pack import check_pack, pack_path
from services.reviewing.rates import Rate, rates_of
from services.settings import Settings


@dataclass(frozen=True)
class Lesson:
    """What a review says and what would be learned of it.

    Attributes:
        rates: Of the whole week.
        lessons: What was found.
        pack: The pack's folder.
        suites: The suites' folder.
        utterances: Files of the pack that would change.
        cases: Files of the suites that would change.
    """

    rates: tuple[Rate, ...]
    lessons: Lessons
    pack: Path
    suites: Path
    utterances: Files
    cases: Files

    @property
    def diff(self) -> str:
        """What would change in the files."""
        return diff_of(self.pack, self.utterances) + diff_of(self.suites, self.cases)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not self.utterances and not self.cases


def prepare(path: Path, settings: Settings, suites: Path) -> Lesson:
    """Reads a review, and finds out what would be learned.

    Args:
        path: The review.
        settings: What was set from outside.
        suites: The suites' folder.

    Raises:
        ReviewError: The review cannot be used.
        PackError: The pack cannot.
    """
    root = pack_path(settings.pack)
    pack = check_pack(root)
    review = load_review(path, pack.topics)
    lessons = lessons_of(review, pack)
    return Lesson(
        rates=tuple(rates_of(review)),
        lessons=lessons,
        pack=root,
        suites=suites,
        utterances=learned_utterances(root, lessons),
        cases=learned_suite(suites, lessons),
    )


@contextmanager
def trying(settings: Settings, knowledge: KnowledgeSettings) -> Iterator[Scratch]:
    """A folder to try things in; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="zenbu-learn-") as folder:
        yield Scratch(Path(folder), settings, knowledge)


def try_out(
    lesson: Lesson, scratch: Scratch, names: Sequence[str] | None, jobs: int, tolerance: float, progress: Progress
) -> Trial:
    """Finds out whether anything else breaks.

    Args:
        lesson: What would be learned.
        scratch: Where it is tried.
        names: Suites that are played besides the new cases; none: all; None: no case is played.
        jobs: Processes.
        tolerance: How far a figure of the report may fall.
        progress: Told of every step.

    Raises:
        PackError: What would be learned does not fit into the pack.
        SuiteError: A case cannot be used.
    """
    scratch.check(lesson.utterances)
    folder = scratch.pack.parent / "suites"
    shutil.copytree(lesson.suites, folder)
    write_files(folder, lesson.cases)
    chosen = () if names is None or not names else tuple(dict.fromkeys((*names, *(Path(n).stem for n in lesson.cases))))
    suites = load_suites(chosen, folder)
    figures = scratch.compare_reports(progress)
    played = None if names is None else scratch.play(suites, jobs, progress)
    new = {case["id"] for case in lesson.lessons.cases}
    return judge(figures, played, new, tolerance)


def learn(lesson: Lesson, scratch: Scratch) -> None:
    """Learns it: the files are written, and what was built of them is served at the next start."""
    write_files(lesson.pack, lesson.utterances)
    write_files(lesson.suites, lesson.cases)
    scratch.move_build()
