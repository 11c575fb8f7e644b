"""The agenda: a stack of dialogue acts. What is on top is said next; what the assistant asks is put on top."""

from collections.abc import Callable

from evals.simulation.acts import Act


class Agenda:
    """A stack of acts that are still to be said.

    After Schatzmann, Thomson, Weilhammer, Ye and Young (2007), "Agenda-Based User Simulation for Bootstrapping a POMDP
    Dialogue System" (NAACL-HLT): the goal is turned into acts once; each turn pushes what the other side's words call
    for and pops what is said, so that what came first is taken up again after whatever came between.

    Args:
        acts: What is to be said, the first one first.
    """

    def __init__(self, acts: list[Act]) -> None:
        self._stack = list(reversed(acts))

    def push(self, act: Act) -> None:
        """Puts an act on top."""
        self._stack.append(act)

    def pop(self) -> Act | None:
        """Takes the act on top; None where nothing is left to say."""
        return self._stack.pop() if self._stack else None

    def pop_first(self, wanted: Callable[[Act], bool]) -> Act | None:
        """Takes the uppermost act that fits, wherever it lies; None where none does."""
        for place in range(len(self._stack) - 1, -1, -1):
            if wanted(self._stack[place]):
                return self._stack.pop(place)
        return None

    def drop(self, unwanted: Callable[[Act], bool]) -> None:
        """Takes out every act that fits."""
        self._stack = [act for act in self._stack if not unwanted(act)]

    def __len__(self) -> int:
        return len(self._stack)
