"""The pages of a team in a real Chromium: for everybody, by keys, wide and narrow."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from reportedly.cli.serving import listen
from reportedly.config import Registration
from reportedly.web.roles import Role
from tests.teaming import PASSWORDS, TESTS, TeamRoom, quick_hashes, team_room
from tests.test_web_browser import SHOTS, WIDTHS, assert_accessible, browser

__all__ = ["browser"]  # the fixture


@pytest.fixture(scope="module")
def room(sample_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TeamRoom]:
    """A room with a provider that nobody asks, over a real socket."""
    folder = tmp_path_factory.mktemp("team")
    shutil.copytree(sample_ledger.parent, folder, dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as patch, listen(0) as listening:
        quick_hashes(patch)
        here = f"http://127.0.0.1:{listening.getsockname()[1]}"
        known = Registration("https://accounts.example.org", "room", name="Newsroom")
        with team_room(folder / sample_ledger.name, here, known) as made:
            server = uvicorn.Server(uvicorn.Config(made.app, log_level="error", lifespan="off"))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
            thread.start()
            yield made
            server.should_exit = True
            thread.join(30)


def sign_in(page: Page, name: str, password: str) -> None:
    """By keys alone: the form has the focus where it is needed."""
    expect(page.get_by_role("textbox", name="Name")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def come_in(page: Page) -> None:
    """Waits until the page says who is there."""
    expect(page.locator(".me")).to_be_visible()


def test_a_first_day_by_keys(browser: Browser, room: TeamRoom) -> None:
    admin = browser.new_context(base_url=room.terms.origin).new_page()
    admin.goto("/people")
    sign_in(admin, "Ilse", PASSWORDS["Ilse"])
    come_in(admin)
    admin.get_by_role("textbox", name="Name").fill("Vera Lund")
    admin.keyboard.press("Enter")
    first = admin.get_by_role("status").locator("output").inner_text()
    page = browser.new_context(base_url=room.terms.origin).new_page()
    page.goto("/search?q=lake")
    sign_in(page, "vera lund", "not this one at all")
    expect(page.get_by_role("alert")).to_contain_text("not right")
    expect(page.get_by_label("Password")).to_be_focused()
    page.keyboard.type(first)
    page.keyboard.press("Enter")
    come_in(page)
    page.get_by_label("The current one").fill(first)
    page.keyboard.press("Tab")
    page.keyboard.type("rain on a tin roof")
    page.keyboard.press("Enter")
    expect(page.locator("#news")).to_contain_text("password is changed")
    page.keyboard.press("g")
    page.keyboard.press("m")
    page.wait_for_url("**/account")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vera Lund")
    page.get_by_role("button", name="Sign out", exact=True).press("Enter")
    page.wait_for_url("**/login")
    for each in (admin, page):
        each.context.close()


def test_a_card_of_a_session_that_is_over_leads_to_the_form(
    browser: Browser, room: TeamRoom
) -> None:
    page = browser.new_context(base_url=room.terms.origin).new_page()
    page.goto("/review")
    sign_in(page, "Ann", PASSWORDS["Ann"])
    come_in(page)
    page.context.clear_cookies()
    page.locator(".card").first.get_by_role("button", name="Accept").click()
    page.wait_for_url("**/login?to=/review")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.context.close()


@pytest.mark.parametrize(("width", "theme"), [("wide", "light"), ("narrow", "dark")])
def test_every_page_of_a_team_is_accessible_and_fits(
    browser: Browser, room: TeamRoom, width: str, theme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(
        base_url=room.terms.origin, viewport={"width": WIDTHS[width], "height": 900},
        color_scheme=theme, reduced_motion="reduce",
    )  # fmt: skip
    page, wrong = context.new_page(), list[str]()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    SHOTS.mkdir(parents=True, exist_ok=True)

    def look(name: str) -> None:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert_accessible(page, f"{name}, {width}, {theme}")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=SHOTS / f"{name}-{width}-{scheme}.png")
        page.emulate_media(color_scheme=theme)

    page.goto("/account")
    look("login")
    sign_in(page, "Ilse", PASSWORDS["Ilse"])
    come_in(page)
    page.get_by_role("textbox", name="For").fill("morning digest")
    page.get_by_role("button", name="Make a token").click()
    look("account")
    reading = page.request.get("/desk.json").json()["latest"][0]["id"]
    for name, path in (("people", "/people"), ("audit", "/audit"),
                       ("forget", f"/readings/{reading}/forget")):  # fmt: skip
        page.goto(path)
        look(name)
    context.close()
    assert wrong == []


def test_a_long_name_pushes_nothing_off_the_lists_of_a_team(
    browser: Browser, room: TeamRoom
) -> None:
    context = browser.new_context(
        base_url=room.terms.origin, viewport={"width": WIDTHS["narrow"], "height": 900}
    )
    page = context.new_page()
    room.accounts.add(TESTS, "Ottilie" * 8, Role.READER, password=PASSWORDS["Ann"])
    page.goto("/account")
    sign_in(page, "Ilse", PASSWORDS["Ilse"])
    come_in(page)
    for path in ("/people", "/audit"):
        page.goto(path)
        listed = page.locator(".scroll")
        assert listed.evaluate("(each) => each.scrollWidth <= each.clientWidth"), path
    context.close()
