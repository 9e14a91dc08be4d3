"""Takes the pictures of the README: `python docs/screenshots.py`, from the repository's root.

They show a ledger of the example pages and the invented stories, as Chromium draws it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, "")
from tests import chromium

IMAGES = Path("docs/images")
SIZE = {"width": 1160, "height": 720}


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    reportedly = [sys.executable, "-m", "reportedly"]
    with tempfile.TemporaryDirectory() as folder:
        ledger = f"{folder}/news.db"
        subprocess.run([*reportedly, "add", "stories", "examples", "--ledger", ledger], check=True)
        serve = [*reportedly, "serve", "--ledger", ledger, "--port", "0"]
        with (
            subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as server,
            sync_playwright() as playwright,
        ):
            assert server.stdout is not None
            address = server.stdout.readline().split()[-1].rstrip("/")
            browser = playwright.chromium.launch(
                executable_path=chromium.executable(), args=list(chromium.OPTIONS)
            )
            page = browser.new_page(base_url=address, viewport=SIZE, reduced_motion="reduce")
            take(page)
            browser.close()
            server.terminate()


def take(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Harbour Pilots").first.click()
    page.wait_for_selector(".floating")
    for _ in range(3):
        page.keyboard.press("j")
    page.screenshot(path=IMAGES / "reading.png")
    page.goto("/traces?q=The+ministry+may+send+up+to+2,000+volunteers+to+guard+the+Sarn+pipeline")
    page.screenshot(path=IMAGES / "trace.png")
    page.emulate_media(color_scheme="dark")
    page.goto("/search?q=pipeline&site=Daily+Lantern&speaker=Brennick")
    page.locator(".hit a.line").first.click()
    page.wait_for_selector("#elsewhere .telling")
    page.screenshot(path=IMAGES / "claim.png")


if __name__ == "__main__":
    main()
