"""Serves a scripted model until it is ended: `python -m tests.fakes.llm_server good`. Its first line is its address.

`GET /stats` tells how many calls it answered and how many seconds that took it.
"""

import argparse
import signal
import sys
import threading

from tests.fakes.llm_server import KEY, MODEL, Hostile, good, llm_server, react
from tests.fakes.llm_server.server import Model

MODELS: dict[str, Model] = {"good": good, "react": react, "hostile": Hostile()}


def main() -> None:
    """Serves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=MODELS, nargs="?", default="good")
    given = parser.parse_args()
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    signal.signal(signal.SIGINT, lambda *_: ended.set())
    with llm_server(MODELS[given.model]) as server:
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.write(f"export ZENBU_LLM_BASE_URL={server.url} ZENBU_LLM_API_KEY={KEY} ZENBU_LLM_MODEL={MODEL}\n")
        sys.stdout.flush()
        ended.wait()


if __name__ == "__main__":
    main()
