"""The agents by the names the command line knows them by."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from domain.mending import Mendable
from evals.agents.agent import Agent
from evals.agents.oracle import ORACLE
from evals.agents.sabotage import SABOTAGES, Sabotaged
from evals.stage import AgentFactory

PRODUCT: Final = "zenbu"

AGENTS: Final[Mapping[str, AgentFactory]] = {
    PRODUCT: Agent,
    **{f"sabotaged:{name}": partial(Sabotaged, sabotage=build) for name, build in SABOTAGES.items()},
}


NAMES: Final = (ORACLE, *AGENTS)
"""Everybody a run can examine. The oracle is no engine: it makes conversations from what cases want."""


class UnknownAgent(Mendable):
    """There is no agent of this name."""


def require_agent(name: str) -> None:
    """Makes sure that there is an agent of a name.

    Raises:
        UnknownAgent: There is none.
    """
    if name not in NAMES:
        raise UnknownAgent(f"There is no agent {name!r}. Agents: {', '.join(NAMES)}.")
