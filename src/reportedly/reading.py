"""The whole way of a page, on one screen.

    Page ─► separate ─► find_attributions ─► resolve ─► assess ─► find_findings ─► Reading

A reading depends on the page's bytes and on the model, on nothing else: not on the
clock, and not on what was read before.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator

from reportedly import __version__, articles, attributions, claims, encoder
from reportedly.data import Article, Maker, Page, Reading
from reportedly.errors import PageError, ReportedlyError, unforeseen
from reportedly.limits import Limits, deadline

LANGUAGES = frozenset({"en", None})  # that the stages know; None: too little text to tell
LIMITS = Limits()


def read(page: Page, *, limits: Limits = LIMITS, model: str = encoder.NAMES[0]) -> Reading:
    """Everything found in one page.

    An article in another language than English is kept and labelled, and nothing is sought
    in it. `model` is one of `encoder.NAMES`. Raises `PageError` when the page cannot be read,
    `PageTooSlow` among them, and `ModelError` when the model cannot be used.
    """
    tagger = encoder.load(model)
    with deadline(limits.seconds, page.origin):
        article = articles.separate(page)
        text = attributions.Text(article.text)
        found, events = attributions.tag(text, tagger) if _known(article) else ([], None)
        sources, chains = attributions.resolve(article, found, text)
        body = claims.Body(article.text)
        assessed = claims.assess(article, chains, events, body) if _known(article) else []
        findings = claims.find_findings(article, sources, assessed, body)
    return Reading(
        page,
        article,
        tuple(found),
        tuple(sources),
        tuple(assessed),
        tuple(findings),
        made_by=maker(model),
    )


def settle(model: str = encoder.NAMES[0]) -> None:
    """Make a process ready to read many pages: the model is loaded, and the garbage collector
    passes over what is there by now, and comes by more seldom, since a reading of ready text
    leaves no cycles behind. Raises `ModelError` as `read` does.
    """
    encoder.load(model)
    gc.freeze()
    gc.set_threshold(_NEW, *gc.get_threshold()[1:])


_NEW = 20_000  # objects, some MB, between two rounds of the collector


def maker(model: str = encoder.NAMES[0]) -> Maker:
    """Who `read` says made a reading, by the hashes of all weights that it asks. Raises
    `ModelError` when the model cannot be used."""
    digests = encoder.load(model).digests
    return Maker(__version__, model, " ".join(f"sha256:{digest}" for digest in digests))


def read_all(
    pages: Iterable[Page | PageError],
    *,
    limits: Limits = LIMITS,
    model: str = encoder.NAMES[0],
) -> Iterator[Reading | PageError]:
    """Each page's reading, or what kept it from being read, in the order of the pages.

    No page stops those after it: whatever a stage raises becomes the page's `PageError`.
    Raises `ModelError`, since that concerns all pages.
    """
    for page in pages:
        if isinstance(page, PageError):
            yield page
            continue
        try:
            yield read(page, limits=limits, model=model)
        except PageError as error:
            error.id = error.id or page.given.id
            yield error
        except ReportedlyError:
            raise
        except Exception as error:
            yield unforeseen(error, page.origin, page.given.id)


def _known(article: Article) -> bool:
    return article.language in LANGUAGES
