"""The reading room in a real Chromium: a morning's work, by mouse, by keys, and without scripts.

The screenshots land in build/screenshots: look at them after a change of style.
"""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree

import axe_playwright_python
import pytest
import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from reportedly.ledger import Action, Ledger, Query
from reportedly.web import Premises, create_app
from tests import chromium

ROOT = Path(__file__).parent.parent
SHOTS = ROOT / "build" / "screenshots"
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
SCRAPE = (ROOT / "examples" / "harbour-volunteers.txt").read_text(encoding="utf-8")
expect.set_options(timeout=30_000)  # a busy machine must not fail a test
WIDTHS = {"wide": 1280, "narrow": 390}


class _Room:
    """A room that is served over a real socket."""

    def __init__(self, ledger: Path) -> None:
        self.ledger = ledger
        app = create_app(Premises(str(ledger), reviewer="Ann"))
        self._server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
        self._thread = threading.Thread(target=self._server.run)
        self._started = threading.Event()
        begin = self._server.startup

        async def startup(*given: Any, **more: Any) -> None:
            await begin(*given, **more)
            self._started.set()

        self._server.startup = startup  # type: ignore[method-assign]

    def __enter__(self) -> _Room:
        self._thread.start()
        assert self._started.wait(30)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium.executable()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(chromium.OPTIONS))
        yield started
        started.close()


@pytest.fixture(scope="module")
def room(sample_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Room]:
    folder = tmp_path_factory.mktemp("room")
    shutil.copytree(sample_ledger.parent, folder, dirs_exist_ok=True)
    with _Room(folder / sample_ledger.name) as served:
        yield served


@pytest.fixture
def page(browser: Browser, room: _Room) -> Iterator[Page]:
    """A tab. What goes wrong in it, the policy's refusals included, fails the test."""
    context = browser.new_context(
        base_url=room.address,
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",
    )
    tab = context.new_page()
    wrong: list[str] = []
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("console", lambda said: wrong.append(said.text) if is_wrong(said) else None)
    tab.on(
        "request",
        lambda sent: None if sent.url.startswith(room.address) else wrong.append(sent.url),
    )
    yield tab
    context.close()
    assert wrong == []


def is_wrong(said: ConsoleMessage) -> bool:
    """Whether a line of the console tells of a mistake: a conflict that is told is none, nor is a
    search that cannot be."""
    told = "409" in said.text or ("422" in said.text and "/search?" in said.location["url"])
    return said.type == "error" and not told


def assert_accessible(page: Page, about: str) -> None:
    """axe-core finds nothing serious on the page as it stands."""
    page.evaluate(AXE)
    report = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'],"
        " resultTypes: ['violations']})"
    )
    grave = [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in report["violations"]
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]
    assert grave == [], about


def keep(page: Page, name: str) -> None:
    """Screenshots of a page as it stands, light and dark, for whoever looks at them."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    width = next(each for each, size in WIDTHS.items() if size == page.viewport_size["width"])  # type: ignore[index]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=SHOTS / f"{name}-{width}-{scheme}.png")


def keep_narrow(page: Page, name: str) -> None:
    """The same on a phone, on which nothing may stick out."""
    before = page.viewport_size
    page.set_viewport_size({"width": WIDTHS["narrow"], "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    keep(page, name)
    if before is not None:
        page.set_viewport_size(before)


def open_reading(page: Page, title: str) -> None:
    page.goto("/")
    page.get_by_role("link", name=title).first.click()
    page.wait_for_selector(".floating")


def card_of(page: Page, words: str) -> Any:
    """The card in the margin of the statement with these words."""
    said = page.locator(".body .said", has_text=words).first
    return page.locator(f'.card[data-claim="{said.get_attribute("data-c")}"]')


# ── A morning's work ─────────────────────────────────────────────────────────────────────


def test_a_scrape_is_added_by_keys_and_read(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.wait_for_url("**/add")
    page.get_by_label("A text").fill(SCRAPE.replace("Port Asken", "Port Belm"))
    page.get_by_label("A text").press("Tab")
    page.get_by_role("button", name="Read and keep").press("Enter")
    page.wait_for_url("**/jobs/*")
    expect(page.get_by_text("1 page added")).to_be_visible(timeout=60_000)
    assert_accessible(page, "job")
    keep(page, "job")
    keep_narrow(page, "job")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Port Belm")
    furniture = page.locator(".furniture", has_text="READ ALSO")
    expect(furniture.locator("p")).to_be_hidden()
    page.keyboard.press("f")
    expect(furniture.locator("p")).to_be_visible()


def test_a_chain_is_followed_from_card_to_words_to_speaker(page: Page) -> None:
    open_reading(page, "Harbour Pilots' Chief Says")
    page.keyboard.press("j")
    page.keyboard.press("j")
    card = page.locator(".card:focus")
    assert card.locator(".step").all_inner_texts()[0].startswith("Radio Asken")
    claim = card.get_attribute("data-claim")
    expect(page.locator(f'.said.on[data-c="{claim}"]').first).to_be_visible()
    assert "ferrymen" in " ".join(page.locator(".who.on").all_inner_texts())
    page.locator(f'.said[data-c="{claim}"]').first.hover()
    expect(card).to_have_class("card on")
    card.get_by_role("link", name="Tobias Rennick").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tobias Rennick")
    expect(page.locator(".hit").first).to_be_visible()
    page.go_back()
    expect(page.locator(f'.card[data-claim="{claim}"]')).to_be_focused()


def test_cards_stand_beside_their_words_and_never_on_one_another(page: Page) -> None:
    for title in ("Villagers told to leave", "Reservoir water is safe"):
        open_reading(page, title)
        for number in (0, 3, 7):
            page.locator(".card").nth(number).focus()
            boxes = page.evaluate(
                "[...document.querySelectorAll('.card')].map(c => c.getBoundingClientRect())"
                ".map(b => [b.top, b.bottom]).sort((a, b) => a[0] - b[0])"
            )
            for (_, bottom), (top, _) in pairwise(boxes):
                assert top >= bottom
            off = page.evaluate(
                "(() => { const c = document.activeElement; const r = document.getElementById("
                "`text-${c.dataset.claim}`); return Math.abs(c.getBoundingClientRect().top - "
                "r.getBoundingClientRect().top) })()"
            )
            assert off < 12


def test_a_speaker_is_corrected_by_keys_and_taken_back(page: Page, room: _Room) -> None:
    open_reading(page, "Villagers told to leave")
    card = card_of(page, "no such warning had been received")
    before = card.locator(".chain").inner_text()
    card.focus()
    page.keyboard.press("p")
    expect(page.get_by_role("dialog", name="Who says it")).to_be_visible()
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#news")).to_contain_text("speaker is corrected")
    expect(page.locator(".card:focus .chain")).not_to_have_text(before)
    expect(page.locator(".card:focus")).to_contain_text("corrected")
    page.keyboard.press("u")
    expect(page.locator("#news")).to_contain_text("Taken back")
    assert page.locator(".card:focus .chain").inner_text() == before


def test_words_are_corrected_by_selecting_them_with_the_mouse(page: Page, room: _Room) -> None:
    open_reading(page, "Villagers told to leave")
    card = card_of(page, "was not nearly enough")
    claim = str(card.get_attribute("id")).removeprefix("card-")
    card.locator("summary").click()
    card.get_by_role("button", name="Words").click()
    said = page.locator(".body .said [data-at]", has_text="was not nearly enough")
    box = said.bounding_box()
    assert box is not None
    said.evaluate(
        "e => { const r = document.createRange();"
        "const at = e.textContent.indexOf('not nearly');"
        "r.setStart(e.firstChild, at); r.setEnd(e.firstChild, at + 'not nearly enough'.length);"
        "getSelection().removeAllRanges(); getSelection().addRange(r) }"
    )
    expect(page.locator(".banner q")).to_have_text("not nearly enough")
    page.keyboard.press("Enter")
    expect(page.locator("#news")).to_contain_text("words are corrected")
    with Ledger.open(room.ledger) as ledger:
        assert ledger.claim(claim).claim.text == "not nearly enough"


def test_a_queue_is_worked_through_by_keys(page: Page) -> None:
    page.goto("/review")
    first = page.locator(".card").nth(0)
    second = page.locator(".card").nth(1).get_attribute("id")
    decided = first.get_attribute("id")
    page.keyboard.press("j")
    page.keyboard.press("y")
    expect(page.locator("#news")).to_contain_text("Accepted")
    expect(page.locator(".card:focus")).to_have_attribute("id", str(second))
    page.keyboard.press("u")
    expect(page.locator(f"#{decided}")).to_be_focused()
    page.keyboard.press("e")
    for _ in range(3):  # past others, which are not meant
        page.keyboard.press("ArrowDown")
    meant = page.locator(f"#{decided} select").input_value()
    page.keyboard.press("Enter")
    expect(page.locator("#news")).to_contain_text("Corrected")
    expect(page.locator(f"#{decided} .certainty").first).to_contain_text(meant)
    expect(page.locator(f"#{decided}")).to_be_focused()
    page.keyboard.press("u")
    expect(page.locator("#news")).to_contain_text("Taken back")


def test_the_key_that_undoes_takes_back_one_s_own_last_decision_and_nothing_else(
    page: Page, room: _Room
) -> None:
    page.goto("/review")
    mine, other = (str(page.locator(".card").nth(i).get_attribute("id")) for i in (0, 1))
    page.locator(f"#{mine}").get_by_role("button", name="Accept").click()
    expect(page.locator("#news")).to_contain_text("Accepted")
    with Ledger.open(str(room.ledger)) as ledger:
        ledger.review(other.removeprefix("card-"), Action.REJECT, "Tom")
    page.goto("/review")
    expect(page.locator(".history li").first).to_contain_text("Tom rejected")
    page.keyboard.press("u")
    expect(page.locator(f"#{mine}")).to_have_count(1)
    expect(page.locator(f"#{other}")).to_have_count(0)
    page.goto("/speakers?name=Radio")  # a list with other buttons
    expect(page.get_by_role("button", name="Same person as the first")).to_be_visible()
    page.evaluate("addEventListener('submit', (e) => { e.preventDefault(); window.sent = true; })")
    page.keyboard.press("u")
    assert page.evaluate("window.sent") is None


def test_two_people_with_one_claim(page: Page, browser: Browser, room: _Room) -> None:
    page.goto("/review")
    claim = page.locator(".card").nth(3).get_attribute("id")
    other = browser.new_context(base_url=room.address).new_page()
    other.goto("/review")
    other.locator(f"#{claim}").get_by_role("button", name="Reject").click()
    expect(other.locator(f"#{claim}")).to_have_count(0)
    other.context.close()
    page.locator(f"#{claim}").get_by_role("button", name="Accept").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Somebody else has decided")
    assert_accessible(page, "conflict")
    keep(page, "conflict")
    keep_narrow(page, "conflict")
    expect(page.locator("#conflict")).to_be_focused()
    page.get_by_role("link", name="Leave it as they did").click()
    expect(page.locator(".history").first).to_contain_text("rejected")


def test_a_decision_that_cannot_be_leaves_the_page_as_it_is(browser: Browser, room: _Room) -> None:
    page = browser.new_context(base_url=room.address).new_page()
    open_reading(page, "Reservoir water is safe")
    title = page.get_by_role("heading", level=1).inner_text()
    page.keyboard.press("j")
    page.keyboard.press("n")
    page.keyboard.type("  ")
    page.keyboard.press("Enter")
    expect(page.locator("#news")).to_have_text("A note needs some words.")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.context.close()


def test_the_words_that_lead_on_stay_whole_on_the_narrowest_screen(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 600})
    page.goto("/")
    broken = "[...document.querySelectorAll('.masthead nav a')].filter(a => a.clientHeight > 34)"
    assert page.evaluate(f"{broken}.map(a => a.textContent)") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_search_by_facets(page: Page) -> None:
    page.goto("/search?q=lake")
    expect(page.locator(".hit").first).to_be_visible()
    page.get_by_label("possible").check()
    page.wait_for_url("**certainty=possible**")
    expect(page.get_by_label("possible")).to_be_focused()
    for certainty in page.locator(".hit .certainty").all_inner_texts():
        assert "possible" in certainty
    page.get_by_role("link", name="as a table").click()
    expect(page.get_by_role("columnheader", name="How firmly")).to_be_visible()
    page.get_by_label("asserted").check()
    page.wait_for_url("**certainty=asserted**")
    expect(page.get_by_role("columnheader", name="How firmly")).to_be_visible()
    page.get_by_label("more than").fill("10 km")
    page.get_by_label("more than").press("Tab")
    expect(page.locator("#news")).to_contain_text("10 km")
    expect(page.get_by_role("columnheader", name="How firmly")).to_be_visible()


def test_keys_go_on_from_a_filter_and_after_going_back(page: Page) -> None:
    page.goto("/search?q=the")
    page.get_by_label("possible").press("Space")
    expect(page).to_have_url(re.compile("certainty=possible"))
    page.keyboard.press("j")
    expect(page.locator("a.line:focus")).to_have_count(1)
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    expect(page.locator("#quick")).not_to_be_focused()
    page.go_back()
    expect(page.get_by_label("possible")).not_to_be_checked()
    expect(page.get_by_role("button", name="Show the keys")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_whoever_is_counted_is_found_as_often(page: Page) -> None:
    page.goto("/search?q=lake")
    who = page.locator(".more-facets a[href*=person]").first
    counted = who.locator("small").inner_text()
    name = who.inner_text().removesuffix(counted).strip()
    who.click()
    expect(page.locator(".since")).to_contain_text(f"Only what {name} says or passes on.")
    expect(page.locator("#found .tools b")).to_have_text(re.compile(rf"^{counted} claims?$"))
    page.get_by_label("Words").fill("")
    page.get_by_label("Words").press("Enter")
    page.wait_for_url("**person=**")
    expect(page.locator(".since")).to_contain_text(name)
    page.get_by_role("link", name="All of it").click()
    expect(page.locator(".since")).to_have_count(0)


def test_a_date_is_searched_for_when_it_is_typed_to_its_end(page: Page) -> None:
    page.goto("/search?q=lake")
    page.locator("#f-since").focus()
    page.keyboard.type("05072031")
    expect(page.locator("#f-since")).to_be_focused()
    assert "since" not in page.url
    page.get_by_label("Site").focus()
    page.wait_for_url("**since=2031-05-07**")


def test_a_search_is_saved_and_opened_by_keys(page: Page) -> None:
    page.goto("/search?q=glacier")
    page.keyboard.press("m")
    page.keyboard.type("The glacier")
    page.keyboard.press("Enter")
    expect(page.locator("#news")).to_contain_text("Saved as “The glacier”")
    page.keyboard.press("g")
    page.keyboard.press("v")
    page.wait_for_url("**/searches")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=glacier")
    expect(page.locator("#news")).to_contain_text("Nothing new since")


def test_keys_are_shown_and_the_theme_is_kept(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert dark == "rgb(22, 23, 26)"


def test_reading_and_searching_need_no_scripts(browser: Browser, room: _Room) -> None:
    context = browser.new_context(base_url=room.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("searchbox").fill("lake")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_label("Save this search as").fill("Lake, quietly")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#news")).to_contain_text("Saved as “Lake, quietly”")
    page.get_by_role("link", name="Saved").click()
    page.get_by_role("button", name="Lake, quietly").first.click()
    page.locator(".hit .meta a").first.click()
    ref = page.locator(".ref").first
    ref.click()
    expect(page.locator(".card:target")).to_be_visible()
    expect(page.locator(".card").first).to_be_visible()
    page.get_by_role("button", name="Theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    context.close()


def test_a_trace_is_opened_enlarged_and_saved(
    browser: Browser, story_ledger: Path, tmp_path: Path
) -> None:
    with _Room(story_ledger) as story:
        context = browser.new_context(
            base_url=story.address, viewport={"width": 1280, "height": 900}
        )
        page = context.new_page()
        page.goto("/search?q=pipeline")
        page.locator(".hit a.line").first.click()
        page.get_by_role("link", name="How it travelled").click()
        expect(page.locator(".sum")).to_contain_text("independent")
        before = page.locator(".frame svg").bounding_box()
        page.keyboard.press("+")
        after = page.locator(".frame svg").bounding_box()
        assert before is not None
        assert after is not None
        assert after["width"] > before["width"]
        page.locator(".frame").evaluate("frame => frame.scrollTo(0, 400)")
        day = page.locator(".frame .day").first
        expect(day).to_be_in_viewport()
        frame, shown = page.locator(".frame").bounding_box(), day.bounding_box()
        assert frame is not None
        assert shown is not None
        assert frame["y"] <= shown["y"] <= frame["y"] + 40
        page.keyboard.press("0")
        whole = page.locator(".frame svg").bounding_box()
        assert whole is not None
        assert whole["height"] <= frame["height"]
        pages = page.locator(".telling").count()
        assert pages >= 10
        assert page.locator(".frame circle").count() >= pages
        assert "condition lost" in page.locator(".tellings").inner_text()
        with page.expect_download() as download:
            page.get_by_role("link", name="Save as SVG").click()
        saved = tmp_path / "trace.svg"
        download.value.save_as(saved)
        root = ElementTree.parse(saved).getroot()
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert_accessible(page, "trace")
        keep(page, "trace")
        keep_narrow(page, "trace")
        page.go_back()
        expect(page.locator("#elsewhere .telling").first).to_be_visible()
        assert_accessible(page, "elsewhere")
        keep(page, "elsewhere")
        keep_narrow(page, "elsewhere")
        context.close()


# ── Every page, for everybody ────────────────────────────────────────────────────────────


def every_page(room: _Room) -> dict[str, str]:
    with Ledger.open(room.ledger) as ledger:
        harbour = next(r.id for r in ledger.readings() if "harbour" in r.page.origin)
        claim = ledger.search(Query("lake", named=True), limit=1).hits[0].claim.id
    return {
        "desk": "/",
        "reading": f"/readings/{harbour}",
        "search": "/search?q=lake",
        "table": "/search?view=table",
        "speaker": "/speakers?name=Rennick",
        "claim": f"/claims/{claim}",
        "saved": "/searches",
        "review": "/review",
        "add": "/add",
        "nothing": "/nowhere",
    }


@pytest.mark.parametrize(("width", "theme"), [("wide", "light"), ("narrow", "dark")])
def test_every_page_is_accessible_and_fits(
    browser: Browser, room: _Room, width: str, theme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(
        base_url=room.address,
        viewport={"width": WIDTHS[width], "height": 900},
        color_scheme=theme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    for name, path in every_page(room).items():
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert_accessible(page, f"{name}, {width}, {theme}")
        keep(page, name)
        page.emulate_media(color_scheme=theme)
    context.close()


def test_a_reading_is_printed_with_its_cards_and_without_the_room(page: Page, room: _Room) -> None:
    page.goto(every_page(room)["reading"])
    page.wait_for_selector(".floating")
    page.emulate_media(media="print", color_scheme="light")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for gone in (".masthead nav", ".decide", ".switch"):
        assert not page.locator(gone).first.is_visible()
    assert page.locator(".card").first.is_visible()
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / "reading-print.png", full_page=True)
    page.pdf(path=SHOTS / "reading-print.pdf", format="A4")


def test_no_button_is_printed(page: Page, room: _Room) -> None:
    with Ledger.open(str(room.ledger)) as ledger:
        claim = ledger.search(Query("lake", attributed=True)).hits[0].claim.id
        ledger.review(claim, Action.NOTE, "Tom", after="Says who?")
    page.goto(f"/claims/{claim}")
    page.wait_for_selector("#elsewhere-title")
    expect(page.locator(".history button").first).to_be_visible()
    page.emulate_media(media="print", color_scheme="light")
    for pressed in page.locator("button, a.button").all():
        assert not pressed.is_visible()
    assert page.locator(".history").get_by_text("Says who?").is_visible()
