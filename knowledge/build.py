"""`knowledge build`: from a pack to vectors, heads, calibration and the report on them. Keyed by content."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from knowledge import artifacts as store
from knowledge.artifacts import Artifacts
from knowledge.encoder.guarded import GuardedEncoder
from knowledge.heads import FeatureSpace
from knowledge.heads.calibrating import calibration_inputs, fit_calibrator, labelled_rows
from knowledge.heads.examples import HEADS, Example, examples
from knowledge.heads.training import Progress, Trainer, writer_folds
from knowledge.lexical import Analyzer
from knowledge.pack import Pack, check_pack
from knowledge.pack.loader import content_key, training_key
from knowledge.quality import HeldOut, held_out_report
from knowledge.ranking_training import held_out_signals, train_decision
from knowledge.retrieval import RankWeights, ViewVectors
from knowledge.retrieval.documents import pack_documents
from knowledge.tone_head import ToneHead, tone_examples
from knowledge.vector_cache import VectorCache


@dataclass(frozen=True)
class Built:
    """Where a build lies and whether it was made just now."""

    path: Path
    fresh: bool


def build(root: Path, data_dir: Path, open_encoder: Callable[[], GuardedEncoder], progress: Progress) -> Built:
    """Builds the knowledge of a pack, or finds it built.

    Args:
        root: The folder of the pack.
        data_dir: The data folder.
        open_encoder: Opens the encoder, and prepares it where it must be prepared.
        progress: Told of every step.

    Raises:
        PackError: The pack has faults.
        EncoderError: The encoder cannot be used.
    """
    pack = check_pack(root)
    data = _unique(list(examples(pack)))
    encoder = open_encoder()
    path = store.artifact_dir(data_dir, training_key(root), encoder.name)
    if store.is_trained(path):
        _save(path, root, pack, VectorCache(store.encoder_dir(data_dir), encoder), progress)
        return Built(path, fresh=False)
    shutil.rmtree(path, ignore_errors=True)

    analyzer = Analyzer()
    cache = VectorCache(store.encoder_dir(data_dir), encoder)
    embeddings = cache.encode_queries([example.text for example in data], progress)
    space = FeatureSpace.fit(embeddings, [example.text for example in data], analyzer)
    features = [
        space.read(example.text, embedding, analyzer) for example, embedding in zip(data, embeddings, strict=True)
    ]
    progress("training", 0, 1)
    trainer = Trainer(data, features, space, list(pack.topics))
    folds = writer_folds(data)
    scores = trainer.held_out_scores(folds, progress)
    model = trainer.fit()
    calibrators = {
        head: fit_calibrator(head, data, labelled_rows(head, data), calibration_inputs(scores, len(pack.topics)))
        for head in HEADS
    }

    documents = pack_documents(pack)
    views = ViewVectors.encode(documents, encoder, lambda texts: cache.encode_queries(texts, progress))
    signals = held_out_signals(data, embeddings, scores, folds, documents, views, analyzer, space.mean)
    weights = RankWeights.fit(signals.of_questions(), signals.right[signals.right >= 0])
    inputs = calibration_inputs(scores, len(pack.topics))
    intents = {int(row): calibrators["intent"].predict(inputs[row]) for row in signals.rows}
    calibrators["decision"] = train_decision(signals, weights, intents)
    progress("measuring", 0, 1)
    report = held_out_report(HeldOut(data, folds, inputs, signals, weights), pack.thresholds)
    store.save_views(path, pack.company.id, views)
    _save(path, root, pack, cache, progress)
    store.save(path, Artifacts(space, model, calibrators, weights, report))
    return Built(path, fresh=True)


def _save(path: Path, root: Path, pack: Pack, cache: VectorCache, progress: Progress) -> None:
    """Keeps what depends on the pack as it stands: itself without training texts, and the tone it teaches."""
    key = content_key(root)
    examples = tone_examples(pack.tone_examples)
    if examples and not store.tone_file(path, key).is_file():
        embeddings = cache.encode_queries([text for text, _ in examples], progress)
        path.mkdir(parents=True, exist_ok=True)
        ToneHead.fit(examples, embeddings).save(store.tone_file(path, key))
    store.save_pack(path, pack, key)


def _unique(data: list[Example]) -> list[Example]:
    """One example a text: the first writer to use it keeps it, so that no fold has read what it is tested on."""
    return list({example.text: example for example in reversed(data)}.values())[::-1]
