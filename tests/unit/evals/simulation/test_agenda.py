from evals.simulation.acts import Act
from evals.simulation.agenda import Agenda

FIRST, SECOND, BETWEEN = Act("open", "book"), Act("thank"), Act("request", "parking")


def test_first_act_is_said_first() -> None:
    agenda = Agenda([FIRST, SECOND])
    assert [agenda.pop(), agenda.pop(), agenda.pop()] == [FIRST, SECOND, None]


def test_what_comes_between_is_said_before_the_rest() -> None:
    agenda = Agenda([FIRST, SECOND])
    agenda.pop()
    agenda.push(BETWEEN)
    assert [agenda.pop(), agenda.pop()] == [BETWEEN, SECOND]


def test_act_that_fits_is_taken_from_the_middle() -> None:
    agenda = Agenda([FIRST, BETWEEN, SECOND])
    assert agenda.pop_first(lambda act: act.kind == "request") == BETWEEN
    assert agenda.pop_first(lambda act: act.kind == "request") is None
    assert len(agenda) == 2
