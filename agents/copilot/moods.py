"""Tells the staff in a sentence how the customer feels."""

from dataclasses import replace

from agents.copilot.context import Assist
from domain.copilot.advice import Mood
from domain.copilot.mood import mood_of


def tell_mood(assist: Assist) -> Mood | None:
    """How the customer feels now, in figures and in the pack's words; None where they have said nothing."""
    mood = mood_of(assist.case.said, assist.heard[-1].sentiment if assist.heard else None)
    words = assist.pack.copilot.moods if assist.pack.copilot else None
    if mood is None or words is None:
        return mood
    if mood.label == "neutral":
        text = words.calm
    else:
        text = words.text.format(
            whom=words.whoms[mood.target], how=words.hows[mood.intensity], what=words.whats[mood.label]
        )
    return replace(mood, text=f"{text}（{words.trends[mood.trend]}）" if mood.trend else text)
