from datetime import timedelta

from domain.copilot.case import Said
from domain.copilot.mood import mood_of
from domain.labels import EmotionLabel
from domain.reply import Sentiment
from tests.fakes.clock import MORNING


def said(*felt: tuple[EmotionLabel, int] | None) -> list[Said]:
    return [
        Said(n, "customer", None, "…", MORNING + timedelta(minutes=n), Sentiment(f[0], "company", f[1]) if f else None)
        for n, f in enumerate(felt, 1)
    ]


def test_trend_follows_how_heavy_the_messages_are() -> None:
    rising = mood_of(said(("neutral", 0), ("dissatisfaction", 1), ("anger", 3)))
    assert rising is not None
    assert (rising.label, rising.trend, [point.seq for point in rising.path]) == ("anger", "worsening", [1, 2, 3])
    easing = mood_of(said(("anger", 3), ("anger", 3), ("joy", 2)))
    assert easing is not None and easing.trend == "easing"
    same = mood_of(said(("anxiety", 2), ("anxiety", 2)))
    assert same is not None and same.trend == "steady"


def test_message_nobody_answered_yet_counts_by_how_it_reads_now() -> None:
    mood = mood_of(said(("neutral", 0), None), Sentiment("anger", "company", 2))
    assert mood is not None
    assert (mood.label, mood.path[-1].seq) == ("anger", 2)


def test_customer_who_said_nothing_has_no_mood() -> None:
    assert mood_of([Said(1, "bot", None, "こんにちは", MORNING)]) is None
