"""An OpenAI-compatible endpoint for tests and benches: good, hostile, or broken in every way there is."""

from tests.fakes.llm_server.faults import FAULTS, Cut, Endless, Odd, Raw, Slow, Status
from tests.fakes.llm_server.good import good, react
from tests.fakes.llm_server.hostile import HARMLESS, Hostile, Planted
from tests.fakes.llm_server.protocol import Answer, Asked, Call, Said
from tests.fakes.llm_server.server import KEY, MODEL, LlmServer, Model, dead_endpoint, llm_server

__all__ = [
    "FAULTS", "HARMLESS", "KEY", "MODEL", "Answer", "Asked", "Call", "Cut", "Endless", "Hostile", "LlmServer", "Model",
    "Odd", "Planted", "Raw", "Said", "Slow", "Status", "dead_endpoint", "good", "llm_server", "react",
]  # fmt: skip
