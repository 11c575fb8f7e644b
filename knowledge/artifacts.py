"""What `knowledge build` leaves in the data folder, and how it is found again."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from domain.mending import Mendable
from knowledge.eight_bit import EightBitRows, eight_bit_graph
from knowledge.encoder.port import FloatArray
from knowledge.heads import Calibrator, FeatureSpace, KernelModel
from knowledge.pack import Pack
from knowledge.pack.account import BUILT
from knowledge.retrieval import RankWeights, ViewVectors
from knowledge.retrieval.chroma import read_folder, read_server, write_folder

FORMAT: Final = 3
"""Raise it when the same pack would be built into something else."""

TRAINING_ONLY: Final = {"faq_utterances", "dialogue_utterances", "safety_utterances", "dialogues", "tone_examples"}


class NotBuilt(Mendable):
    """The knowledge has not been built for this pack and encoder. The message ends with the command that builds it."""


@dataclass(frozen=True)
class Artifacts:
    """Everything that was learned from a pack."""

    space: FeatureSpace
    model: KernelModel
    calibrators: dict[str, Calibrator]
    weights: RankWeights
    report: dict[str, Any]
    tone: Path | None = None
    """Where what was learned of the tone of drafts lies; read when a draft is first checked."""


def artifact_dir(data_dir: Path, training_key: str, encoder_name: str) -> Path:
    """The folder of what was learned from these texts with this encoder."""
    digest = hashlib.sha256(f"{FORMAT}\0{training_key}\0{encoder_name}".encode()).hexdigest()[:16]
    return data_dir / "knowledge" / digest


def encoder_dir(data_dir: Path) -> Path:
    """Where the fast form of the default encoder lies."""
    return data_dir / "encoder"


def is_trained(path: Path) -> bool:
    """Whether training was finished there."""
    return (path / "manifest.json").is_file()


def is_built(path: Path, content_key: str) -> bool:
    """Whether training was finished there, and the pack is there as it stands."""
    return is_trained(path) and _pack_file(path, content_key).is_file()


def save_pack(path: Path, pack: Pack, content_key: str) -> None:
    """Keeps what serving needs of a pack: everything but the training texts, without YAML to be read at every start."""
    text = pack.model_dump_json(exclude=TRAINING_ONLY, by_alias=True)
    _replace(_pack_file(path, content_key), text)


def discard(path: Path) -> None:
    """Removes what was built there, if anything was."""
    shutil.rmtree(path, ignore_errors=True)


def save(path: Path, artifacts: Artifacts) -> None:
    """Writes what was learned; the manifest comes last, so that a build cut short does not count."""
    path.mkdir(parents=True, exist_ok=True)
    np.savez(path / "space.npz", **artifacts.space.as_arrays())
    arrays = artifacts.model.as_arrays()
    for name in ("anchors", "alphas", "lexical"):  # large: files of their own, mapped instead of read
        np.save(path / f"{name}.npy", arrays.pop(name))
    np.savez(path / "model.npz", **arrays)
    for name, calibrator in artifacts.calibrators.items():
        np.savez(path / f"calibrator-{name}.npz", **calibrator.as_arrays())
    (path / "report.json").write_text(json.dumps(artifacts.report, ensure_ascii=False, indent=1), encoding="utf-8")
    manifest = {"format": FORMAT, "weights": dict(artifacts.weights.values), "calibrators": list(artifacts.calibrators)}
    _replace(path / "manifest.json", json.dumps(manifest))


def load(path: Path, content_key: str) -> tuple[Pack, Artifacts]:
    """Reads the pack and what was learned from it.

    Raises:
        NotBuilt: There is no finished build of this pack as it stands.
    """
    if not is_built(path, content_key):
        raise NotBuilt("the knowledge is not built for this pack and encoder; run: zenbu knowledge build")
    manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    pack = Pack.model_validate_json(_pack_file(path, content_key).read_bytes(), context=BUILT)
    arrays = _read_npz(path / "model.npz")
    arrays["anchors"] = np.load(path / "anchors.npy", mmap_mode="r").view(np.ndarray)
    arrays["alphas"] = np.load(path / "alphas.npy")
    arrays["lexical"] = np.load(path / "lexical.npy", mmap_mode="r").view(np.ndarray)
    served = _eight_bit(path / "anchors.onnx", lambda: np.load(path / "anchors.npy"))
    return pack, Artifacts(
        FeatureSpace.from_arrays(_read_npz(path / "space.npz")),
        replace(KernelModel.from_arrays(arrays), served=served),
        {name: Calibrator.from_arrays(_read_npz(path / f"calibrator-{name}.npz")) for name in manifest["calibrators"]},
        RankWeights(manifest["weights"]),
        json.loads((path / "report.json").read_text(encoding="utf-8")),
        tone if (tone := tone_file(path, content_key)).is_file() else None,
    )


def tone_file(path: Path, content_key: str) -> Path:
    """What was learned of the tone of drafts; not there where the pack has no examples of it."""
    return path / f"tone-{content_key[:16]}.npz"


def save_views(path: Path, prefix: str, views: ViewVectors) -> None:
    """Builds the Chroma folder of a build."""
    path.mkdir(parents=True, exist_ok=True)
    write_folder(path / "vectors", prefix, views)


def load_views(path: Path, prefix: str, chroma_url: str | None = None) -> ViewVectors:
    """Reads the vectors of a build: out of a Chroma server where there is one, else out of the build's own folder.

    What was read out of the folder is kept beside it in a form that opens at once: the next process starts without
    Chroma.

    Args:
        path: The build.
        prefix: Begins the collections' names.
        chroma_url: The server; filled where it does not hold this build yet.

    Raises:
        KnowledgeOutage: Chroma cannot be read.
    """
    if chroma_url:
        return read_server(chroma_url, f"{prefix}-{path.name}", lambda: load_views(path, prefix))
    kept = path / "views.npz"
    if kept.is_file():
        views = ViewVectors.load(kept)
    else:
        views = read_folder(path / "vectors", prefix)
        with suppress(OSError):  # a build that may not be written to is read out of Chroma at every start
            views.save(kept)
    paraphrases = views.vectors["paraphrase"]
    if not len(paraphrases):
        return views
    return replace(views, served={"paraphrase": _eight_bit(path / "paraphrases.onnx", lambda: paraphrases)})


def _eight_bit(kept: Path, rows: Callable[[], FloatArray]) -> EightBitRows:
    """Vectors of a build in 8 bits: made at its first start and kept beside it."""
    if kept.is_file():
        return EightBitRows(kept)
    graph = eight_bit_graph(rows())
    with suppress(OSError):  # a build that may not be written to makes them at every start
        unfinished = kept.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(graph)
        unfinished.replace(kept)
    return EightBitRows(graph)


def _pack_file(path: Path, content_key: str) -> Path:
    return path / f"pack-{content_key[:16]}.json"


def _replace(path: Path, text: str) -> None:
    """Puts a file there in one step: nobody ever reads half of it."""
    unfinished = path.with_name(path.name + ".new")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)


def _read_npz(path: Path) -> dict[str, Any]:
    with np.load(path) as arrays:
        return {name: arrays[name] for name in arrays.files}
