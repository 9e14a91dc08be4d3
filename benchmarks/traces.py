"""What is said across pages, measured: `python -m benchmarks.traces`.

Copies against brute force; the pages that a trace finds for a claim, against the clusters of the
stories; articles grouped by their claim, the stance of a page and published fact-checks, each of
which has a command of its own (`python -m benchmarks.grouping`). `python -m benchmarks.copies
--sizes 1000 10000 100000` gives the curve of time and memory, which takes longer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from benchmarks import copies, factchecks, grouping, records, stance
from reportedly.data import Form, Page, Reading
from reportedly.errors import PageError
from reportedly.reading import read_all
from reportedly.traces import Shelf, trace

# The hard part of the stories: claims of one event, in our words, by their cluster
CLAIMS = {
    "train-025": "Kim Jong Un's sister Kim Yo Jong has taken over the running of North Korea",
    "train-038": "Kim Jong Un has hurt his leg but is in firm control of his government",
    "train-039": "Kim Jong Un had surgery on fractured ankles",
    "train-067": "Kim Jong Un drinks snake wine to restore his love life",
    "train-117": "Kim Jong Un is planning to open a restaurant in Scotland",
    "train-163": "North Korea bans people from sharing Kim Jong Un's name",
}


def main() -> None:
    measure()


def measure() -> dict[str, float]:
    """Print and give the scores by name."""
    across = copies.against_brute_force() | carried()
    return across | grouping.measure() | stance.measure() | factchecks.measure()


def carried() -> dict[str, float]:
    """Precision and recall of the pages that carry each claim, over all claims."""
    readings, clusters = hard_part()
    shelf = Shelf(readings)
    right = found = wanted = 0
    for cluster, claim in CLAIMS.items():
        traced = trace(claim, shelf)
        pages = {variant.page for variant in traced.pages}
        gold = {page for page, its in clusters.items() if cluster in its}
        right, found, wanted = right + len(pages & gold), found + len(pages), wanted + len(gold)
        least, most = traced.independent.at_least, traced.independent.at_most
        print(
            f"{cluster}: {len(pages):2} pages, {len(pages & gold):2} of the {len(gold):2} of its "
            f"cluster; {least} to {most} origins; {claim}"
        )
    precision, recall = right / found, right / wanted
    print(f"pages that carry a claim: precision {precision:.3f}, recall {recall:.3f}")
    return {
        "traces.precision": round(100 * precision, 1),
        "traces.recall": round(100 * recall, 1),
    }


def hard_part() -> tuple[Sequence[Reading], dict[str, set[str]]]:
    """The pages of those clusters, each text once, and the clusters of each."""
    clusters: dict[str, set[str]] = defaultdict(set)
    pages: dict[str, Page] = {}
    for row in records("stories/stories_dev.jsonl"):
        if row["cluster"] in CLAIMS:
            body = row["text"].encode("utf-8", "surrogatepass")
            page = Page(body, row["text"], Form.TEXT, "text/plain", str(row["id"]))
            pages.setdefault(page.id, page)
            clusters[page.id].add(row["cluster"])
    readings = [r for r in read_all(pages.values()) if not isinstance(r, PageError)]
    return readings, clusters


if __name__ == "__main__":
    main()
