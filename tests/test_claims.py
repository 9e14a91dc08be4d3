"""Claims: certainty, kind, own voice, entities, findings; and that every span is what it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.claims import assess, find_findings
from reportedly.claims.certainty import grade
from reportedly.claims.entities import find_entities
from reportedly.claims.kinds import kind_of
from reportedly.claims.sentences import split_sentences
from reportedly.claims.wording import Wording
from reportedly.data import (
    Article,
    Block,
    BlockKind,
    Certainty,
    Chain,
    Claim,
    ClaimKind,
    Dating,
    EntityType,
    Finding,
    FindingKind,
    Link,
    Place,
    Quotation,
    RejectedDate,
    Severity,
    Source,
    SourceType,
    Span,
)

DATED = Dating(dt.date(2021, 3, 4))


def article(
    text: str,
    title: str | None = None,
    published: Dating = DATED,
    blocks: tuple[Block, ...] = (),
) -> Article:
    return Article(title, (), None, (), "en", published, text, blocks)


def place(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def chain(text: str, mention: str, cue: str, content: str, source: str = "s1", n: int = 1) -> Chain:
    link = Link(source, place(text, mention), place(text, cue))
    return Chain(f"a{n}", (link,), (place(text, content),), Quotation.INDIRECT)


# Sentences


def test_sentences_end_where_a_reader_ends_them() -> None:
    text = (
        "Mr. Vell of the U.S. Army met Gen. J. P. Orlo on Sept. 19 at 5 p.m. in St. Ives. "
        "He said: “No. I won’t!” “Why?” she asked. Rents rose 5.2 per cent\n\n"
        "A heading\n\nThe end..."
    )
    assert [s.cut(text) for s in split_sentences(text)] == [
        "Mr. Vell of the U.S. Army met Gen. J. P. Orlo on Sept. 19 at 5 p.m. in St. Ives.",
        "He said: “No.",
        "I won’t!”",
        "“Why?” she asked.",
        "Rents rose 5.2 per cent",
        "A heading",
        "The end...",
    ]


@given(st.text(alphabet=st.sampled_from("aB .!?…\n\r\t“”\"'’)é日\u00a0"), max_size=120))
def test_sentences_cover_everything_but_white_space(text: str) -> None:
    spans = list(split_sentences(text))
    assert "".join("".join(s.cut(text).split()) for s in spans) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(s.cut(text) == s.cut(text).strip() != "" for s in spans)


# Certainty and kind


@pytest.mark.parametrize(
    ("content", "cue", "context", "certainty"),
    [
        ("the bridge fell on Monday", "said", "The mayor", Certainty.ASSERTED),
        ("the bridge fell on Monday", "claimed", "The mayor", Certainty.ASSERTED),
        ("the bridge had fallen", "is believed", "", Certainty.PROBABLE),
        ("the bridge is likely to fall", "said", "The mayor", Certainty.PROBABLE),
        ("they had found the body", "said", "officials they believed", Certainty.PROBABLE),
        ("the bridge may have fallen", "said", "The mayor", Certainty.POSSIBLE),
        ("the bridge had fallen", "suggest", "rumours", Certainty.POSSIBLE),
        ("There are persistent rumours the bridge fell", "", "", Certainty.POSSIBLE),
        ("these are just rumours", "said", "The mayor", Certainty.DENIED),
        ("the bridge will fall if the rain goes on", "warned", "The mayor", Certainty.CONDITIONAL),
        ("If it rains, the bridge falls", "said", "The mayor", Certainty.CONDITIONAL),
        ("any part in the fire", "denied", "The mayor", Certainty.DENIED),
        ("the figure", "did not dispute", "The mayor", Certainty.POSSIBLE),
        ("that it was an accident", "did not deny", "The mayor", Certainty.POSSIBLE),
        ("the memo", "neither confirmed nor denied", "The mayor", Certainty.QUESTIONED),
        ("nor denied the memo", "confirmed", "The mayor neither", Certainty.QUESTIONED),
        ("how the count had been made", "did not say", "The mayor", Certainty.QUESTIONED),
        ("that the dam was safe", "did not say", "The mayor", Certainty.DENIED),
        (
            "at least 60 per cent of the berths may open by the end of May, provided that the"
            " cranes arrive in time",
            "said",
            "The mayor",
            Certainty.CONDITIONAL,
        ),
        ("at least 60 per cent of the berths may open, by May", "said", "", Certainty.POSSIBLE),
        ("the ferry sank in May", "said", "The mayor", Certainty.ASSERTED),
        ("the ferry sank on May 4", "said", "The mayor", Certainty.ASSERTED),
        ("the ferry sails again from May", "said", "The mayor", Certainty.ASSERTED),
        ("the last crossing was on 14 May", "said", "The mayor", Certainty.ASSERTED),
        ("Theresa May crossed by ferry", "said", "The mayor", Certainty.ASSERTED),
        ("Ferry May Sink At Once", "said", "The mayor", Certainty.POSSIBLE),
        ("men are more likely to fall than women", "said", "The mayor", Certainty.ASSERTED),
        ("it is more likely than not", "said", "The mayor", Certainty.PROBABLE),
        ("it was likely to fall", "said", "The mayor", Certainty.PROBABLE),
        ("No fewer than 300 had fallen", "said", "The mayor", Certainty.ASSERTED),
        ("the baths will not open until June", "said", "The mayor", Certainty.ASSERTED),
        ("the council will probably close it", "said", "The mayor", Certainty.PROBABLE),
        ("foul play", "ruled out", "The mayor", Certainty.DENIED),
        ("foul play", "have not ruled out", "The mayor", Certainty.POSSIBLE),
        ("foul play", "could not be ruled out", "The mayor", Certainty.POSSIBLE),
        ("foul play", "is refusing to rule out", "The mayor", Certainty.POSSIBLE),
        ("a strike is more likely to come now", "said", "The mayor", Certainty.PROBABLE),
        ("the ban was not lifted and they stayed until June", "said", "", Certainty.DENIED),
        ("the deal is not valid until it is signed", "said", "The mayor", Certainty.DENIED),
        ("rates May rise", "said", "The mayor", Certainty.POSSIBLE),
        ("Vell Quits and May Face Trial", "said", "The mayor", Certainty.POSSIBLE),
        ("No shots were fired at the bridge", "said", "The mayor", Certainty.DENIED),
        ("No doubt the bridge will fall", "said", "The mayor", Certainty.ASSERTED),
        ("the bridge was not unsafe", "said", "The mayor", Certainty.DENIED),
        ("that is completely false", "said", "The mayor", Certainty.DENIED),
        ("there is no evidence of a fire", "said", "The mayor", Certainty.DENIED),
        ("the bridge would hold", "does not believe", "The mayor", Certainty.DENIED),
        ("he had no idea the bridge was closed", "said", "The mayor", Certainty.ASSERTED),
        ("whether the bridge would hold", "asked", "The mayor", Certainty.QUESTIONED),
        ("the deaths", "could not confirm", "The mayor", Certainty.QUESTIONED),
        ("the cause of the fire was unclear", "added", "The mayor", Certainty.QUESTIONED),
        ("to rebuild the bridge", "vowed", "The mayor", Certainty.INTENDED),
        ("the army to leave", "asked", "The mayor", Certainty.QUESTIONED),
        ("to leave the town", "asked", "The mayor", Certainty.INTENDED),
        ("to leave the town", "told", "The mayor", Certainty.INTENDED),
        ("“To the town I say: go”", "told", "The mayor", Certainty.ASSERTED),
        ("not to leave the town", "warned", "The mayor", Certainty.INTENDED),
        ("to have left the town", "said", "The mayor", Certainty.ASSERTED),
        ("we will rebuild the bridge", "said", "The mayor", Certainty.INTENDED),
        ("they planned to rebuild the bridge", "said", "The mayor", Certainty.INTENDED),
        ("it had no plans to rebuild the bridge", "said", "The mayor", Certainty.DENIED),
        ("the mill never mended the bridge", "said", "The mayor", Certainty.DENIED),
        ("nobody had mended the bridge", "said", "The mayor", Certainty.DENIED),
        ("the bridge had apparently been mended", "said", "The mayor", Certainty.PROBABLE),
        ("In all likelihood, the bridge fell", "said", "The mayor", Certainty.PROBABLE),
        ("the bridge fell, as far as we know", "said", "The mayor", Certainty.PROBABLE),
        ("it looks as if the bridge fell", "said", "The mayor", Certainty.PROBABLE),
        ("the bridge is almost certainly safe", "said", "The mayor", Certainty.PROBABLE),
        ("there was a chance that it fell", "said", "The mayor", Certainty.POSSIBLE),
        ("it was a chance to mend it", "said", "The mayor", Certainty.ASSERTED),
        ("closing the bridge", "is considering", "The mayor", Certainty.POSSIBLE),
        ("the bridge safe", "considers", "The mayor", Certainty.ASSERTED),
        ("she was considering closing the bridge", "said", "The mayor", Certainty.POSSIBLE),
        ("I’m going to close the bridge", "said", "The mayor", Certainty.INTENDED),
        ("we’re hoping to open the bridge", "said", "The mayor", Certainty.INTENDED),
        ("it is our intention to open it", "said", "The mayor", Certainty.INTENDED),
        ("plans to open the bridge", "announced", "The mayor", Certainty.INTENDED),
        ("it was too early to say who had mended it", "said", "The mayor", Certainty.QUESTIONED),
        ("she did not know whether it would hold", "said", "The mayor", Certainty.QUESTIONED),
        ("we cannot say whether it will hold", "said", "The mayor", Certainty.QUESTIONED),
        ("I can’t tell you if it will hold", "said", "The mayor", Certainty.QUESTIONED),
        ("she was not sure who had mended it", "said", "The mayor", Certainty.QUESTIONED),
        ("I have no idea who mended it", "said", "The mayor", Certainty.QUESTIONED),
        ("it was hard to say how it had held", "said", "The mayor", Certainty.QUESTIONED),
        ("“I can’t recall that it fell”", "said", "The mayor", Certainty.QUESTIONED),
        ("he did not remember selling it", "said", "The mayor", Certainty.QUESTIONED),
        ("I doubt that it will hold", "said", "The mayor", Certainty.QUESTIONED),
        ("there is no doubt that it will hold", "said", "The mayor", Certainty.ASSERTED),
        ("it could not confirm if it would hold", "said", "The mayor", Certainty.QUESTIONED),
        ("he ran because he doubted that it held", "said", "The mayor", Certainty.ASSERTED),
        ("the mill does not know what it is doing", "said", "The mayor", Certainty.ASSERTED),
        ("whether it had held", "will examine", "The mayor", Certainty.QUESTIONED),
        ("whether it had held", "could not agree", "The mayor", Certainty.QUESTIONED),
        ("“Whether it held or not is irrelevant,”", "said", "The mayor", Certainty.ASSERTED),
        ("whether it held is beside the point", "thinks", "The mayor", Certainty.PROBABLE),
        ("Nobody knows why it fell", "said", "The mayor", Certainty.QUESTIONED),
        ("the bridge is anything but safe", "said", "The mayor", Certainty.DENIED),
        ("the bridge is hardly safe", "said", "The mayor", Certainty.DENIED),
        ("“Of course not,”", "said", "The mayor", Certainty.DENIED),
        ("the bridge was safe", "stopped short of saying", "The mayor", Certainty.DENIED),
        ("she did not believe that it fell", "said", "The mayor", Certainty.DENIED),
        ("I don’t think it fell", "said", "The mayor", Certainty.DENIED),
        ("it is far from true that it fell", "said", "The mayor", Certainty.DENIED),
        ("Nothing could be further from the truth", "said", "The mayor", Certainty.DENIED),
        ("it was impossible that it fell", "said", "The mayor", Certainty.DENIED),
        ("it is not impossible that it fell", "said", "The mayor", Certainty.POSSIBLE),
        ("it is not unlikely that it fell", "said", "The mayor", Certainty.POSSIBLE),
        ("he did not doubt that it fell", "said", "The mayor", Certainty.ASSERTED),
        ("the bridge is not without risk", "said", "The mayor", Certainty.ASSERTED),
        ("there had been no repairs", "said", "The mayor", Certainty.DENIED),
        ("they found no cracks", "said", "The mayor", Certainty.DENIED),
        ("they made no secret of the cracks", "said", "The mayor", Certainty.ASSERTED),
        ("the bridge was not seen to move", "said", "The mayor", Certainty.DENIED),
        ("neither pier had cracks", "said", "The mayor", Certainty.DENIED),
        ("the pier was neither old nor weak", "said", "The mayor", Certainty.DENIED),
        ("At no point did it move", "said", "The mayor", Certainty.DENIED),
        ("Nothing has been repaired", "said", "The mayor", Certainty.DENIED),
        ("Nothing is more important", "said", "The mayor", Certainty.ASSERTED),
        ("the bridge fell, if the report is true", "said", "The mayor", Certainty.CONDITIONAL),
        ("Not one pier fell", "said", "The mayor", Certainty.DENIED),
        ("even though no pier was safe, it held", "said", "The mayor", Certainty.ASSERTED),
        ("the bridge may not have held", "said", "The mayor", Certainty.POSSIBLE),
        ("I’d never close the bridge", "said", "The mayor", Certainty.DENIED),
        ("we have no intention of closing it", "said", "The mayor", Certainty.DENIED),
        ("there is no question of closing it", "said", "The mayor", Certainty.DENIED),
        ("there is no question that it will close", "said", "The mayor", Certainty.ASSERTED),
        ("the story is a complete fabrication", "said", "The mayor", Certainty.DENIED),
        ("it will not necessarily close", "said", "The mayor", Certainty.POSSIBLE),
        ("it was impossible to rule out a leak", "said", "The mayor", Certainty.POSSIBLE),
        ("she feared that it would fall", "said", "The mayor", Certainty.POSSIBLE),
        ("she expected that it would fall", "said", "The mayor", Certainty.PROBABLE),
        ("two divers are presumed dead", "said", "The mayor", Certainty.PROBABLE),
        ("the report that it fell nonsense", "called", "The mayor", Certainty.DENIED),
        ("the mayor a liar", "called", "The mayor", Certainty.ASSERTED),
        ("to rule out foul play", "refused", "The mayor", Certainty.POSSIBLE),
        ("that it was an accident", "refused to deny", "The mayor", Certainty.POSSIBLE),
        ("it was an accident", "failed to show", "The report", Certainty.DENIED),
        ("to charges that he broke it", "pleaded not guilty", "Vell", Certainty.DENIED),
        ("not guilty to charges that he broke it", "pleaded", "Vell", Certainty.DENIED),
        ("the bridge won’t open", "said", "The mayor", Certainty.DENIED),
        ("we can't pay for the bridge", "said", "The mayor", Certainty.DENIED),
        ("the guard could not see the bridge", "said", "The mayor", Certainty.DENIED),
        ("sabotage cannot be ruled out", "said", "The mayor", Certainty.POSSIBLE),
        ("the toll could not be verified", "said", "The mayor", Certainty.QUESTIONED),
        ("they could not be happier", "said", "The mayor", Certainty.ASSERTED),
        ("he has not ruled out a ban", "said", "The mayor", Certainty.POSSIBLE),
        ("he could not rule out that it fell", "said", "The mayor", Certainty.POSSIBLE),
        ("the bridge a disgrace", "calls", "The mayor", Certainty.ASSERTED),
        ("for a new bridge", "calls", "The mayor", Certainty.INTENDED),
        ("it will close the bridge", "thinks", "The mayor", Certainty.PROBABLE),
        ("the company will close the bridge", "predicted", "The mayor", Certainty.PROBABLE),
        ("the company will close the bridge", "warned", "The mayor", Certainty.ASSERTED),
        ("it will close the bridge", "warned", "The mayor", Certainty.INTENDED),
        ("its claim that the bridge fell", "retracted", "The mayor", Certainty.DENIED),
        ("a guard hit a boy", "is investigating claims", "The mayor", Certainty.QUESTIONED),
        ("had it rained, the bridge would have held", "said", "The mayor", Certainty.CONDITIONAL),
        ("that had it rained, it would have held", "said", "The mayor", Certainty.CONDITIONAL),
        ("Had it rained the bridge would have held", "said", "The mayor", Certainty.CONDITIONAL),
        ("they had a bridge that would hold", "said", "The mayor", Certainty.ASSERTED),
        ("but for the dam, the bridge would fall", "said", "The mayor", Certainty.CONDITIONAL),
        ("without the dam, the bridge will fall", "said", "The mayor", Certainty.CONDITIONAL),
        ("without doubt, the bridge will fall", "said", "The mayor", Certainty.ASSERTED),
        ("the bridge will fall should the dam burst", "said", "The mayor", Certainty.CONDITIONAL),
        ("it will close in the event of a flood", "said", "The mayor", Certainty.CONDITIONAL),
        ("the bridge will open, assuming it holds", "said", "The mayor", Certainty.CONDITIONAL),
        ("So long as the dam holds, the road is dry", "said", "The mayor", Certainty.CONDITIONAL),
        ("the work could take as long as two years", "said", "The mayor", Certainty.POSSIBLE),
        ("it can take as long as six or seven hours", "said", "The mayor", Certainty.ASSERTED),
        ("it will be as long as a street", "said", "The mayor", Certainty.ASSERTED),
        ("it will open as long as two pumps work", "said", "The mayor", Certainty.CONDITIONAL),
        ("it can open as long as a buyer is found", "said", "The mayor", Certainty.CONDITIONAL),
        ("without a doubt, the bridge will fall", "said", "The mayor", Certainty.ASSERTED),
        ("they went to see if the report is true", "said", "The mayor", Certainty.ASSERTED),
        ("the dam made it impossible for us to go", "said", "The mayor", Certainty.ASSERTED),
        ("it is not hard to say why it fell", "said", "The mayor", Certainty.ASSERTED),
        ("the crew worked no matter what", "said", "The mayor", Certainty.ASSERTED),
        ("the bridge was ranked No. 1 in the world", "said", "The mayor", Certainty.ASSERTED),
    ],
)
def test_certainty(content: str, cue: str, context: str, certainty: Certainty) -> None:
    assert grade(Wording.of(content), cue, context)[0] is certainty


@given(st.text(max_size=200), st.text(max_size=40), st.text(max_size=40))
def test_factuality_goes_with_its_class(content: str, cue: str, context: str) -> None:
    certainty, factuality = grade(Wording.of(content), cue, context)
    assert -3 <= factuality <= 3
    if certainty is Certainty.DENIED:
        assert factuality < 0
    if certainty is Certainty.ASSERTED:
        assert factuality > 0


@pytest.mark.parametrize(
    ("content", "certainty"),
    [
        ("the bridge probably was not damaged", Certainty.PROBABLE),
        ("it is unlikely that the bridge was damaged", Certainty.PROBABLE),
        ("the bridge may not have been damaged", Certainty.POSSIBLE),
        ("the bridge is not expected to fall", Certainty.PROBABLE),
    ],
)
def test_what_is_likely_not_so_scores_below_zero(content: str, certainty: Certainty) -> None:
    held, factuality = grade(Wording.of(content), "said")
    assert held is certainty
    assert factuality < 0


@pytest.mark.parametrize(
    ("content", "cue", "certainty", "kind"),
    [
        ("The bridge fell on Monday.", "said", Certainty.ASSERTED, ClaimKind.STATEMENT),
        ("Did the bridge fall?", "said", Certainty.QUESTIONED, ClaimKind.QUESTION),
        ("we will rebuild it", "vowed", Certainty.INTENDED, ClaimKind.PROMISE),
        ("the repair of the bridge", "called for", Certainty.INTENDED, ClaimKind.OPINION),
        ("to leave the bridge", "told", Certainty.INTENDED, ClaimKind.OPINION),
        ("the bridge will fall within a year", "said", Certainty.ASSERTED, ClaimKind.PREDICTION),
        ("in the end they’ll see it fall", "said", Certainty.ASSERTED, ClaimKind.PREDICTION),
        ("it won’t hold", "said", Certainty.ASSERTED, ClaimKind.PREDICTION),
        ("her father burned the will", "said", Certainty.ASSERTED, ClaimKind.STATEMENT),
        ("he did it of his own free will", "said", Certainty.ASSERTED, ClaimKind.STATEMENT),
        ("men are less likely to fall than women", "said", Certainty.ASSERTED, ClaimKind.STATEMENT),
        ("the mayor should resign", "said", Certainty.ASSERTED, ClaimKind.OPINION),
        ("it falls should it rain", "said", Certainty.CONDITIONAL, ClaimKind.STATEMENT),
        ("the mayor shouldn’t be shy", "said", Certainty.ASSERTED, ClaimKind.OPINION),
        ("it was a terrible mistake", "said", Certainty.ASSERTED, ClaimKind.OPINION),
    ],
)
def test_kind(content: str, cue: str, certainty: Certainty, kind: ClaimKind) -> None:
    assert kind_of(Wording.of(content), cue, certainty) is kind


def test_what_may_or_may_not_be_so_scores_above_zero() -> None:
    assert grade(Wording.of("the bridge may or may not fall"), "said")[1] > 0


# Entities


def test_entities_are_typed_by_what_the_whole_article_tells_of_them() -> None:
    text = (
        "Anna Vellmar, 41, leads the Harbour Workers Union in Norway. "
        "On Friday Vellmar met Dr. Tor Quist near Halden. The Ministry of Ports agreed."
    )
    body, title = find_entities(text, title="Vellmar Meets Quist In Norway")
    assert [(e.span.cut(text), e.name, e.type) for e in body] == [
        ("Anna Vellmar", "Anna Vellmar", EntityType.PERSON),
        ("Harbour Workers Union", "Harbour Workers Union", EntityType.ORGANISATION),
        ("Norway", "Norway", EntityType.PLACE),
        ("Vellmar", "Anna Vellmar", EntityType.PERSON),
        ("Tor Quist", "Tor Quist", EntityType.PERSON),
        ("Halden", "Halden", EntityType.PLACE),
        ("Ministry of Ports", "Ministry of Ports", EntityType.ORGANISATION),
    ]
    assert [(e.name, e.type) for e in title] == [
        ("Anna Vellmar", EntityType.PERSON),
        ("Tor Quist", EntityType.PERSON),
        ("Norway", EntityType.PLACE),
    ]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Senator Ana Vellmar of Oregon left.", [("Ana Vellmar", "person"), ("Oregon", "place")]),
        ("The University of Oregon closed.", [("University of Oregon", "organisation")]),
        ("They met Tor B. Quist there.", [("Tor B. Quist", "person")]),
        ("It rains in Northern Ukraine.", [("Northern Ukraine", "place")]),
        ("It was cold. Residents left. Police came.", []),
        ("It was cold. Reuters said so.", [("Reuters", "organisation")]),
        ("Port Chief Anna Orlo spoke.", [("Anna Orlo", "person")]),
        ("He sits for North Dunmore. It warns that Dunmore harbour may silt up.", []),
        ("Actor Anna Orlo is well.", [("Anna Orlo", "person")]),
        ("The Workers' Party won the workers' vote.", [("Workers' Party", "organisation")]),
        ("He saw the Halden Otters. All know the Otters, and the Otters won.", []),
    ],
)
def test_what_names_are_entities(text: str, named: list[tuple[str, str]]) -> None:
    assert [(e.name, e.type.value) for e in find_entities(text)[0]] == named


def test_a_surname_is_no_relative_s() -> None:
    text = "Ludmila Harrow, whose maps sold well, died. Her daughter Clara Harrow said so."
    body, title = find_entities(text, title="Ludmila Harrow Dies at 91")
    assert [entity.name for entity in body] == ["Ludmila Harrow", "Clara Harrow"]
    assert [entity.name for entity in title] == ["Ludmila Harrow"]


def test_a_surname_belongs_to_whom_the_text_names_most() -> None:
    text = (
        "Anna Orlo spoke. Anna Orlo said it. Anna Orlo left. Her brother David Orlo stayed. Orlo"
        " wept."
    )
    assert find_entities(text)[0][-1].name == "Anna Orlo"
    assert find_entities(text.replace("Anna Orlo left. ", ""))[0][-1].name == "David Orlo"


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Harbour Chief Meets Anna Orlo's Crew", ["Anna Orlo"]),
        ("Bill Passes, Anna The Cat Does Not", []),
    ],
)
def test_a_person_whom_the_title_alone_names(title: str, named: list[str]) -> None:
    assert [e.name for e in find_entities("It was cold.", title=title)[1]] == named


# Claims

TEXT = (
    "The mayor said the flood had closed 40 schools. Some 2,000 people left their homes.\n\n"
    "“It is over,” she added. Is it? A list of roads"
)


def test_claims_stand_in_reading_order_with_the_title_first() -> None:
    chains = [
        chain(TEXT, "she", "added", "“It is over,”", n=2),
        chain(TEXT, "The mayor", "said", "the flood had closed 40 schools"),
    ]
    claims = assess(article(TEXT, title=" Flood Shuts 40 Schools "), chains)
    assert [(c.id, c.place, c.attribution, c.text) for c in claims] == [
        ("c1", Place.TITLE, None, "Flood Shuts 40 Schools"),
        ("c2", Place.TEXT, "a1", "the flood had closed 40 schools"),
        ("c3", Place.TEXT, None, "Some 2,000 people left their homes."),
        ("c4", Place.TEXT, "a2", "“It is over,”"),
    ]
    assert [q.value for c in claims for q in c.quantities] == [40, 40, 2000]
    assert claims[1].chain == chains[1].links
    assert claims[2].chain == ()


def test_subheadings_and_open_quotations_are_not_the_article_s_own_voice() -> None:
    text = "What The Town Did Was Good.\n\nHe spoke. “We stood there all night. Nobody came to us."
    block = Block(BlockKind.SUBHEADING, text[:27], Span(0, 27), Span(0, 27))
    claims = assess(article(text, blocks=(block,)), [])
    assert all("town" not in c.text.lower() for c in claims)
    assert all("Nobody" not in c.text for c in claims)


def test_what_is_said_in_passing_of_a_source_does_not_make_it_unsure() -> None:
    text = "Ana Soto, seen as the likely mayor, said the dam was safe."
    mention = "Ana Soto, seen as the likely mayor,"
    (claim,) = assess(article(text), [chain(text, mention, "said", "the dam was safe")])
    assert claim.certainty is Certainty.ASSERTED


@pytest.mark.parametrize(
    "mention",
    ["Hope Jarvis", "Concern Quarters", "A suspected thief", "The think-tank Outlook",
     "Worried parents", "An unknown caller", "A porter who asked not to be named"],
)  # fmt: skip
def test_who_speaks_does_not_make_it_unsure(mention: str) -> None:
    text = f"{mention} said the dam was safe."
    (claim,) = assess(article(text), [chain(text, mention, "said", "the dam was safe")])
    assert claim.certainty is Certainty.ASSERTED


@pytest.mark.parametrize("mention", ["Rumours", "Early fears", "Unconfirmed reports"])
def test_talk_that_speaks_does(mention: str) -> None:
    text = f"{mention} say the dam was safe."
    (claim,) = assess(article(text), [chain(text, mention, "say", "the dam was safe")])
    assert claim.certainty is Certainty.POSSIBLE


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("“They all lie,” Soto said. “I was never there.”", Certainty.ASSERTED),
        ("“The dam,” Soto said, “was not ours.”", Certainty.DENIED),
    ],
)
def test_the_first_sentence_of_a_quotation_is_what_is_held(text: str, certainty: Certainty) -> None:
    said = chain(text, "Soto", "said", text[: text.index("Soto")].strip())
    second = place(text, text[text.rindex("“") :])
    (claim,) = assess(article(text), [replace(said, content=(*said.content, second))])
    assert claim.certainty is certainty


def test_a_figure_that_straddles_the_edge_of_a_content_is_left_out() -> None:
    text = "They say 40 to 50 boats sank there."
    cut = Chain("a1", (), (Span(text.index("to"), len(text) - 1),), Quotation.INDIRECT)
    assert assess(article(text), [cut])[0].quantities == ()


def spans_of(claim: Claim) -> Sequence[Span]:
    return [*claim.content, *marks_of(claim)]


def marks_of(claim: Claim) -> Sequence[Span]:
    return [*(q.span for q in claim.quantities), *(e.span for e in claim.entities)]


PIECES = """
Anna Vell said the 40 boats Mr. Norway. “ ” not if 1.5 million U.S. The ? Council é 日本 ! $5m —
"""
WORDS = st.lists(st.sampled_from([*PIECES.split(), "\n\n", "\u00a0"]), max_size=60).map(" ".join)


@given(st.one_of(st.text(max_size=150), WORDS), st.one_of(st.text(max_size=40), WORDS), st.data())
def test_every_span_lies_in_what_it_belongs_to(text: str, title: str, data: st.DataObject) -> None:
    edges = st.integers(0, len(text))
    chains = []
    for n in range(data.draw(st.integers(0, 3))):
        start, end = sorted((data.draw(edges), data.draw(edges)))
        chains.append(Chain(f"a{n}", (), (Span(start, end),), Quotation.INDIRECT))
    page = article(text, title=title)
    claims = assess(page, chains)
    assert [c.id for c in claims] == [f"c{n}" for n in range(1, len(claims) + 1)]
    assert sorted(c.attribution for c in claims if c.attribution) == [c.attribution for c in chains]
    for claim in claims:
        whole = title if claim.place is Place.TITLE else text
        assert claim.text == " ".join(span.cut(whole) for span in claim.content)
        assert all(span.end <= len(whole) for span in spans_of(claim))
        for mark in marks_of(claim):
            assert any(span.covers(mark) for span in claim.content)
    for finding in find_findings(page, [], claims):
        for evidence in finding.evidence:
            whole = title if evidence.place is Place.TITLE else text
            assert evidence.span.end <= len(whole)


# Findings


def findings(page: Article, chains: Sequence[Chain] = (), *sources: Source) -> list[Finding]:
    return find_findings(page, sources, assess(page, chains))


def source(id: str, type: SourceType, name: str | None = None) -> Source:
    return Source(id, name, type, None, ())


def test_a_quiet_page_has_no_findings() -> None:
    text = "Mayor Anna Vell said the flood had closed 400 schools. It was cold."
    page = article(text, title="Mayor Vell Says Flood Closed Schools")
    said = chain(text, "Anna Vell", "said", "the flood had closed 400 schools")
    assert findings(page, [said], source("s1", SourceType.PERSON, "Anna Vell")) == []


def test_a_page_without_text_is_no_article() -> None:
    (finding,) = findings(article(" \n", title="Sign in"))
    assert (finding.kind, finding.severity) == (FindingKind.PAGE_NOT_ARTICLE, Severity.SERIOUS)


def test_claims_on_unnamed_sources_alone_are_one_finding() -> None:
    text = "Sources said the dam broke. Insiders said it was old. Anna Vell said it held."
    chains = [
        chain(text, "Sources", "said", "the dam broke"),
        chain(text, "Insiders", "said", "it was old", source="s2", n=2),
        chain(text, "Anna Vell", "said", "it held", source="s3", n=3),
    ]
    people = [
        source("s1", SourceType.UNNAMED),
        source("s2", SourceType.UNNAMED),
        source("s3", SourceType.PERSON, "Anna Vell"),
    ]
    (finding,) = findings(article(text), chains, *people)
    assert finding.kind is FindingKind.UNNAMED_ONLY
    assert [e.span.cut(text) for e in finding.evidence] == ["the dam broke", "it was old"]
    assert [e.claim for e in finding.evidence] == ["c1", "c2"]


@pytest.mark.parametrize(
    ("text", "mention", "found"),
    [
        ("A negotiator, who spoke on condition of anonymity, said the dam broke.",
         "A negotiator", 1),
        ("Three nurses said, speaking on condition of anonymity, the dam broke.",
         "Three nurses", 1),
        ("A clerk who was not authorised to talk said the dam broke.",
         "A clerk who was not authorised to talk", 1),
        ("A person briefed on the work said the dam broke.", "A person briefed on the work", 1),
        ("Two people who attended said the dam broke.", "Two people who attended", 1),
        ("The widow said a clerk, who asked not to be named, knew the dam broke.",
         "The widow", 0),
    ],
)  # fmt: skip
def test_whoever_asks_for_no_name_is_unnamed(text: str, mention: str, found: int) -> None:
    said = chain(text, mention, "said", "the dam broke")
    kinds = [f.kind for f in findings(article(text), [said], source("s1", SourceType.UNNAMED))]
    assert kinds == [FindingKind.UNNAMED_ONLY] * found


def test_weighty_figures_in_the_article_s_own_voice() -> None:
    text = "Some 2,000 people left their homes in two hours. The dam cost $5m when it was built."
    (finding,) = findings(article(text))
    assert finding.kind is FindingKind.FIGURE_UNATTRIBUTED
    assert [e.span.cut(text) for e in finding.evidence] == ["2,000 people", "$5m"]
    assert "about 2,000 people and $5 million" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "Vell took 41 percent of the vote in the valley on Sunday.",
        "With nearly 90% of the precincts reporting, Vell led.",
        "More than 30,000 people watched the final on Monday.",
        "The council wants a 400-room hotel beside the old quay.",
        "The ferrymen's union represents almost 50,000 workers.",
        "The valley lies in a nation of 53 million people.",
        "The town set a goal of raising $6 million for the quay.",
        "The owner came to the harbour in a $2 million motor yacht.",
        "Shares in the ferry line were down 4% on Friday.",
        "It rained. " * 40 + "In 1987, some 40,000 people fled.",
        "The owner was not 100 percent behind the plan.",
    ],
)
def test_nobody_need_be_named_for_what_is_settled_counted_or_intended(text: str) -> None:
    assert findings(article(text)) == []


def test_a_rounded_figure_is_that_of_whoever_gave_the_fuller_one() -> None:
    text = "Gifts passed $2 billion. Anna Vell said gifts had reached nearly $2.1 billion in May."
    said = chain(text, "Anna Vell", "said", "gifts had reached nearly $2.1 billion in May")
    assert findings(article(text), [said], source("s1", SourceType.PERSON, "Anna Vell")) == []


@pytest.mark.parametrize(
    ("cue", "content", "found"),
    [("show", "the dam moved in spring", 0), ("say", "the dam moved in spring", 1)],
)
def test_reports_that_show_are_papers_and_no_hearsay(cue: str, content: str, found: int) -> None:
    text = f"The inspectors filed two reports. The reports {cue} {content}."
    said = chain(text, "The reports", cue, content)
    assert len(findings(article(text), [said], source("s1", SourceType.UNNAMED))) == found


def test_a_matter_that_somebody_only_speaks_of_is_no_claim_of_theirs() -> None:
    text = "She met a doctor to discuss why her brother had left the harbour."
    said = chain(text, "a doctor", "discuss", "why her brother had left the harbour")
    said_so = chain(text.replace("discuss", "say"), "a doctor", "say", "her brother had left")
    unnamed = source("s1", SourceType.UNNAMED)
    assert findings(article(text), [said], unnamed) == []
    assert len(findings(article(text.replace("discuss", "say")), [said_so], unnamed)) == 1


def test_a_figure_that_somebody_is_named_for_needs_no_other() -> None:
    text = "Anna Vell said 2,000 people had left. It is not known where the 2,000 people went."
    said = chain(text, "Anna Vell", "said", "2,000 people had left")
    assert findings(article(text), [said], source("s1", SourceType.PERSON, "Anna Vell")) == []


def test_the_same_people_under_other_nouns() -> None:
    text = "Anna Vell said 9,000 volunteers would come. Later she said 9,000 guards were ready."
    chains = [
        chain(text, "Anna Vell", "said", "9,000 volunteers would come"),
        chain(text, "she", "said", "9,000 guards were ready", n=2),
    ]
    page = article(text, title="Vell Offers 9,000 Soldiers")
    (finding,) = findings(page, chains, source("s1", SourceType.PERSON, "Anna Vell"))
    assert finding.kind is FindingKind.UNIT_SHIFT
    assert [(e.place, e.claim) for e in finding.evidence] == [
        (Place.TITLE, "c1"),
        (Place.TEXT, "c2"),
        (Place.TEXT, "c3"),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [("hundreds of residents", "hundreds of guards"), ("90 militants", "90 insurgents")],
)
def test_vague_numbers_and_like_words_are_no_shift(one: str, other: str) -> None:
    text = f"Anna Vell said {one} would come. Later she said {other} were ready."
    chains = [
        chain(text, "Anna Vell", "said", f"{one} would come"),
        chain(text, "she", "said", f"{other} were ready", n=2),
    ]
    assert findings(article(text), chains, source("s1", SourceType.PERSON, "Anna Vell")) == []


@pytest.mark.parametrize(
    ("title", "quotation"),
    [
        ("“We will row home”", Quotation.DIRECT),
        ('"We will row home"', Quotation.DIRECT),
        ("‘We’re rowing home’", Quotation.DIRECT),
        ("'We're rowing home'.", Quotation.DIRECT),
        ("“Rowers” reach “home”", Quotation.MIXED),
        ("Rowers “glad” to be home", Quotation.MIXED),
        ("‘Rowers’ reach ‘home’", Quotation.INDIRECT),
        ("Rowers reach home", Quotation.INDIRECT),
    ],
)
def test_a_title_in_one_pair_of_quotation_marks_is_direct(title: str, quotation: Quotation) -> None:
    claim = assess(article("The crew came home at dusk.", title), [])[0]
    assert (claim.place, claim.quotation) == (Place.TITLE, quotation)


def test_two_groups_of_one_size_in_one_claim_are_no_shift() -> None:
    text = "Anna Vell said 900 guards faced 900 rebels."
    said = chain(text, "Anna Vell", "said", "900 guards faced 900 rebels")
    assert findings(article(text), [said], source("s1", SourceType.PERSON, "Anna Vell")) == []


def test_a_date_that_was_only_rejected() -> None:
    dating = Dating(rejected=(RejectedDate("2021-03-04", "the clock of the visit"),))
    (finding,) = findings(article("It was cold there.", published=dating))
    assert finding.kind is FindingKind.DATE_DOUBTFUL
    assert "2021" not in finding.message  # the header says already what was not taken, and why
    assert findings(article("It was cold there.", published=Dating())) == []


LONG = "The harbour was shut all day and the boats lay still under a low and heavy sky of grey."


@pytest.mark.parametrize(
    ("text", "truncated"),
    [
        (f"{LONG}\n\nThe boats lay…", True),
        (f"{LONG}\n\nContinue reading", True),
        (f"{LONG}\n\n{LONG}\n\n{LONG}\n\n{LONG[:-8]}", True),
        (f"{LONG}\n\n{LONG}\n\n{LONG}\n\n{LONG}", False),
        (f"{LONG}\n\n{LONG}\n\n{LONG}\n\nAnna Vell in Halden", False),
        (f"{LONG[:-1]}\n\n{LONG[:-1]}\n\n{LONG[:-1]}\n\n{LONG[:-1]}", False),
    ],
)
def test_texts_that_break_off(text: str, truncated: bool) -> None:
    assert [f.kind for f in findings(article(text))] == [FindingKind.TRUNCATED] * truncated


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("They left OMTI. It rained in Omti. OMTI won.", "OMTI"),
        ("It rained in Omti. They left OMTI. OMTI won.", "Omti"),
    ],
)
def test_a_title_calls_a_name_as_the_text_does_first(text: str, name: str) -> None:
    assert [e.name for e in find_entities(text, title="Fire at OmTi")[1]] == [name]
