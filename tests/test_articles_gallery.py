"""A gallery of small pages, each with one trap that catches extractors. All of it is invented."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from reportedly.articles import document_text, separate
from reportedly.data import Article, BlockKind, Form, Nature, Page, TextQuote

SENTENCES = [
    "The ferry to Orrin Island will stay in port until Friday, the harbour office in Port Asken "
    "said on Tuesday, because a crack was found in its hull.",
    "“We have looked at every plate of that hull,” said Berit Oldam, the harbour master. She "
    "added that the crew had not been in danger at any time.",
    "Some 120 cars were waiting on the quay in the morning. Their drivers were told to take the "
    "road by Lindow, which is longer by two hours.",
    "The company that runs the ferry did not answer questions about the cost of the repair, "
    "which the office puts at about 90,000 crowns.",
]
TITLE = "Ferry to Orrin Island stays in port"
PARAGRAPHS = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def separated(
    text: str, form: Form, *, url: str | None = None, captured_at: dt.datetime | None = None
) -> Article:
    media = "text/html" if form is Form.HTML else "text/plain"
    return separate(Page(text.encode(), text, form, media, "test", url, captured_at))


def scrape(*lines: str) -> Article:
    return separated("\n\n".join(lines), Form.SCRAPE)


def html(body: str, head: str = "", **about: dt.datetime) -> Article:
    text = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return separated(text, Form.HTML, **about)  # type: ignore[arg-type]


def linked_data(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(values)}</script>'


def story(head: str = "", above: str = "", below: str = "", **about: dt.datetime) -> Article:
    return html(f"{above}<article><h1>{TITLE}</h1>{PARAGRAPHS}</article>{below}", head, **about)


LONGER = [
    f"In the year {year} the office had counted {year % 97} cracks in the hulls of all ferries "
    "that run from Port Asken, and had each of them mended before the autumn storms, as it must."
    for year in range(1990, 2000)
]

# What is no article

TEASERS = [
    ("Harbour wall to be raised by a metre", "The council in Port Asken voted late on Monday."),
    ("Herring return to the outer bay", "Fishermen at Hask have not seen such catches since 1998."),
    ("Bakery fire was no accident, police say", "Two people were questioned about it in Lindow."),
    ("School at Cape Varn gets a new roof", "The old one had been leaking for eleven winters."),
    ("Rowers lose by the length of a hand", "It was the third time in a row for the Lindow crew."),
    ("Market to move to the old station", "Traders say that nobody has asked them about it yet."),
]
ERROR = "Sorry, the page you asked for was not found. It may have been moved or removed by us."
CONSENT = (
    "We and our 418 partners store and access personal data, like browsing data or unique "
    "identifiers, on your device. Selecting Accept All enables tracking technologies.",
    "You can change your preferences at any time. Some vendors may process your personal data on "
    "the basis of legitimate interest, to which you can object.",
)
LIVE = [
    line
    for hour in range(9, 15)
    for line in (
        f"{hour}:20 GMT",
        f"The ferry has been towed to berth {hour} by two tugs from Port Asken, the office says.",
        "More cars are being turned away at the gate, our reporter in the harbour writes to us.",
    )
]


def rows(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


INDEX_LINES = [
    line
    for title, teaser in TEASERS
    for line in (title, "By Nela Quist", "12 May 2021", teaser, "Read more")
]
INDEX_HTML = "".join(
    f"<div class='card'><h2><a href='/s'>{title}</a></h2><p>{teaser}</p><time>12 May 2021</time>"
    "</div>"
    for title, teaser in TEASERS
)
NOT_ARTICLES = [
    (Nature.INDEX, scrape("News from the coast", *INDEX_LINES)),
    (Nature.INDEX, scrape("Menu", *(title for title, _ in TEASERS), *(t for t, _ in TEASERS))),
    (Nature.INDEX, html(f"<main><h1>Coast</h1>{INDEX_HTML}</main>")),
    (Nature.CONSENT, scrape("The Hask Courier", "Your privacy", *CONSENT, "Accept All")),
    (Nature.CONSENT, html(f"<div><h1>Your privacy</h1>{rows(*CONSENT)}</div>")),
    (Nature.ERROR, scrape("404 - Page not found", ERROR, "Home", "Search")),
    (Nature.ERROR, html(f"<h1>Page not found</h1><p>{ERROR}</p>")),
    (Nature.ERROR, html("<h1>Just a moment...</h1><p>Verify you are human to go on.</p>")),
    (Nature.EMPTY, scrape("Home", "News", "Sign in", "Privacy policy")),
]


@pytest.mark.parametrize(("nature", "article"), NOT_ARTICLES)
def test_a_page_without_an_article_says_so_and_yields_none(
    nature: Nature, article: Article
) -> None:
    assert (article.nature, article.text) == (nature, "")
    assert article.blocks


def test_a_banner_over_an_article_makes_it_no_consent_wall() -> None:
    banner = f"<div id='cookie-banner'>{rows(*CONSENT)}</div>"
    for article in (story(above=banner), scrape(*CONSENT, TITLE, "12 May 2021", *SENTENCES)):
        assert article.nature is Nature.ARTICLE
        assert article.text == "\n\n".join(SENTENCES)


VIDEO = "A crane lifts the wheel out of the water while a crowd looks on from the quay."
PROMPT = "Already a subscriber? Log in to continue reading."


@pytest.mark.parametrize(
    ("nature", "article", "text"),
    [
        (
            Nature.VIDEO,
            scrape("Watch: wheel lifted", "Now Playing", "0:00 / 1:32", VIDEO, "Up Next"),
            VIDEO,
        ),
        (
            Nature.VIDEO,
            html(
                f"<h1>Wheel lifted out of the bay</h1><div><p>{VIDEO}</p></div>",
                linked_data(**{"@type": "VideoObject", "name": "Wheel lifted"}),
            ),
            VIDEO,
        ),
        (
            Nature.LIVE,
            scrape(f"{TITLE}: live updates", "By Nela Quist", *SENTENCES[:2], *LIVE),
            "\n\n".join(SENTENCES[:2]),
        ),
        (
            Nature.LIVE,
            html(
                f"<article><h1>{TITLE}</h1>{rows(*SENTENCES[:2])}{rows(*LIVE)}</article>",
                linked_data(**{"@type": "LiveBlogPosting", "headline": TITLE}),
            ),
            "\n\n".join(SENTENCES[:2]),
        ),
        (
            Nature.PAYWALL,
            scrape(TITLE, "By Nela Quist", "12 May 2021", SENTENCES[0], PROMPT),
            SENTENCES[0],
        ),
        (
            Nature.PAYWALL,
            html(
                f"<article><h1>{TITLE}</h1><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p></article>",
                linked_data(**{"@type": "NewsArticle", "isAccessibleForFree": False}),
            ),
            "\n\n".join(SENTENCES[:2]),
        ),
    ],
)
def test_what_little_text_such_a_page_has_is_kept(
    nature: Nature, article: Article, text: str
) -> None:
    assert (article.nature, article.text) == (nature, text)


@pytest.mark.parametrize(
    "ending",
    ["The minister, who had been told of it in March, ...", "She had been told of it all in […]"],
)
def test_a_text_that_breaks_off_is_marked(ending: str) -> None:
    article = scrape(TITLE, "By Nela Quist", "12 May 2021", *SENTENCES, ending)
    assert article.nature is Nature.ARTICLE
    assert article.truncated is not None


def test_a_wall_under_a_long_beginning_is_what_cuts_it() -> None:
    article = scrape(TITLE, "By Nela Quist", "12 May 2021", *SENTENCES * 1, PROMPT)
    assert article.truncated is not None
    assert "Already a subscriber" in article.truncated


@pytest.mark.parametrize(
    "article",
    [
        scrape(TITLE, "By Nela Quist", "12 May 2021", *SENTENCES),
        scrape("Page not found: how a leaf came home", "By Nela Quist", *SENTENCES, *LONGER),
        scrape("Ten films to watch this winter", "By Nela Quist", *SENTENCES, "Video", "0:31"),
        story(linked_data(**{"@type": ["NewsArticle", "VideoObject"], "headline": TITLE})),
        html(
            "".join(f"<h2>{t}</h2><p>{s}</p><p>{s}</p>" for t in ("a b", "c d") for s in SENTENCES)
        ),
    ],
)
def test_articles_are_articles(article: Article) -> None:
    assert (article.nature, article.truncated) == (Nature.ARTICLE, None)
    assert SENTENCES[1] in article.text


# Furniture

FIRST, *REST = SENTENCES


@pytest.mark.parametrize(
    "between",
    [
        ["View this post on Instagram", "A post shared by Berit Oldam (@oldam)"],
        ["What a sight that was this morning!", "— Tom Varga (@tomvarga) May 12, 2021"],
        ["The crack, seen from below.\nUlla Brandt/Harbour News"],
        ["Story continues"],
        ["SUBSCRIBE TO THE HASK COURIER BY CLICKING HERE"],
        ["Berth", "Cars", "Wait", *(f"Berth {n}" for n in range(60))],
        ["https://hask.example/ferry"],
        ["The crack in the hull, seen from the quay of Port Asken.", "Ulla Brandt/Getty Images"],
        ["haskcourier.com", "haskropes.com"],
        ["skip past newsletter promotion", "Harbour letter", "after newsletter promotion"],
        ["Find a berth in Port Asken »"],
        ["View On Haskropes.com", "See the new rope on Amazon", "$40 at Hask Ropes"],
        ["Want the best of the coast? We send it to your inbox each Friday."],
    ],
)
def test_what_stands_between_paragraphs_is_neither_body_nor_its_end(between: list[str]) -> None:
    article = scrape(TITLE, "By Nela Quist", "12 May 2021", *LONGER, FIRST, *between, *REST)
    assert article.text.startswith(LONGER[0])
    assert article.text.endswith(REST[-1])
    for line in between:
        if len(line) > 12:  # cells of tables count as headings
            assert line not in article.text


@pytest.mark.parametrize(
    "note",
    [
        "Nela Quist is a reporter at the Hask Courier, where she covers lamps and ferries.",
        "Tom Varga, MSc is a freelance writer with a boat of his own. He lives in Lindow.",
    ],
)
def test_notes_on_authors_are_no_part_of_the_story(note: str) -> None:
    article = scrape(TITLE, note, "By Nela Quist", "12 May 2021", *SENTENCES)
    assert article.text == "\n\n".join(SENTENCES)
    assert [b.text for b in article.blocks if b.kind is BlockKind.BIOGRAPHY] == [note]


def test_other_articles_under_the_note_on_the_author_are_not_read_on() -> None:
    note = "Nela Quist is a reporter at the Hask Courier, where she covers lamps and ferries."
    more = ["More stories", "Herring return to the outer bay", note, "Coast", TEASERS[0][0]]
    article = scrape(TITLE, "By Nela Quist", "12 May 2021", *SENTENCES, *LONGER, *more, *LONGER[:3])
    assert article.text == "\n\n".join([*SENTENCES, *LONGER])


def test_teasers_that_each_stand_alone_under_a_heading_are_no_body() -> None:
    told = [f"{sentence} {sentence}" for _, sentence in TEASERS[:3]]
    teasers = [
        line for (title, _), text in zip(TEASERS, told, strict=False) for line in (title, text)
    ]
    article = scrape(TITLE, "By Nela Quist", "12 May 2021", *SENTENCES, "Related", *teasers)
    assert article.text == "\n\n".join(SENTENCES)


def test_what_a_colon_announces_belongs_to_the_article() -> None:
    announced = (
        "The harbour office says that these three berths will be open again on Friday morning:"
    )
    within = scrape(TITLE, "12 May 2021", *SENTENCES[:2], announced, *SENTENCES[2:])
    assert announced in within.text
    listed = ["Open on Friday:", "Berth 4 in Port Asken", "Berth 9 in Lindow", "The mole at Hask"]
    below = scrape(TITLE, "12 May 2021", *SENTENCES, *listed, "Facebook", "Sign in")
    assert below.text == "\n\n".join([*SENTENCES, *listed])


def test_short_lines_that_head_no_text_are_no_subheadings() -> None:
    told = [f"{text} That was new." for text in LONGER[:6]]
    caption = "The outer mole at Hask in the last days of May."
    for at in (1, 3, 5):  # who took the picture
        told[at:at] = ["Hask Courier"] if at > 1 else [caption, "Hask Courier"]
    told.insert(3, "Down at the quay")
    shop = ["Lamps", "Ropes for the winter", "More from the shop"]
    article = scrape(TITLE, "By Nela Quist", "12 May 2021", *told, *shop, *LONGER[6:])
    headings = [b.text for b in article.blocks if b.kind is BlockKind.SUBHEADING]
    assert headings == ["Down at the quay"]
    assert [b.text for b in article.blocks if b.kind is BlockKind.CAPTION] == [caption]
    assert all(text in article.text for text in LONGER)


def test_what_is_quoted_from_the_text_in_large_letters_is_read_once() -> None:
    said = "“Nobody in this town has forgotten the autumn of the broken lamps.”"
    text = f"{said} She has kept the first of those lamps in her kitchen ever since that year."
    told = [*LONGER[:3], said, "Berit Oldam", *LONGER[3:6], text, *LONGER[6:]]
    article = scrape(TITLE, "By Nela Quist", "12 May 2021", *told)
    assert article.text.count("broken lamps") == 1
    assert text in article.text


def test_a_summary_made_of_the_text_s_own_sentences_is_none_of_it() -> None:
    summary = f"{SENTENCES[0]} {SENTENCES[3]}"
    told = ["Port Asken: " + SENTENCES[0], *SENTENCES[1:]]
    text = "\n\n".join(told)
    assert scrape(TITLE, "12 May 2021", summary, *told).text == text
    shown = rows(summary, *told)
    assert html(f"<article><h1>{TITLE}</h1>{shown}</article>").text == text
    assert scrape(TITLE, "12 May 2021", summary, summary, *told).text == text


def test_a_note_under_the_byline_of_a_document_is_none_of_the_story() -> None:
    note = "She is a reporter at the Hask Courier, where she covers lamps and ferries."
    shown = f"<p>By Nela Quist</p><p>{note}</p>{PARAGRAPHS}"
    article = html(f"<article><h1>{TITLE}</h1>{shown}</article>")
    assert note not in article.text
    assert SENTENCES[0] in article.text


def test_a_list_of_what_follows_is_read_once_and_an_interview_s_questions_each_time() -> None:
    question = "How long will the ferry stay in port this spring?"
    contents = scrape(TITLE, "12 May 2021", *LONGER[:2], question, "Top", question, *LONGER[2:])
    assert contents.text.count(question) == 1
    interview = scrape(TITLE, "12 May 2021", LONGER[0], question, LONGER[1], question, *LONGER[2:])
    assert interview.text.count(question) == 2


def test_long_items_of_a_list_are_no_captions() -> None:
    items = [
        f"Berth {n} on the outer mole at Hask, for ferries and tugs of up to {n}0 metres in length"
        for n in (2, 3, 4)
    ]
    article = scrape(TITLE, "12 May 2021", *LONGER[:3], *items, *LONGER[3:])
    assert all(item in article.text for item in items)
    announced = [LONGER[0], "The berths are these:", items[0], "Berth 7 in Lindow", items[1]]
    article = scrape(TITLE, "12 May 2021", *announced, *LONGER[1:])
    assert all(item in article.text for item in items[:2])


@pytest.mark.parametrize("item", ["{year}: Rower {year} of Lindow", "Crew {year} - Nela Quist"])
def test_the_list_of_winners_under_an_article_belongs_to_it(item: str) -> None:
    winners = [item.format(year=year) for year in range(2000, 2020)]
    listed = ["Winners of the Orrin race", *winners]
    article = scrape(TITLE, "12 May 2021", *LONGER, *listed, "Facebook", "Sign in", "About us")
    assert article.text == "\n\n".join([*LONGER, *listed])


def test_a_list_by_years_belongs_to_the_article_even_under_its_table() -> None:
    winners = [f"{year}: Rower {year} – Lindow" for year in range(2000, 2010)]
    table = ["Results", "Crew", "Votes", "1. Lindow", "41.3%", "2. Hask", "23.9%"]
    listed = ["Winners of the race", *winners]
    article = scrape(TITLE, "12 May 2021", *LONGER, *table, *listed, "Sign in")
    assert article.text.endswith("\n\n".join(listed))
    links = [f"Coast: {title}" for title, _ in TEASERS]
    article = scrape(TITLE, "12 May 2021", *LONGER, *table, "News", *links, "Sign in")
    assert article.text == "\n\n".join(LONGER)


def test_the_full_stop_after_a_site_s_address_is_left_out() -> None:
    info = "Open daily from 9 to 17 at the outer mole, 4 Quay Street; tickets at 30 crowns from {}"
    told = [*LONGER[:3], info.format("hask-harbour.com/tickets"), *LONGER[3:]]
    assert info.format("hask-harbour.com/tickets") in scrape(TITLE, "12 May 2021", *told).text


@pytest.mark.parametrize(
    "credit",
    [
        "(Ulla Brandt/Harbour News)",
        "(Ulla Brandt for the Harbour News)",
        "(Brandt Collection)",
        "Ulla Brandt/Harbour News",
        "Photograph by Ulla Brandt.",
    ],
)
def test_a_sentence_is_a_caption_where_the_maker_of_the_picture_closes_it(credit: str) -> None:
    seen = (
        "Berit Oldam, left, looks at the hull of the ferry with two of the welders who came over "
        f"from Lindow to mend it, as it lay in port on Monday. {credit}"
    )
    article = scrape(TITLE, "12 May 2021", *SENTENCES[:2], seen, *SENTENCES[2:])
    assert article.text == "\n\n".join(SENTENCES)
    assert [b.text for b in article.blocks if b.kind is BlockKind.CAPTION] == [seen]


def test_cookies_that_are_baked_are_told_from_those_of_a_site() -> None:
    baked = "Once the cookies are cool, the harbour master hands them out on the quay at Hask."
    stored = "These cookies are used to count how often visitors come back to the website of Hask."
    article = scrape(TITLE, "12 May 2021", *SENTENCES[:2], baked, stored, *SENTENCES[2:])
    assert baked in article.text
    assert stored not in article.text


def test_a_foot_of_buttons_notices_and_links_ends_an_article() -> None:
    foot = ["Sign up for our newsletter", "© 2021 The Hask Courier", "Share this", "Related"]
    about = [text.replace("office", "Courier") for text in LONGER[:4]]
    article = scrape(TITLE, "12 May 2021", *LONGER, *foot, TEASERS[0][0], *about)
    assert article.text == "\n\n".join(LONGER)


def test_the_article_begins_under_its_byline_not_with_the_teasers_over_its_headline() -> None:
    teasers = [f"{title}: {teaser}" for title, teaser in TEASERS] * 2
    teasers = [text.replace("the", f"the {n}", 1) for n, text in enumerate(teasers)]
    head = [TITLE, "By Nela Quist", "Published: 12:40 GMT, 12 May 2021", "609 shares"]
    article = scrape("Home", "News", *teasers, "Previous", "Next", *head, *SENTENCES, *LONGER)
    assert (article.title, article.byline) == (TITLE, ("Nela Quist",))
    assert article.text == "\n\n".join([*SENTENCES, *LONGER])


def test_whole_articles_that_follow_on_the_same_page_are_not_read_on() -> None:
    def head(title: str, hour: int) -> list[str]:
        return ["Nela Quist/", f"May {hour}, 2021/{hour}:43 p.m. ET", "Share This Story", title]

    more = ["Share This Story", "Most Recent Posts", *head("Herring return to the bay", 4)]
    told = [*head(TITLE, 6), *LONGER, *more, *(text.replace("cracks", "holes") for text in LONGER)]
    assert scrape("The Hask Courier", *told).text == "\n\n".join(LONGER)
    dated = ["Related", "Herring return to the bay", "May 4, 2021/4:43 p.m."]  # no article's head
    within = [*head(TITLE, 6), *LONGER[:6], *dated, *LONGER[6:]]
    assert scrape("The Hask Courier", *within).text.endswith(LONGER[-1])


def test_teasers_with_dates_of_their_own_are_no_body_even_where_titles_are_questions() -> None:
    teasers = [
        line
        for n, (_, text) in enumerate(TEASERS, 1)
        for line in (f"What did they say at Hask for the {n}th time?", text, f"May {n}, 2020")
    ]
    article = scrape(TITLE, "By Nela Quist", "12 May 2021", *LONGER, "You May Also Like", *teasers)
    assert article.text == "\n\n".join(LONGER)


def test_an_article_goes_on_after_what_can_be_bought() -> None:
    cards = [line for n in range(9) for line in (f"Rope {n}", f"{n}9 crowns", "Courier Shop")]
    article = scrape(TITLE, "By Nela Quist", "12 May 2021", *LONGER[:2], *cards, *LONGER[2:4])
    assert article.text.startswith(LONGER[0])
    assert article.text.endswith(LONGER[3])
    others = ["Comments", *cards, *LONGER[2:4]]
    alone = scrape(TITLE, "By Nela Quist", "12 May 2021", *LONGER[:2], *others)
    assert alone.text == "\n\n".join(LONGER[:2])


def test_an_article_goes_on_after_links_where_somebody_it_names_is_quoted() -> None:
    links = ["Editor's picks", TEASERS[0][0], TEASERS[1][0], TEASERS[2][0], "Related", "Lindow"]
    last = (
        "“This hull has carried us for thirty years, and it will carry us for thirty more,” {} "
        "said late on Tuesday. “We have seen worse, and so have the people of the island, who "
        "rowed across when there was no ferry at all, in winters that were harder than this one, "
        "and who will not mind the road by Lindow for a week or for as long as it takes us.”"
    )
    told = [TITLE, "12 May 2021", *SENTENCES, *links]
    assert scrape(*told, last.format("Oldam"), "Sign in").text.endswith(last.format("Oldam"))
    assert scrape(*told, last.format("Varga"), "Sign in").text == "\n\n".join(SENTENCES)


def test_sentences_to_the_reader_under_a_heading_for_links_are_links() -> None:
    invited = [
        "The island has more houses for sale than in any of the last thirty years. Here's how to "
        "buy one of them for as little as a hundred crowns, before the ferry is mended.",
        "If you do not know how to mend a hull, you will pay for it until the day you drown. This "
        "book by a welder from Lindow says it all, and is yours for a week.",
    ]
    told = [*LONGER[:3], "Don't Miss:", *invited, *LONGER[3:]]
    assert scrape(TITLE, "12 May 2021", *told).text == "\n\n".join(LONGER)


def test_teasers_with_their_authors_under_an_article_are_none_of_it() -> None:
    names = ["Nela Quist", "Tom Varga", "Ulla Brandt", "Nela Quist"]
    teasers = [
        line
        for (title, teaser), name in zip(TEASERS, names, strict=False)
        for line in (title, f"{teaser[:-1]}, and it took the better part of a week.", name)
    ]
    article = scrape(TITLE, "12 May 2021", *LONGER, *teasers, "Sign in")
    assert article.text == "\n\n".join(LONGER)
    couples = [line for text in LONGER[:4] for line in ("Nela Quist & Tom Varga", text)]
    assert LONGER[3] in scrape(TITLE, "12 May 2021", *SENTENCES, *couples).text


def test_a_text_that_is_cut_for_a_link_is_no_paragraph() -> None:
    cut = f"{SENTENCES[2]} {SENTENCES[1][:60]}… more >"
    article = scrape(TITLE, cut, "By Nela Quist - The Hask Courier - May 12, 2021", *SENTENCES)
    assert article.text == "\n\n".join(SENTENCES)
    assert article.byline == ("Nela Quist",)


def test_items_that_open_alike_are_a_list_and_cells_are_a_table() -> None:
    told = [*LONGER[:3], "How to call the berths", "{}", *LONGER[3:]]
    at = told.index("{}")
    items = [f"call/berth Port-Asken_{n}" for n in range(20)]
    cells = [f"Port-Asken_{n} berth" for n in range(20)]
    for lines, kept in ((items, True), (cells, False)):
        article = scrape(TITLE, "12 May 2021", *told[:at], *lines, *told[at + 1 :])
        assert (lines[7] in article.text) is kept


def test_what_stands_under_the_label_of_a_summary_is_none_of_the_text() -> None:
    text = "The ferry to Orrin Island will not leave the port before Friday, for it has a crack."
    article = scrape(TITLE, "12 May 2021", "Summary:", text, "Share", *SENTENCES)
    assert article.text == "\n\n".join(SENTENCES)


@pytest.mark.parametrize(
    "line", ["Nela Quist Hask Courier & Harbour News", "12 May 2021 14 May 2021 Nela Quist of Hask"]
)
def test_who_wrote_it_when_is_no_standfirst(line: str) -> None:
    assert scrape(TITLE, line, *SENTENCES).text == "\n\n".join(SENTENCES)


def test_a_headline_that_stands_twice_is_no_paragraph() -> None:
    title = "Why will the ferry to Orrin Island stay in port this week?"
    article = scrape(title, title, "By Nela Quist", "12 May 2021", *SENTENCES)
    assert article.title == title
    assert article.text == "\n\n".join(SENTENCES)


def test_markup_left_in_a_scrape_is_residue() -> None:
    left = '<a href="https://hask.example/ferry">The ferry</a> will not sail today, she said. ' * 3
    article = scrape(TITLE, "12 May 2021", *SENTENCES[:2], left.strip(), *SENTENCES[2:])
    assert article.text == "\n\n".join(SENTENCES)


def test_a_paragraph_that_extractors_pass_over_stays_in_place() -> None:
    odd = "It was the second crack in a year, and the third since the ferry was built in Lindow."
    body = rows(*SENTENCES[:2]) + f"<div><span>{odd}</span></div>" + rows(*SENTENCES[2:])
    article = html(f"<article><h1>{TITLE}</h1>{body}</article>")
    assert article.text == "\n\n".join([*SENTENCES[:2], odd, *SENTENCES[2:]])


def test_captions_and_idle_headings_are_no_body_of_a_document() -> None:
    figure = (
        "<figure><img><figcaption>The hull, seen from the quay on Monday.</figcaption></figure>"
    )
    links = "<h3>Herring return to the outer bay</h3><h3>Market to move to the old station</h3>"
    article = html(f"<article><h1>{TITLE}</h1>{PARAGRAPHS}{figure}{links}</article>")
    assert article.text == "\n\n".join(SENTENCES)


@pytest.mark.parametrize("name", ["carousel-wrap", "social-embed share", "comments", "related"])
def test_a_name_under_which_the_whole_article_stands_is_not_believed(name: str) -> None:
    article = html(f"<div class='{name}'><h1>{TITLE}</h1>{PARAGRAPHS}</div>")
    assert article.text == "\n\n".join(SENTENCES)


TEASED = "".join(
    f"<div class='{{}}'><h3><a href='/s'>{title}</a></h3><p>{teaser} {teaser}</p></div>"
    for title, teaser in TEASERS
)


@pytest.mark.parametrize(
    "below",
    [
        f"<div class='article-list'>{TEASED}</div>",
        TEASED.format(*["card teaser"] * len(TEASERS)),
        f"<section><h2>More</h2>{TEASED}</section>",
        f"<aside>{TEASED}</aside>",
        "<div class='c-comments'>" + rows(*(f"I saw it, too, said {n}." for n in range(40))),
        f"<div class='author-box'><p>{SENTENCES[3]}</p></div>",
        f"<div class='newsletter-signup'><p>{SENTENCES[3]}</p></div>",
    ],
)
def test_what_other_elements_hold_is_none_of_the_article(below: str) -> None:
    told = rows(*SENTENCES[:3], *LONGER)
    article = html(f"<main><article><h1>{TITLE}</h1>{told}</article>{below}</main>")
    assert article.text == "\n\n".join([*SENTENCES[:3], *LONGER])


def test_the_parts_of_an_article_may_stand_in_elements_of_their_own() -> None:
    parts = "".join(f"<section><div><p>{sentence}</p></div></section>" for sentence in LONGER)
    article = html(f"<main><h1>{TITLE}</h1>{parts}<ul><li>Closed: berth 9</li></ul></main>")
    assert article.text == "\n\n".join([*LONGER, "Closed: berth 9"])


def test_an_article_is_shared_among_elements_of_one_shape() -> None:
    opening, closing = SENTENCES[:2], SENTENCES[2:]
    items = "".join(f"<div><h2>Ferry {n}</h2>{rows(text)}</div>" for n, text in enumerate(LONGER))
    links = "".join(f"<p><a href='/s'>{title}. {teaser}</a></p>" for title, teaser in TEASERS)
    parts = [rows(*opening), items, rows(*closing), links]
    shown = "".join(f"<div>{part}</div>" for part in parts)
    article = html(f"<article><h1>{TITLE}</h1><section>{shown}</section></article>")
    assert all(text in article.text for text in (*opening, *LONGER, *closing))
    assert TEASERS[0][1] not in article.text


def test_a_first_paragraph_that_its_element_breaks_is_whole() -> None:
    begin, end = SENTENCES[0].split(", because ")
    broken = f"<div>{begin}<div><img></div>because {end}</div>"
    article = html(f"<article><h1>{TITLE}</h1>{broken}{rows(*SENTENCES[1:])}</article>")
    assert article.text.startswith(begin)


def test_what_a_byline_tells_of_its_author_is_no_standfirst() -> None:
    note = "Nela Quist is a reporter at the Hask Courier, where she covers lamps and ferries."
    byline = f"<div class='byline'><a>Nela Quist</a><p>{note}</p></div>"
    article = html(f"<main><h1>{TITLE}</h1>{byline}<div>{PARAGRAPHS}</div></main>")
    assert article.text == "\n\n".join(SENTENCES)


def test_lists_and_short_paragraphs_belong_to_the_article_and_links_do_not() -> None:
    short = "<ul><li>Berth 4: closed</li><li>Berth 9: open</li></ul><p>Why?</p>"
    links = "<p><a href='/s'>Herring return to the outer bay</a></p>"
    body = rows(*LONGER[:3]) + short + links + rows(*LONGER[3:])
    article = html(f"<article><h1>{TITLE}</h1>{body}</article>")
    told = [*LONGER[:3], "Berth 4: closed", "Berth 9: open", "Why?", *LONGER[3:]]
    assert article.text == "\n\n".join(told)


# Bylines


@pytest.mark.parametrize(
    ("head", "shown", "names"),
    [
        (
            linked_data(**{"@type": "NewsArticle", "author": {"name": "The Hask Courier"}}),
            "<p class='byline'>Nela Quist Hask Courier</p>",
            ("Nela Quist",),
        ),
        (
            linked_data(**{"@type": "NewsArticle", "author": "Nela Quist"}),
            "<p>By Nela Quist and Tom Varga</p>",
            ("Nela Quist", "Tom Varga"),
        ),
        (
            linked_data(
                **{"@type": "NewsArticle", "author": "Nela Quist, Senior Reporter and Tom Varga"}
            ),
            "",
            ("Nela Quist", "Tom Varga"),
        ),
        (
            linked_data(**{"@type": "NewsArticle", "author": "Nela Quist | Sponsored"}),
            "",
            ("Nela Quist",),
        ),
    ],
)
def test_the_byline_names_persons(head: str, shown: str, names: tuple[str, ...]) -> None:
    site = "<meta property='og:site_name' content='The Hask Courier'>"
    article = html(f"<article><h1>{TITLE}</h1>{shown}{PARAGRAPHS}</article>", head + site)
    assert article.byline == names


@pytest.mark.parametrize(
    "head",
    ["<meta name='author' content='Nela Quist'>", "<meta name='byl' content='By Nela Quist'>"],
)
def test_an_author_in_a_meta_element_is_taken_where_nothing_else_names_one(head: str) -> None:
    assert story(head).byline == ("Nela Quist",)


def test_without_a_heading_the_document_s_own_title_is_the_headline() -> None:
    article = html(PARAGRAPHS, f"<title>{TITLE} - The Hask Courier</title>")
    assert article.title == TITLE


# Dates


def why(article: Article) -> dict[str, str]:
    return {rejected.value: rejected.why for rejected in article.published.rejected}


def test_published_and_updated_are_kept_apart_with_the_zone() -> None:
    article = story(
        linked_data(
            **{
                "@type": "NewsArticle",
                "datePublished": "2021-05-12T23:30:00-05:00",
                "dateModified": "2021-05-14T08:00:00-05:00",
            }
        )
    )
    assert article.published.date == dt.date(2021, 5, 12)
    assert article.published.at is not None
    assert article.published.at.isoformat() == "2021-05-12T23:30:00-05:00"
    assert why(article) == {"2021-05-14": "the day of an update"}


def test_microdata_dates_the_article() -> None:
    stamp = "<span itemprop='datePublished' content='2021-05-12T23:30:00-05:00'>last night</span>"
    updated = "<time itemprop='dateModified' datetime='2021-05-14'>Friday</time>"
    article = story(below=stamp + updated)
    assert article.published.date == dt.date(2021, 5, 12)
    assert article.published.at is not None
    assert why(article) == {"2021-05-14": "the day of an update"}


def test_the_day_that_the_page_shows_beats_the_same_moment_in_universal_time() -> None:
    stated = linked_data(**{"@type": "NewsArticle", "datePublished": "2021-05-13T03:00:00Z"})
    body = f"<article><h1>{TITLE}</h1><p>May 12, 2021 10:00 PM</p>{PARAGRAPHS}</article>"
    article = html(body, stated)
    assert article.published.date == dt.date(2021, 5, 12)
    assert "universal time" in why(article)["2021-05-13"]


@pytest.mark.parametrize(
    ("page", "value", "reason"),
    [
        ({"below": "<p>© 2019 The Hask Courier</p>"}, "2019", "copyright"),
        (
            {
                "below": "<aside class='related'><a>Herring return</a> <time>3 June 2020</time>"
                "</aside>"
            },
            "2020-06-03",
            "apart from the article",
        ),
        (
            {"head": "<script>var cookie = {expires: '2031-01-01T00:00:00Z'};</script>"},
            "2031-01-01",
            "script",
        ),
        ({"above": "<div>Friday, May 14, 2021</div>"}, "2021-05-14", "clock"),
    ],
)
def test_dates_that_are_not_the_article_s_are_named_and_rejected(
    page: dict[str, str], value: str, reason: str
) -> None:
    stated = linked_data(**{"@type": "NewsArticle", "datePublished": "2021-05-12"})
    article = story(stated + page.pop("head", ""), **page)  # type: ignore[arg-type]
    assert article.published.date == dt.date(2021, 5, 12)
    assert reason in why(article)[value]


def test_no_date_of_another_thing_is_taken_where_the_article_has_none() -> None:
    article = story(
        "<script>var cookie = {expires: '2031-01-01T00:00:00Z'};</script>",
        below="<aside class='related'><time>3 June 2020</time></aside><p>© 2019 The Courier</p>",
    )
    assert article.published.date is None
    assert set(why(article)) == {"2031-01-01", "2020-06-03", "2019"}


def test_a_date_after_the_visit_is_rejected() -> None:
    stated = linked_data(**{"@type": "NewsArticle", "datePublished": "2021-05-12"})
    article = story(stated, captured_at=dt.datetime(2021, 5, 2, tzinfo=dt.UTC))
    assert (article.published.date, article.published.latest) == (None, dt.date(2021, 5, 2))
    assert why(article) == {"2021-05-12": "later than the visit"}


def test_a_date_after_the_clock_in_the_page_s_header_is_rejected() -> None:
    stated = linked_data(**{"@type": "NewsArticle", "datePublished": "2031-05-12"})
    article = story(stated, above="<div>Friday, May 14, 2021</div>")
    assert (article.published.date, article.published.latest) == (None, dt.date(2021, 5, 14))
    assert why(article)["2031-05-12"] == "later than the visit"


# Places on the live page


def test_a_block_of_a_document_can_be_found_on_the_live_page() -> None:
    text = f"<body><h1>{TITLE}</h1>{PARAGRAPHS}</body>"
    page = Page(text.encode(), text, Form.HTML, "text/html", "test")
    document = document_text(page)
    for block in separate(page).blocks:
        quote = block.selector
        assert quote is not None
        assert quote == TextQuote.of(document, block.page)
        assert quote.prefix + quote.exact + quote.suffix in document
        assert len(quote.prefix) <= 32
    assert all(block.selector is None for block in scrape(TITLE, *SENTENCES).blocks)
