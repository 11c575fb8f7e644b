"""What decides how a run goes, as one digest: a journal of anything else is not gone on with."""

import hashlib
from pathlib import Path
from typing import Final

from evals.runner import Plan
from knowledge.overlay import served_root
from knowledge.pack.loader import content_key
from services.settings import Settings

ROOT: Final = Path(__file__).parent.parent
PACKAGES: Final = ("domain", "store", "knowledge", "services", "tools", "agents", "graphs", "evals")
"""Whose code decides how a case goes."""


def key_of(plan: Plan, settings: Settings) -> str:
    """A digest of code, suites, pack and settings. How many processes there are decides nothing."""
    digest = hashlib.sha256()
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            digest.update(path.read_bytes())
    decides = (
        content_key(served_root(settings.pack, settings.data_dir)),
        settings.encoder,
        settings.llm_model or "",
        plan.agent,
        str(plan.seed),
        str(plan.repeat),
        *(suite.model_dump_json() for suite in plan.suites),
    )
    for part in decides:
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()
