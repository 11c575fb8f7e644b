"""Looks a draft over before it is sent: tone, promises, figures, gifts, other people's data, manners."""

from agents.copilot.checking.checker import ToneCheck

__all__ = ["ToneCheck"]
