"""Articles: what belongs to one, what stands around it, and that every span is exact."""

from __future__ import annotations

import datetime as dt
import textwrap
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html as lxml_html

from reportedly.articles import document_text, separate
from reportedly.articles.elements import is_reference
from reportedly.data import BODY_KINDS, Article, Block, BlockKind, Form, Given, Page
from reportedly.errors import PageError, PageTooDeep, UnreadablePage
from reportedly.limits import deadline

EXAMPLES = Path(__file__).parent.parent / "examples"
MEDIA = {Form.HTML: "text/html", Form.SCRAPE: "text/plain", Form.TEXT: "text/plain"}
Kind = BlockKind
NOTHING = Given()


def page(
    text: str,
    form: Form = Form.SCRAPE,
    *,
    url: str | None = None,
    captured_at: dt.datetime | None = None,
    said: Given = NOTHING,
) -> Page:
    body = text.encode("utf-8", "surrogatepass")
    return Page(body, text, form, MEDIA[form], "test", url, captured_at, said)


def of_kind(article: Article, kind: BlockKind) -> list[str]:
    return [block.text for block in article.blocks if block.kind is kind]


def block_with(article: Article, words: str) -> Block:
    return next(block for block in article.blocks if words in block.text)


STORY = """\
The lighthouse at Cape Varn will be switched off for good in October, the coastal board said on \
Monday, after 141 years in which it failed only twice.

“We have no keeper and no spare lamp,” said Orla Tennick, who chairs the board. She added that \
the tower itself would not be pulled down.

Fishermen in the village of Hask called the decision a mistake. They said that their own \
instruments had been wrong in fog at least three times this winter.

The ministry did not answer questions about the cost of a new lamp, which the board puts at \
about 90,000 crowns."""

SCRAPE = f"""\
Menu
News
Coast
Weather
Sign in

Coast

Lighthouse at Cape Varn to go dark in October
By Jarle Ostby
12 May 2021
Share
Facebook
Twitter

{STORY}

Related
Ferry fares rise again
Why the herring left the bay
Leave a comment
What a pity, my grandfather built the stairs of that tower with his brother in the old days.
© 2021 The Hask Courier. All rights reserved.
"""


def assert_exact(article: Article, text: str) -> None:
    """Spans slice out what they say, in page order; the body is its blocks and no more."""
    at = 0
    body = []
    for block in article.blocks:
        assert block.page.cut(text) == block.text
        assert block.page.start >= at
        at = block.page.end
        assert (block.span is not None) == (block.kind in BODY_KINDS)
        if block.span is not None:
            assert block.span.cut(article.text) == block.text
            body.append(block.text)
    assert article.text == "\n\n".join(body)


def assert_every_line_once(article: Article, text: str) -> None:
    covered = [False] * len(text)
    for block in article.blocks:
        assert not any(covered[block.page.start : block.page.end])
        covered[block.page.start : block.page.end] = [True] * len(block.page)
    assert not any(c.strip() and not done for c, done in zip(text, covered, strict=True))


# Lines that exercise the labels, among anything that Unicode has.
LINES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(SCRAPE.splitlines()),
    st.sampled_from(
        ["%d", "By", "3/4/2023", "Monday, May 3, 2021", "…", "\x1f", "\u2028", "İ", "ß"]
    ),
)
PAGES = st.lists(LINES, max_size=25).map("\n".join)


def wrapped(story: str, width: int) -> str:
    """Each paragraph broken into lines of that width."""
    return "\n\n".join(textwrap.fill(paragraph, width) for paragraph in story.split("\n\n"))


@given(PAGES)
@example(SCRAPE)
@example(wrapped(STORY, 66))
@example(wrapped(STORY, 72).replace("\n", " \r\n  "))
@example("\r\n\u00a0x\u00a0\r\n")
def test_every_line_of_a_scrape_is_one_exact_block(text: str) -> None:
    article = separate(page(text))
    assert_exact(article, text)
    assert_every_line_once(article, text)


@given(st.text())
@example("\ud800 lone")
@example("  two\r\n\n\tlines  ")
def test_ready_text_is_the_article_code_point_for_code_point(text: str) -> None:
    article = separate(page(text, Form.TEXT))
    assert article.text == text
    assert all(block.page.cut(text) == block.text == text for block in article.blocks)
    assert len(article.blocks) == bool(text.strip())


TAGS = ["p", "div", "h1", "b", "li", "blockquote", "script", "nav", "br", "figcaption", "td"]
MARKUP = st.lists(
    st.one_of(
        LINES,
        st.sampled_from(TAGS).map("<{}>".format),
        st.sampled_from(TAGS).map("</{}>".format),
        st.sampled_from(["&amp;", "&#0;", "&bogus;", "<!--", "-->", "<", "<a href='x'>", "</a"]),
    ),
    max_size=40,
).map("".join)


@given(MARKUP)
@example(f"<h1>A</h1><p>{STORY}</p>")
@example("<p>İstanbul ßtraße ﬁn</p>" * 30)
def test_blocks_of_a_document_are_exact(text: str) -> None:
    captured = page("<html><body>" + text, Form.HTML)
    try:
        article = separate(captured)
    except PageError:
        return
    document = document_text(captured)
    assert_exact(article, document)
    assert_every_line_once(article, document)


def test_ready_text_has_only_what_the_user_gave() -> None:
    said = Given(title="A title", byline=("Ann Ek",), site="A site", date=dt.date(2020, 2, 3))
    article = separate(page(f"By Jarle Ostby\n12 May 2021\n{STORY}", Form.TEXT, said=said))
    assert (article.title, article.byline, article.site) == ("A title", ("Ann Ek",), "A site")
    assert article.published.date == dt.date(2020, 2, 3)
    assert article.published.basis == "given"
    bare = separate(page(STORY, Form.TEXT))
    assert (bare.title, bare.byline, bare.published.date) == (None, (), None)


def test_a_scrape_comes_apart() -> None:
    article = separate(page(SCRAPE))
    assert article.title == "Lighthouse at Cape Varn to go dark in October"
    assert article.byline == ("Jarle Ostby",)
    assert article.sections == ("Coast",)
    assert article.language == "en"
    assert article.published.date == dt.date(2021, 5, 12)
    assert article.text == STORY
    assert of_kind(article, Kind.BYLINE) == ["By Jarle Ostby"]
    assert of_kind(article, Kind.DATELINE) == ["12 May 2021"]
    assert "Ferry fares rise again" in of_kind(article, Kind.RELATED)
    assert block_with(article, "What a pity").kind is Kind.COMMENTS
    assert block_with(article, "All rights reserved").kind is Kind.LEGAL


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("READ MORE: Ferry fares rise again after a winter of storms", Kind.RELATED),
        ("Advertisement", Kind.ADVERTISEMENT),
        ("Story continues below advertisement", Kind.ADVERTISEMENT),
        ("Photo: Ulla Brandt / Getty Images", Kind.CAPTION),
        ("Sign up for our newsletter and get the coast in your inbox.", Kind.WIDGET),
        ("(EPA)", Kind.CAPTION),
        ("Ulla Brandt/AP", Kind.CAPTION),
        ("MORE FROM HASKLamp Oil Is Back, " + "And So Are Its Sellers " * 6 + "!", Kind.RELATED),
        ("(Here’s why lighthouses have stripes.)", Kind.RELATED),
        ("This story is part of our series on lamps. Follow along.", Kind.BYLINE),
        ("The data used to compile this article came from keepers.", Kind.LEGAL),
        ("Do you want to submit a photo of your lamp? Say hello.", Kind.WIDGET),
        ("%d readers like this", Kind.RESIDUE),
        ("Facebook Twitter Email", Kind.NAVIGATION),
    ],
)
def test_furniture_inside_the_body_does_not_end_it(line: str, kind: BlockKind) -> None:
    first, *rest = STORY.split("\n\n")
    article = separate(page(SCRAPE.replace(STORY, "\n\n".join([first, line, *rest]))))
    assert article.text == STORY
    assert block_with(article, line).kind is kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("A keeper told AFP that forty lamps had been brought to the tower.", Kind.PARAGRAPH),
        ("Getty Images said it would sue the keepers over their pictures.", Kind.PARAGRAPH),
        ("He was there, he told Agence France-Presse (AFP) on Friday.", Kind.PARAGRAPH),
        ("He confirmed to AFP that the lamp was lost.", Kind.PARAGRAPH),
        ("It won the prize courtesy of a late flash from Kai Boone, who said so.", Kind.PARAGRAPH),
        ("Keeper Ulla Brandt said the lamp was lit. Picture: AFP", Kind.CAPTION),
        ("Keeper Ulla Brandt says the tower is unsafe | Getty Images", Kind.CAPTION),
        ("A banner that says “No more” at a march in Varn (Shutterstock)", Kind.CAPTION),
    ],
)
def test_a_credit_is_told_from_who_is_told_or_tells(line: str, kind: BlockKind) -> None:
    first, *rest = STORY.split("\n\n")
    article = separate(page(SCRAPE.replace(STORY, "\n\n".join([first, line, *rest]))))
    assert block_with(article, line).kind is kind


def test_an_article_may_open_with_a_short_paragraph() -> None:
    opening = "300 people left the flooded harbour, fire chief Ola Brandt said."
    body = "".join(f"<p>{each}</p>" for each in (opening, *STORY.split("\n\n")))
    head = "<h1>Harbour flooded after wall breaks</h1><time>1 March 2024</time>"
    article = separate(
        page(f"<html><body><article>{head}{body}</article></body></html>", Form.HTML)
    )
    assert article.text.startswith(opening)


def test_a_short_line_between_paragraphs_is_a_subheading() -> None:
    first, *rest = STORY.split("\n\n")
    article = separate(page(SCRAPE.replace(STORY, "\n\n".join([first, "No spare lamp", *rest]))))
    assert of_kind(article, Kind.SUBHEADING) == ["No spare lamp"]
    assert "\n\nNo spare lamp\n\n" in article.text


def test_long_comments_are_not_taken_for_the_article() -> None:
    comments = "\n".join(
        f"I was there in {1900 + n} and the fog was worse than today." for n in range(60)
    )
    article = separate(page(SCRAPE + "Show all comments\n" + comments))
    assert article.text == STORY


def test_short_sentences_may_end_an_article() -> None:
    closing = "Keeper Jarle Ostby tweeted: “Goodbye.”\n\nWork has begun."
    article = dated("", below=f"\n\n{closing}\n\nMost Popular\nTen best lamps")
    assert article.text.endswith(closing)


def test_a_page_without_running_text_has_an_empty_article() -> None:
    assert separate(page("Home\nNews\nSport\nSign in\n\nPrivacy policy")).text == ""
    links = "<ul>" + "<li><a href='/x'>News</a></li>" * 40 + "</ul>"
    assert separate(page(f"<html><body>{links}</body></html>", Form.HTML)).text == ""


# Dates


def dated(head: str, above: str = "", below: str = "") -> Article:
    return separate(
        page(f"{above}\nLighthouse at Cape Varn to go dark\n{head}\n\n{STORY}\n{below}")
    )


@pytest.mark.parametrize(
    "line",
    [
        "May 12, 2021",
        "Wednesday, May 12, 2021, 10:57 AM",
        "12th May 2021",
        "Published 12 May 2021 | Updated 14 May 2021",
        "Updated May 14, 2021 / Published May 12, 2021",
        "2021-05-12 09:30 CET",
        "12.05.2021",
        "5/12/2021 9:00 AM ET",
        "By Jarle Ostby | May 12, 2021",
        "Jarle OstbyMay 12, 2021",
        "12. Mai 2021",
        "le 12 mai 2021",
    ],
)
def test_a_date_beside_the_title_is_the_day_of_publication(line: str) -> None:
    assert dated(line).published.date == dt.date(2021, 5, 12)


def test_a_clock_in_the_header_bounds_the_date_and_is_no_date() -> None:
    article = dated("By Jarle Ostby", above="Friday, May 14, 2021\nHome\nNews\nCoast\nSport")
    assert article.published.date is None
    assert article.published.latest == dt.date(2021, 5, 14)
    assert [r.value for r in article.published.rejected] == ["2021-05-14"]
    assert "clock" in article.published.rejected[0].why
    assert of_kind(article, Kind.CLOCK) == ["Friday, May 14, 2021"]


def test_a_date_at_the_title_beats_the_clock() -> None:
    article = dated("12 May 2021", above="Friday, May 14, 2021\nHome\nNews\nCoast\nSport")
    assert article.published.date == dt.date(2021, 5, 12)
    assert [r.value for r in article.published.rejected] == ["2021-05-14"]


def test_an_update_alone_only_bounds_the_date() -> None:
    published = dated("Last updated May 14, 2021").published
    assert (published.date, published.latest) == (None, dt.date(2021, 5, 14))


def test_a_date_that_can_be_read_in_two_ways_gives_a_range() -> None:
    published = dated("04/05/2021").published
    assert published.date is None
    assert (published.earliest, published.latest) == (dt.date(2021, 4, 5), dt.date(2021, 5, 4))


def test_a_date_after_the_capture_is_rejected() -> None:
    text = f"Lighthouse at Cape Varn to go dark\n12 May 2021\n\n{STORY}"
    captured = dt.datetime(2021, 5, 2, tzinfo=dt.UTC)
    published = separate(page(text, captured_at=captured)).published
    assert published.date is None
    assert published.latest == dt.date(2021, 5, 2)
    assert [(r.value, r.why) for r in published.rejected] == [
        ("2021-05-12", "later than the visit")
    ]


def test_the_given_date_wins_and_the_page_s_own_is_kept() -> None:
    text = f"Lighthouse at Cape Varn to go dark\n12 May 2021\n\n{STORY}"
    published = separate(page(text, said=Given(date=dt.date(2021, 5, 11)))).published
    assert (published.date, published.basis) == (dt.date(2021, 5, 11), "given")
    assert [r.value for r in published.rejected] == ["2021-05-12"]


def test_dates_of_other_articles_are_not_taken() -> None:
    article = dated("By Jarle Ostby", below="Related\nFerry fares rise again\nMay 20, 2021")
    assert article.published.date is None


def test_the_address_may_hold_the_date() -> None:
    text = f"Lighthouse at Cape Varn to go dark\n\n{STORY}"
    found = separate(page(text, url="https://hask.example/2021/05/12/cape-varn")).published
    assert found.date == dt.date(2021, 5, 12)
    assert "address" in found.basis


@pytest.mark.parametrize(
    "dateline",
    ["HASK, 12 May 2021 (Coastline) –", "CAPE VARN, Aldova, May 12, 2021 /NewsLine/ --",
     "HASK, May 12, 2021 —"],
)  # fmt: skip
@pytest.mark.parametrize("form", [Form.SCRAPE, Form.HTML])
def test_a_dateline_may_hold_the_date(dateline: str, form: Form) -> None:
    story = f"{dateline} {STORY}"
    head = "Lighthouse at Cape Varn to go dark"
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in story.split("\n\n"))
    text = f"{head}\n\n{story}" if form is Form.SCRAPE else html(f"<h1>{head}</h1>{paragraphs}")
    found = separate(page(text, form)).published
    assert (found.date, found.basis) == (dt.date(2021, 5, 12), "a date in the dateline")


def test_a_date_in_the_first_sentence_is_no_dateline() -> None:
    text = f"Lighthouse at Cape Varn to go dark\n\nIn May, on 12 May 2021 – a Wednesday – {STORY}"
    assert separate(page(text)).published.date is None


# Bylines


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jarle Ostby", ("Jarle Ostby",)),
        ("ByJarle Ostby", ("Jarle Ostby",)),
        ("by Jarle Ostby and Mina de Wit", ("Jarle Ostby", "Mina de Wit")),
        ("By Jarle Ostby, Mina de Wit and Su O'Hara", ("Jarle Ostby", "Mina de Wit", "Su O'Hara")),
        ("By Jarle Ostby Hask Courier Staff", ("Jarle Ostby Hask Courier",)),
        ("By JARLE OSTBY | jarle@hask.example | Hask Courier", ("JARLE OSTBY",)),
        ("Story by Jarle Ostby, Coast Correspondent", ("Jarle Ostby",)),
        ("By\nJarle Ostby", ("Jarle Ostby",)),
        ("Jarle Ostby\nMay 12, 2021", ("Jarle Ostby",)),
        ("By The Associated Press", ("The Associated Press",)),
        ("Words: Jarle Ostby", ("Jarle Ostby",)),
        ("Text: Jarle Ostby", ("Jarle Ostby",)),
        ("Bypass to open in May", ()),
    ],
)
def test_bylines(line: str, names: tuple[str, ...]) -> None:
    assert dated(line).byline == names


def test_the_office_of_an_author_is_no_headline() -> None:
    office = "Research Fellow, Carlotta Hermann Centre"
    note = "Su O'Hara is a Research Fellow in the Carlotta Hermann Centre for the Coast."
    head = f"Lamponomics, explained\n12 May 2021 3 min read\nCOMMENTARY BY\nSu O'Hara\n{office}"
    article = separate(page(f"{head}\n{note}\n\n{STORY}"))
    assert (article.title, article.text) == ("Lamponomics, explained", STORY)
    assert article.byline == ("Su O'Hara",)
    assert of_kind(article, Kind.BIOGRAPHY) == [note]


@pytest.mark.parametrize("above", ["", "READ ALSO:  Lamps Of The North\n\n"])
def test_a_name_given_twice_under_the_body_signs_it(above: str) -> None:
    biography = "She writes about lamps and has never owned one that worked."
    signature = f"Mina de Wit\nMina de Wit\n{biography}"
    article = dated("", below=f"\n\n{above}{signature}\n\nLeave a Reply")
    assert article.byline == ("Mina de Wit",)
    assert of_kind(article, Kind.BIOGRAPHY) == [biography]
    assert article.text.endswith("90,000 crowns.")


# HTML


def test_the_example_document() -> None:
    text = (EXAMPLES / "reservoir.html").read_text("utf-8")
    article = separate(page(text, Form.HTML))
    assert article.title == (
        "Reservoir water is safe, utility insists, as tests find raised manganese"
    )
    assert article.byline == ("Oskar Tamm", "Jolanta Brisk")
    assert article.site == "The Lindow Observer"
    assert article.sections == ("Environment",)
    assert article.published.date == dt.date(2021, 8, 19)
    assert [r.value for r in article.published.rejected] == ["2021-08-20", "2021"]
    assert article.text.startswith("The company that supplies")
    assert article.text.endswith("whatever the outcome.")
    assert "cookies" not in article.text
    assert "Drought map" not in article.text
    assert "leaking taps" not in article.text
    assert of_kind(article, Kind.SUBHEADING) == ["“Told to wait”"]
    for words, kind in {
        "We use cookies": Kind.LEGAL,
        "Subscribe": Kind.NAVIGATION,
        "By Oskar Tamm": Kind.BYLINE,
        "19 August 2021": Kind.DATELINE,
        "The dam at Hollin Water": Kind.CAPTION,
        "Drought map": Kind.RELATED,
        "leaking taps": Kind.BIOGRAPHY,
        "Lindow rowers sunk": Kind.WIDGET,
        "Sign in to join": Kind.COMMENTS,
    }.items():
        assert block_with(article, words).kind is kind, words


def html(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>"


PARAGRAPHS = "".join(f"<p>{paragraph}</p>" for paragraph in STORY.split("\n\n"))


def test_links_inside_sentences_stay_in_the_body() -> None:
    linked = PARAGRAPHS.replace("no keeper", "<a class='link' href='/k'>no keeper</a>")
    article = separate(
        page(html(f"<article><h1>Cape Varn goes dark</h1>{linked}</article>"), Form.HTML)
    )
    assert article.text == STORY
    assert article.title == "Cape Varn goes dark"


@pytest.mark.parametrize(
    "script",
    ["{broken", "[" * 100_000, "null", '{"@type": "NewsArticle", "author": {"name": [1, {}]}}'],
)
def test_hostile_metadata_is_no_obstacle(script: str) -> None:
    head = f"<script type='application/ld+json'>{script}</script>"
    article = separate(
        page(html(f"<article><h1>Cape Varn</h1>{PARAGRAPHS}</article>", head), Form.HTML)
    )
    assert article.text == STORY


def test_an_author_may_be_an_object_elsewhere_in_the_graph() -> None:
    script = (
        '{"@graph": [{"@type": "Person", "@id": "#mina", "name": "Mina de Wit"},'
        ' {"@type": "NewsArticle", "author": [{"@id": "#mina"}, {"@id": ["#odd"]}, 7]}]}'
    )
    head = f"<script type='application/ld+json'>{script}</script>"
    markup = html(f"<article><h1>Cape Varn</h1>{PARAGRAPHS}</article>", head)
    assert separate(page(markup, Form.HTML)).byline == ("Mina de Wit",)


def test_other_articles_in_the_graph_are_not_the_page() -> None:
    script = (
        '{"@graph": [{"@type": "NewsArticle", "headline": "Ferry fares rise",'
        ' "datePublished": "2021-05-02", "author": {"name": "Tom Varga"}},'
        ' {"@type": "NewsArticle", "headline": "Lighthouse at Cape Varn to go dark",'
        ' "datePublished": "2021-05-12", "author": {"name": "Mina de Wit"}}]}'
    )
    head = (
        "<title>Lighthouse at Cape Varn to go dark - Hask Courier</title>"
        f"<script type='application/ld+json'>{script}</script>"
    )
    article = separate(page(html(f"<h1>Cape Varn loses light</h1>{PARAGRAPHS}", head), Form.HTML))
    assert article.byline == ("Mina de Wit",)
    assert article.published.date == dt.date(2021, 5, 12)
    assert [found.value for found in article.published.rejected] == ["2021-05-02"]


def test_a_sentence_under_a_link_to_read_more_is_the_articles() -> None:
    told = '"The board can\'t count," harbour pilot Arne Lunde said outside Hask Town Hall.'
    link = "<div><a href='#'>Read more: The keeper who never slept</a></div>"
    links = "<p>Related</p><p><a href='#'>Who counts the herring?</a></p>"
    article = separate(
        page(
            html(f"<article>{PARAGRAPHS}{link}<p>{told}</p>{links}{PARAGRAPHS}</article>"),
            Form.HTML,
        )
    )
    assert told in article.text
    assert "Who counts the herring?" not in article.text


@pytest.mark.parametrize(
    "graph",
    [
        '{"@type": "WebSite", "name": "Hask Courier"}, {"@type": "NewsArticle"}',
        '{"@type": "Organization", "@id": "#us", "name": "Hask Courier"},'
        ' {"@type": "NewsArticle", "publisher": {"@id": "#us"}}',
        '{"@type": "NewsArticle", "publisher": []}, {"@type": "WebSite", "name": "Hask Courier"}',
    ],
)
def test_whose_site_it_is_may_stand_in_the_graph(graph: str) -> None:
    head = f"<script type='application/ld+json'>{{\"@graph\": [{graph}]}}</script>"
    assert separate(page(html(f"<h1>Cape Varn</h1>{PARAGRAPHS}", head), Form.HTML)).site == (
        "Hask Courier"
    )


@pytest.mark.parametrize(
    "line",
    [
        "(With inputs from agencies)",
        "As told to Nela Quist",
        "Our Standards: The Courier Trust Rules.",
        "Lesen Sie auch: Der letzte Leuchtturm wird verkauft",
        "À lire aussi : Le dernier phare est à vendre",
        "Temps de lecture : 2 min.",
        "Partager sur Facebook",
    ],
)
def test_small_print_in_the_article_is_none_of_it(line: str) -> None:
    markup = html(f"<article>{PARAGRAPHS}<p>{line}</p><p>The tower stays open.</p></article>")
    assert line not in separate(page(markup, Form.HTML)).text


def test_what_a_barrier_offers_is_none_of_the_article() -> None:
    first, *_ = STORY.split("\n\n")
    offer = "<p>Then 55 crowns a month. Read as much as you like on any device.</p>"
    markup = html(f"<article><p>{first}</p><div class='barrier'>{offer}</div></article>")
    assert separate(page(markup, Form.HTML)).text == first


def test_an_author_stated_with_a_trade_is_known_in_the_note_below() -> None:
    script = '{"@type": "NewsArticle", "author": "Nela Quist, Guest columnist"}'
    note = "<p>Nela Quist is a teacher and chairs the Friends of the Lighthouse.</p>"
    head = f"<script type='application/ld+json'>{script}</script>"
    article = separate(page(html(f"<article>{PARAGRAPHS}{note}</article>", head), Form.HTML))
    assert article.byline == ("Nela Quist",)
    assert [text[:10] for text in of_kind(article, Kind.BIOGRAPHY)] == ["Nela Quist"]


def test_a_table_in_the_article_keeps_its_figures() -> None:
    rows = "<tr><th>Lamp</th><th>2021</th></tr><tr><td>Varn</td><td>90,000</td></tr>"
    markup = html(f"<article>{PARAGRAPHS}<table>{rows}</table>{PARAGRAPHS}</article>")
    text = separate(page(markup, Form.HTML)).text
    assert "Lamp\n\n2021\n\nVarn\n\n90,000\n\n" in text


def test_headings_stay_headings_where_the_name_of_all_the_text_is_not_believed() -> None:
    body = f"{PARAGRAPHS}<h3>The keepers</h3>{PARAGRAPHS}"
    markup = html(f"<div class='subscriber-premium'>{body}</div>")
    article = separate(page(markup, Form.HTML))
    assert of_kind(article, Kind.SUBHEADING) == ["The keepers"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By NELA QUIST nquist@haskcourier.example", "NELA QUIST"),
        ("By Political Editor Nela Quist", "Nela Quist"),
        ("By Nela Quist Staff Writer Harbour News", "Nela Quist"),
        ("By Nela Quist Correspondent London Bureau", "Nela Quist"),
    ],
)
def test_a_byline_is_the_name_alone(line: str, name: str) -> None:
    markup = html(f"<article><h1>Cape Varn to go dark</h1><p>{line}</p>{PARAGRAPHS}</article>")
    assert separate(page(markup, Form.HTML)).byline == (name,)


def test_the_marks_of_footnotes_are_no_words() -> None:
    said = "<p>The lamp failed twice<sup>{}</sup> in a century, he said.{} Nobody drowned.</p>"
    marks = (
        '<a href="#fn-1">1</a>',
        '<a class="footnote-anchor" href="https://example.org/p/lamp#footnote-2">2</a>',
    )
    markup = html(f"<article>{PARAGRAPHS}{said.format(*marks)}{PARAGRAPHS}</article>")
    text = separate(page(markup, Form.HTML)).text
    assert "The lamp failed twice in a century, he said. Nobody drowned." in text


def test_other_small_figures_are_words() -> None:
    said = '<p>A lens of 2 m<sup>2</sup>, as <a href="#lens">1</a> of them had it, he said.</p>'
    text = separate(page(html(f"<article>{PARAGRAPHS}{said}</article>"), Form.HTML)).text
    assert "A lens of 2 m2, as 1 of them had it, he said." in text


@pytest.mark.parametrize(
    ("title", "site"),
    [
        ("Cape Varn to go dark - Hask Courier", "Hask Courier"),
        ("Cape Varn to go dark | Coast | Hask Courier", "Hask Courier"),
        ("Cape Varn to go dark", None),
        ("Lighthouses - Hask Courier", None),
        ("Cape Varn to go dark - and nobody in the whole of Hask minds", None),
    ],
)
def test_whose_site_it_is_may_stand_in_the_title(title: str, site: str | None) -> None:
    markup = html(f"<h1>Cape Varn to go dark</h1>{PARAGRAPHS}", f"<title>{title}</title>")
    assert separate(page(markup, Form.HTML)).site == site


def test_a_headline_after_the_name_of_its_site_is_no_site() -> None:
    title = "<title>Hask Courier - Cape Varn to go dark</title>"
    heads = "<h1>Hask Courier</h1><h1>Cape Varn to go dark</h1>"
    assert separate(page(html(f"{heads}{PARAGRAPHS}", title), Form.HTML)).site is None


def test_a_link_to_a_note_is_told_from_a_mark_in_linear_time() -> None:
    link = lxml_html.fromstring(f'<a href="#fn1">{" " * 100_000}x</a>')
    with deadline(5, "a link full of white space"):
        assert not is_reference(link)


@pytest.mark.parametrize(
    ("over", "day"),
    [
        ("<p>May 12, 2021</p>", dt.date(2021, 5, 12)),
        ("<p>Published Wednesday, May 12, 2021</p><p>Coast</p>", dt.date(2021, 5, 12)),
        ("<p>Wednesday, May 12, 2021</p>", None),  # may be that of the visit
        ("<header><p>May 12, 2021</p></header>", None),
    ],
)
def test_a_date_right_over_the_headline(over: str, day: dt.date | None) -> None:
    markup = html(f"<div>{over}<h1>Cape Varn to go dark</h1>{PARAGRAPHS}</div>")
    assert separate(page(markup, Form.HTML)).published.date == day


def test_the_day_of_creation_dates_a_page_that_says_no_other() -> None:
    script = '{"@type": "NewsArticle", "dateCreated": "2021-05-12T09:00"}'
    head = f"<script type='application/ld+json'>{script}</script>"
    article = separate(page(html(f"<h1>Cape Varn</h1>{PARAGRAPHS}", head), Form.HTML))
    assert article.published.date == dt.date(2021, 5, 12)


def test_a_plain_meta_date_is_the_day_of_publication() -> None:
    head = "<meta name='date' content='2021-05-12'>"
    article = separate(page(html(f"<h1>Cape Varn</h1>{PARAGRAPHS}", head), Form.HTML))
    assert article.published.date == dt.date(2021, 5, 12)


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("(Reporting by Mina de Wit; Editing by Su O'Hara)", Kind.BYLINE),
        ("This article was amended on 25 May. An earlier version said that he had a dog.",
         Kind.BYLINE),
        ("An earlier version of this article said that the keeper had a dog.", Kind.BYLINE),
        ("Mina de Wit is a retired midwife. The opinions expressed are hers.", Kind.BIOGRAPHY),
    ],
)  # fmt: skip
def test_notes_under_the_last_paragraph_are_none_of_the_article(note: str, kind: Kind) -> None:
    head = "<meta name='author' content='Mina de Wit'>"
    body = f"<article><h1>Cape Varn</h1>{PARAGRAPHS}<p><em>{note}</em></p></article>"
    article = separate(page(html(body, head), Form.HTML))
    assert article.text == STORY
    assert of_kind(article, kind)[-1] == note


def test_an_agency_names_its_reporter_under_the_report() -> None:
    note = "(Reporting by Mina de Wit; Editing by Su O'Hara)"
    body = f"<article><h1>Cape Varn</h1>{PARAGRAPHS}<p>{note}</p></article>"
    assert separate(page(html(body), Form.HTML)).byline == ("Mina de Wit",)


def test_deep_markup_is_refused_by_name() -> None:
    with pytest.raises(PageTooDeep):
        separate(page("<div>" * 100_000 + "x", Form.HTML))


@pytest.mark.parametrize("form", [Form.SCRAPE, Form.HTML])
def test_a_book_in_one_line_is_no_title(form: Form) -> None:
    book = "Nobody said a word. " * 200
    text = book if form is Form.SCRAPE else html(f"<article><h1>{book}</h1>{PARAGRAPHS}</article>")
    assert len(separate(page(text, form)).title or "") < 100


def test_markup_without_any_element_is_unreadable() -> None:
    with pytest.raises(UnreadablePage):
        separate(page("<!-- nothing but this -->", Form.HTML))


# Languages


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (STORY, "en"),
        (
            "Die Ministerin sagte, dass die Brücke nicht vor dem Sommer für den Verkehr geöffnet "
            "wird, und dass die Kosten noch nicht feststehen.",
            "de",
        ),
        (
            "La ministre a déclaré que le pont ne sera pas ouvert avant l'été et que les coûts ne "
            "sont pas encore connus dans le détail.",
            "fr",
        ),
        (
            "La ministra dijo que el puente no se abrirá antes del verano y que los costes no se "
            "conocen todavía en la ciudad.",
            "es",
        ),
        ("Министр сказала, что мост откроют летом.", "ru"),
        ("大臣は橋が夏までに開通しないと述べた。費用はまだ分かっていないという。", "ja"),
        ("12345 67890 !!!", None),
        ("", None),
    ],
)
def test_languages(text: str, language: str | None) -> None:
    assert separate(page(text, Form.TEXT)).language == language


# Pages with every trap


def test_the_example_scrape() -> None:
    article = separate(page((EXAMPLES / "harbour-volunteers.txt").read_text("utf-8")))
    assert article.title is not None
    assert article.title.endswith("Storm-Hit Port Asken")
    assert article.byline == ("Nela Quist",)
    assert article.sections == ("Home", "Region", "Coast", "NEWS")
    assert article.published.latest == dt.date(2023, 3, 14)
    assert article.text.endswith("before the boats come home.")
    assert "READ ALSO" not in article.text


def test_the_seed_page(shared: Path) -> None:
    text = (shared / "seed/page.txt").read_text("utf-8")
    article = separate(page(text))
    assert article.title == text.splitlines()[3]
    assert article.title.endswith("Ukraine War")
    assert article.byline == ("Mary Ama",)
    assert article.sections == ("Home", "Politics", "NEWS")
    assert article.language == "en"
    assert article.published.date is None
    assert article.published.latest == dt.date(2022, 9, 26)
    assert [r.value for r in article.published.rejected] == ["2022-09-26"]
    assert article.text.startswith("Russian military expert")
    assert article.text.endswith("a shorter duration.")
    assert [block.kind for block in article.blocks] == [
        Kind.CLOCK,
        Kind.SECTION,
        Kind.HEADLINE,
        *[Kind.PARAGRAPH] * 8,
        Kind.RELATED,
        Kind.PARAGRAPH,
        Kind.BYLINE,
        Kind.BYLINE,
        Kind.BIOGRAPHY,
        Kind.COMMENTS,
        Kind.ADVERTISEMENT,
        Kind.WIDGET,
        Kind.COMMENTS,
        Kind.RESIDUE,
    ]
    assert_exact(article, text)
    assert_every_line_once(article, text)


SHORT_STORY = (
    "Mayor Ana Lott said on Monday that nearly 40 boats sank. "
    "The council disputed this, saying only 12 were lost."
)


@pytest.mark.parametrize("story", [SHORT_STORY, STORY, SHORT_STORY.partition(" The")[0]])
def test_a_paragraph_is_never_its_own_headline(story: str) -> None:
    bare = separate(page(story))
    assert (bare.title, bare.text) == (None, story)
    headed = separate(page(f"Storm sinks boats\n\n{story}"))
    assert (headed.title, headed.text) == ("Storm sinks boats", story)


def test_a_headline_of_two_sentences_stays_one() -> None:
    headline = "The ferry was cheap. It will not be for long."
    article = separate(page(f"{headline}\nBy Jarle Ostby\n12 May 2021\n\n{STORY}"))
    assert (article.title, article.text) == (headline, STORY)


def test_byline_and_date_in_plain_paragraphs_of_a_document() -> None:
    story = "".join(f"<p>{paragraph}</p>" for paragraph in STORY.split("\n\n"))
    markup = f"<h1>Storm sinks boats</h1><p>By Ana Holm</p><p>March 14, 2023</p>{story}"
    article = separate(page(f"<html><body>{markup}</body></html>", Form.HTML))
    assert (article.title, article.byline) == ("Storm sinks boats", ("Ana Holm",))
    assert article.published.date == dt.date(2023, 3, 14)
    assert article.text == STORY
    assert of_kind(article, Kind.BYLINE) == ["By Ana Holm"]
    assert of_kind(article, Kind.DATELINE) == ["March 14, 2023"]


@pytest.mark.parametrize("width", [60, 66, 72, 80])
def test_wrapped_paragraphs_are_read_whole(width: int) -> None:
    story = wrapped(STORY, width)
    article = separate(page(f"Lighthouse to go dark\nBy Jarle Ostby\n12 May 2021\n\n{story}\n"))
    assert (article.title, article.byline) == ("Lighthouse to go dark", ("Jarle Ostby",))
    assert article.text == story
    assert len(of_kind(article, Kind.PARAGRAPH)) == 4
    assert separate(page(story)).text == story


def test_lists_of_links_are_not_wrapped_paragraphs() -> None:
    links = [
        "Ferry fares on the Hask line rise again after a winter",
        "Why the herring left the bay and what it has meant to us",
        "The keeper of the tower looks back on the storms of 1954",
        "Council to vote on the harbour wall before the end of May",
    ]
    story, menu = wrapped(STORY, 66), "\n".join(links)
    head = "Lighthouse at Cape Varn to go dark\nBy Jarle Ostby\n12 May 2021"
    article = separate(page(f"{head}\n\n{story}\n\n{menu}"))
    assert [block.text for block in article.blocks if block.text in links] == links
    assert article.text == story


@pytest.mark.parametrize("size", [3, 7, 64])
def test_long_documents_read_the_same_piece_by_piece(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    spaced = STORY.replace(" ", " \n\t ")
    captured = page(html(f"<h1>Cape  Varn</h1><p> {spaced} </p>"), Form.HTML)
    whole, read = document_text(captured), separate(captured)
    monkeypatch.setattr("reportedly.articles.documents._PIECE", size)
    monkeypatch.setattr("reportedly.articles.lines._PIECE", size)
    assert document_text(captured) == whole
    assert separate(captured) == read
