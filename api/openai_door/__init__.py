"""The door for outside harnesses: the chat API in the shape of OpenAI's chat completions."""

from api.openai_door.errors import OpenAIErrors, add_door_errors
from api.openai_door.routes import LARGEST, router

__all__ = ["LARGEST", "OpenAIErrors", "add_door_errors", "router"]
