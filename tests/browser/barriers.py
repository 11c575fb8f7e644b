"""What keeps somebody out of a page."""

from typing import Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SERIOUS: Final = ("serious", "critical")


def barriers(page: Page) -> list[str]:
    """What axe finds that keeps somebody out."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{entry['id']}: {node['target']} {node.get('failureSummary', '')}"
        for entry in found
        if entry["impact"] in SERIOUS
        for node in entry["nodes"]
    ]
