"""The signature against the example of the Standard Webhooks specification, and what Retry-After may say."""

import base64
from datetime import datetime

import pytest

from domain.clock import TOKYO
from services.delivery.port import Event
from services.delivery.webhook import MOST_PATIENCE, signed, wished_pause

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=TOKYO)


def test_signature_is_that_of_the_specification() -> None:
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    headers = signed("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', key)
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("120", 120.0),
        ("0", 0.0),
        ("soon", None),
        ("-5", None),
        ("Wed, 25 Nov 2026 01:05:00 GMT", 300.0),
        ("Wed, 25 Nov 2026 00:00:00 GMT", 0.0),
        ("99999999", MOST_PATIENCE),
    ],
)
def test_wished_pause_is_seconds_or_a_date(header: str | None, seconds: float | None) -> None:
    assert wished_pause(header, NOW) == seconds


def test_event_names_differ_where_numbers_are_given_out_again() -> None:
    earlier, later = (Event(1, "handover.opened", "T-1", {}, NOW.replace(year=year)).name for year in (2026, 2027))
    assert earlier != later
