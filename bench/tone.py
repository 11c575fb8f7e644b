"""How many faults of drafts are found, and how often a fine draft is called in question.

`python -m bench.tone` prints, for every part of the sheet (tests/data/tone.yaml), the share of faulty texts in which
anything is found, of those found by the right name, and of fine texts with a false alarm. Then what the examples under
the pack's tone/ teach by themselves: each writer read by a head that never saw a line of theirs.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from agents.copilot.checking import ToneCheck
from graphs.composition import load_reader
from knowledge import artifacts
from knowledge.encoder import load_encoder
from knowledge.encoder.port import FloatArray
from knowledge.lexical import Analyzer
from knowledge.pack import load_pack, pack_path
from knowledge.pack.labelled_texts import ToneExamples
from knowledge.tone_head import ToneHead, tone_examples
from services.settings import load_settings
from store.schema import upgrade
from store.session import Database
from tests.fakes.tone_sheet import case_of, checked, desk_over, sheets

SCORES = (0.5, 0.55, 0.6, 0.65)


def sheet() -> None:
    """Rules and examples together, over the sheet."""
    settings = load_settings()
    pack, reader = load_reader(settings)
    check = ToneCheck(pack, reader.suspicions)
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/bench.db")
        upgrade(database)
        desk = desk_over(database, pack)
        for part in sorted({entry.part for entry in sheets()}):
            faulty, caught, named, fine, alarms = 0, 0, 0, 0, 0
            for entry in (entry for entry in sheets() if entry.part == part):
                findings = checked(desk, check, entry.text, case_of(first=entry.first), entry.mood)
                kinds = {found.kind for found in findings}
                faulty, fine = faulty + bool(entry.faults), fine + (not entry.faults)
                caught += bool(entry.faults and kinds)
                named += bool(kinds & set(entry.faults))
                alarms += bool(not entry.faults and kinds)
            print(
                f"{part:<8} faulty {faulty:4}: found {caught / faulty:.3f}, by name {named / faulty:.3f}; "
                f"fine {fine:4}: false alarms {alarms / fine:.3f}"
            )
        database.close()


def head() -> None:
    """What the examples teach, each writer left out in turn."""
    settings = load_settings()
    encoder = load_encoder(settings.encoder, artifacts.encoder_dir(settings.data_dir))
    writers = load_pack(pack_path(settings.pack)).tone_examples
    texts = [text for text, _ in tone_examples(writers)]
    embedded = dict(zip(texts, encoder.encode_queries(texts), strict=True))
    scores, faulty = map(np.array, zip(*_left_out(writers, embedded), strict=True))
    for least in SCORES:
        print(
            f"writers left out, score {least}: found {(scores >= least)[faulty].mean():.3f} of {faulty.sum()}, "
            f"false alarms {(scores >= least)[~faulty].mean():.3f} of {(~faulty).sum()}"
        )


def _left_out(writers: Sequence[ToneExamples], embedded: Mapping[str, FloatArray]) -> Iterator[tuple[float, bool]]:
    """The score of every sentence by a head that was taught by the other writers, and whether it has a fault."""
    analyzer = Analyzer()
    for writer in writers:
        own = tone_examples([writer])
        texts = {text for text, _ in own}
        others = [example for example in tone_examples(writers) if example[0] not in texts]
        taught = ToneHead.fit(others, np.stack([embedded[text] for text, _ in others]))
        read = taught.suspicions([text for text, _ in own], np.stack([embedded[text] for text, _ in own]), analyzer)
        yield from ((found.score, kind is not None) for found, (_, kind) in zip(read, own, strict=True))


if __name__ == "__main__":
    sheet()
    head()
