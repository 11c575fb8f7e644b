from agents.llm.breaker import FAULTS, FIRST_PAUSE, Breaker


class Watch:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def _broken() -> tuple[Breaker, Watch]:
    watch = Watch()
    breaker = Breaker(watch)
    for _ in range(FAULTS):
        assert breaker.ask() == "ask"
        breaker.failed("timeout")
    return breaker, watch


def test_a_dead_endpoint_is_left_alone_after_a_few_faults() -> None:
    breaker, _ = _broken()
    assert breaker.ask() == "leave"


def test_no_call_but_one_probe_is_made_after_the_pause() -> None:
    breaker, watch = _broken()
    watch.now = FIRST_PAUSE
    assert [breaker.ask() for _ in range(3)] == ["probe", "leave", "leave"]


def test_an_answered_probe_lets_calls_through_on_trial() -> None:
    breaker, watch = _broken()
    watch.now = FIRST_PAUSE
    breaker.ask()
    breaker.probed(answered=True)
    assert breaker.ask() == "ask"
    breaker.failed("timeout")
    assert breaker.ask() == "leave"
    watch.now += FIRST_PAUSE  # the second pause is longer
    assert breaker.ask() == "leave"


def test_a_success_forgets_faults() -> None:
    breaker, _ = _broken()
    breaker.succeeded()
    assert breaker.ask() == "ask"
    breaker.failed("connect")
    assert breaker.ask() == "ask"


def test_refusals_do_not_count() -> None:
    breaker = Breaker()
    for _ in range(10):
        breaker.failed("refusal")
    assert breaker.ask() == "ask"


def test_a_wrong_key_opens_at_once() -> None:
    breaker = Breaker()
    breaker.failed("status_401")
    assert breaker.is_open
