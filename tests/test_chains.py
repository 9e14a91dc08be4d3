"""Chains: whom the article reports, whom they report, and what is said at the end of it."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.attributions import Text, resolve
from reportedly.attributions.impersonal import with_impersonal
from reportedly.data import Attribution, Block, BlockKind, Quotation, Span
from tests.chaining import Reading, article_of, marked

# ── Around an attribution ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("[1x:“The bridge is closed,”] [1s:a foreman] [1c:told] the Evening Courier.",
         ["Evening Courier", "a foreman"]),
        ("[1s:Ana Soto] [1c:told] Reuters [1x:the bridge was closed].", ["Reuters", "Ana Soto"]),
        ("[1s:Ana Soto] [1c:said] in an interview with the Evening Courier"
         " [1x:that the bridge was closed].", ["Evening Courier", "Ana Soto"]),
        ("[1x:“It is closed,”] [1s:she] [1c:said], according to the Evening Courier.",
         ["Evening Courier", "she"]),
        ("[1s:Police] [1c:said] [1x:the bridge was closed], the Evening Courier reported.",
         ["Evening Courier", "Police"]),
        ("According to the Evening Courier, [1s:police] [1c:said] [1x:it was closed].",
         ["Evening Courier", "police"]),
        ("The Evening Courier reported that [1s:police] [1c:said] [1x:it was closed].",
         ["Evening Courier", "police"]),
        ("[1c:According to] [1s:Reuters], citing two officials, [1x:the bridge was closed].",
         ["Reuters", "two officials"]),
        ("[1c:According to] [1s:Reuters], citing two officials who asked not to be named, "
         "[1x:the bridge was closed].", ["Reuters", "two officials who asked not to be named"]),
        ("Quoting from two officials, [1s:Radio Aldova] [1c:reported] [1x:it was closed].",
         ["Radio Aldova", "two officials"]),
        ("[1x:It was closed], [1s:Radio Aldova] [1c:said], quoting [1x:two fishermen].",
         ["Radio Aldova", "two fishermen"]),
        ("Quoting two fishermen, [1s:Radio Aldova] [1c:reported] [1x:it was closed].",
         ["Radio Aldova", "two fishermen"]),
        ("[1s:Ana Soto] reportedly [1c:said] [1x:the bridge was closed].",
         ["reportedly", "Ana Soto"]),
        ("[1s:Ana Soto] [1c:said]: [1x:“I heard he's been there.”]", ["Ana Soto", "I heard"]),
        ("[1x:“Oskar Lind told our mother he'd been there,”] [1s:Ana Soto] [1c:says].",
         ["Ana Soto", "Oskar Lind"]),
        ("Reportedly, [1s:the ministry] [1c:asked for] [1x:a copy of it].",
         ["Reportedly", "the ministry"]),
        ("[1x:“It is closed,”] [1s:a foreman] [1c:was quoted as saying] in the Evening Courier.",
         ["Evening Courier", "a foreman"]),
        ("[1s:A foreman] [1c:was quoted as saying] on state television [1x:that it was closed].",
         ["state television", "A foreman"]),
        ("[1s:A foreman], quoted in the Evening Courier, [1c:said] [1x:it was closed].",
         ["Evening Courier", "A foreman"]),
        ("A foreman, speaking to [1s:Radio Aldova], [1c:said] [1x:it was closed].",
         ["Radio Aldova", "A foreman"]),
        ("[1s:A foreman], speaking to reporters, [1c:said] [1x:it was closed].", ["A foreman"]),
        ("[1x:“It is closed,”] [1s:Radio Aldova] [1c:quoted] [1x:a foreman as saying].",
         ["Radio Aldova", "a foreman"]),
        ("[1s:A video] [1c:shows] [1x:a man claiming to be a guard saying that it was closed].",
         ["A video", "a man claiming to be a guard"]),
        ("[1s:Radio Aldova] [1c:cited] [1x:a foreman as saying that the bridge was closed].",
         ["Radio Aldova", "a foreman"]),
        ("[1x:“It is closed,”] said Ana Soto, who runs the ferry, [1c:according to] [1s:Reuters].",
         ["Reuters", "Ana Soto"]),
        ("[1x:“It is closed,”] Ana Soto said this year, [1c:as reported by] [1s:Reuters].",
         ["Reuters", "Ana Soto"]),
        ("Ana Soto, a pilot, had confirmed on Monday [1x:that it was closed], "
         "[1c:according to] [1s:Reuters].", ["Reuters", "Ana Soto"]),
        ("[1x:Ana Soto, who owns the ferry and says it floats, said: “It is closed,”] "
         "[1c:according to] [1s:Reuters].", ["Reuters", "Ana Soto"]),
        ("[1s:A memo seen by Reuters] [1c:says] [1x:that the bridge will close].",
         ["Reuters", "A memo"]),
        ("[1s:A memo that was leaked to Reuters] [1c:says] [1x:that the bridge will close].",
         ["Reuters", "A memo"]),
        ("Messages leaked to the Sunday Courier show that [1s:the mayor] [1c:wrote] "
         "[1x:that the bridge will close].", ["Sunday Courier", "Messages", "the mayor"]),
        ("Messages leaked to the Sunday Courier show [1x:that] [1s:the mayor] [1c:wrote]: "
         "[1x:“Close it.”]", ["Sunday Courier", "Messages", "the mayor"]),
        ("[1s:A recording] [1c:shows] [1x:the mayor saying that the bridge will close].",
         ["A recording", "the mayor"]),
        ("[1x:The bridge will close], [1c:according to] [1s:a memo] [1x:that Reuters has seen].",
         ["Reuters", "a memo"]),
        ("[1x:The bridge will close], [1c:according to] [1s:a report in the Evening Courier] that "
         "was attributed to a diver.", ["Evening Courier", "a diver"]),
        ("[1s:Sources speaking to Reuters] [1c:said] [1x:that the bridge will close].",
         ["Reuters", "Sources"]),
        ("[1s:The newspaper’s sources] [1c:said] [1x:that the bridge will close].",
         ["The newspaper", "The newspaper’s sources"]),
        ("[1s:An engineer’s letter], quoted by the newspaper Evening Courier, [1c:says] "
         "[1x:that the bridge will close].", ["Evening Courier", "An engineer’s letter"]),
        ("[1x:The bridge will close], [1c:according to] [1s:emails leaked to the Evening Courier].",
         ["Evening Courier", "emails"]),
        ("[1x:“It is closed,”] [1s:the mayor] [1c:said] in a statement carried by state "
         "television.", ["state television", "the mayor"]),
        ("In an interview with the Evening Courier, [1s:Ana Soto] [1c:said] "
         "[1x:the bridge was closed].", ["Evening Courier", "Ana Soto"]),
        ("In an interview with the Evening Courier on Monday, [1s:Ana Soto] [1c:said] "
         "[1x:the bridge was closed].", ["Evening Courier", "Ana Soto"]),
        ("Writing in the Evening Courier, [1s:Ana Soto] [1c:said] [1x:the bridge was closed].",
         ["Evening Courier", "Ana Soto"]),
        ("[1x:The mayor] [1c:was quoted by] [1s:Reuters] as saying [1x:that it was closed].",
         ["Reuters", "The mayor"]),
        ("Ana Soto [1c:was quoted in] the Evening Courier as saying [1x:that it was closed].",
         ["Evening Courier", "Ana Soto"]),
        ("[1x:“It is closed,”] the mayor [1c:was reported as saying] by [1s:the Evening Courier].",
         ["Evening Courier", "the mayor"]),
        ("[1s:The mayor], in comments reported by Reuters, [1c:said] [1x:the bridge was closed].",
         ["Reuters", "The mayor"]),
        ("[1x:The mayor] [1c:is said] [1x:to have told aides that the bridge was closed].",
         ["is said", "The mayor"]),
        ("The mayor [1c:reportedly told] aides [1x:that the bridge was closed].",
         ["reportedly", "The mayor"]),
        ("According to two officials, [1x:the bridge was closed], [1s:Reuters] [1c:reported].",
         ["Reuters", "two officials"]),
        ("[1x:The bridge was closed], Reuters reported, [1c:according to] [1s:two officials].",
         ["Reuters", "two officials"]),
    ],
)  # fmt: skip
def test_who_passes_a_statement_on_is_a_link(text: str, path: list[str]) -> None:
    assert Reading(text).path() == path


@pytest.mark.parametrize(
    "hearer",
    [
        "the court",
        "reporters",
        "police",
        "Parliament",
        "the Commons",
        "his wife",
        "MPs",
        "Democrats",
    ],
)
def test_who_merely_hears_is_no_link(hearer: str) -> None:
    assert Reading(f"[1s:Ana Soto] [1c:told] {hearer} [1x:that it burned].").path() == ["Ana Soto"]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("[1s:The court] [1c:heard] [1x:that the dam burst].", ["heard"]),
        ("[1x:The dam burst], [1s:a] tribunal [1c:has heard].", ["has heard"]),
        ("[1s:MPs] [1c:heard last year] [1x:that the dam burst].", ["heard last year"]),
        ("[1s:The committee] [1c:heard] from a diver [1x:that the dam burst].", ["a diver"]),
        ("[1s:Jurors] [1c:were told] [1x:that the dam burst].", ["were told"]),
    ],
)
def test_who_sits_and_listens_is_no_source(text: str, path: list[str]) -> None:
    reading = Reading(text)
    assert reading.path() == path


@pytest.mark.parametrize(
    "text",
    [
        "[1x:The court] [1c:was told] [1x:that the dam burst].",
        "[1x:Gary Lind, 51,] [1c:was told] by [1s:Judge Ana Soto] [1x:that the dam burst].",
        "[1x:Gary Lind, 51,] [1c:was told] by [1s:Judge Ana Soto] that the dam burst.",
    ],
)
def test_who_was_told_something_is_no_part_of_it(text: str) -> None:
    assert Reading(text).content() == ["the dam burst"]


def test_what_the_author_goes_on_to_think_is_not_the_source_s() -> None:
    reading = Reading("[1s:The report] [1c:said] [1x:that it leaks, and I think that tells a lot].")
    assert reading.content() == ["it leaks"]
    reading = Reading("[1s:She] [1c:said]: [1x:I left, and I think it leaks].")
    assert reading.content() == ["I left, and I think it leaks"]


def test_claims_that_somebody_laughs_away_are_not_theirs() -> None:
    text = "[1s:A video] [1c:shows] [1x:Ana Soto laughing away government claims that it burned]."
    assert Reading(text).path() == ["A video"]


def test_whom_a_video_shows_doing_something_does_not_speak() -> None:
    text = "[1s:A video] [1c:shows] [1x:the mayor, who was reporting from Torvik, in chains]."
    assert Reading(text).path() == ["A video"]


@pytest.mark.parametrize(
    "source",
    ["A video posted by the group", "A man seen by a neighbour", "A report reviewed by Parliament"],
)
def test_who_has_a_hand_in_a_source_is_no_outlet_that_passes_it_on(source: str) -> None:
    assert Reading(f"[1s:{source}] [1c:said] [1x:that it burned].").path() == [source]


@pytest.mark.parametrize(
    ("text", "path", "content"),
    [
        ("[1s:The mayor] [1c:called] [1x:Ana Soto “a liar”].", ["The mayor"],
         ["Ana Soto “a liar”"]),
        ("In a post on Facebook, [1s:the mayor] [1c:said] [1x:it was closed].", ["the mayor"],
         ["it was closed"]),
        ("In a statement on its website, [1s:the mill] [1c:said] [1x:it was closed].", ["the mill"],
         ["it was closed"]),
        ("[1x:The raid failed], [1c:said] [1s:two divers] [1x:who asked not to be named].",
         ["two divers"], ["The raid failed"]),
        ("According to two officials, [1x:who asked not to be named], [1x:the dam leaked], "
         "[1s:Reuters] [1c:said].", ["Reuters", "two officials"], ["the dam leaked"]),
        ("[1s:Radio Aldova] [1c:reported] [1x:that the dam leaked], but divers denied [1x:it].",
         ["Radio Aldova"], ["the dam leaked"]),
        ("[1s:The report], [1x:which] Reuters has seen, [1c:says] [1x:the dam leaks].",
         ["Reuters", "The report"], ["the dam leaks"]),
        ("It [1c:was reported] [1x:on Monday that the dam leaked].", ["was reported"],
         ["the dam leaked"]),
        ("[1s:Divers] [1c:rejected] [1x:the mayor’s claim that the dam is safe].", ["Divers"],
         ["the mayor’s claim that the dam is safe"]),
        ("There [1c:are] growing fears [1x:that the dam leaks].", ["are growing fears"],
         ["the dam leaks"]),
        ("[1x:The dam leaks], [1c:according to] [1s:a memo] that [1x:Reuters has seen].",
         ["Reuters", "a memo"], ["The dam leaks"]),
        ("The dam at Torvik could burst, [1s:divers] [1c:have warned], [1x:as it rains].",
         ["divers"], ["The dam at Torvik could burst", "as it rains"]),
        ("On Monday, [1s:divers] [1c:warned], [1x:as it rained].", ["divers"], ["as it rained"]),
        ("[1s:Divers] [1c:said] [1x:the dam leaked; the mill denied it].", ["Divers"],
         ["the dam leaked"]),
        ("[1s:Divers] [1c:said] [1x:the dam leaked and the mill declined to comment].", ["Divers"],
         ["the dam leaked"]),
        ("[1s:Divers] [1c:said] [1x:the dam leaked, but the mill had seen it].", ["Divers"],
         ["the dam leaked, but the mill had seen it"]),
        ("[1s:Divers] [1c:said] [1x:the dam leaked, a claim that the mill’s owner rejects].",
         ["Divers"], ["the dam leaked"]),
        ("[1s:Divers] [1c:claimed], [1x:without evidence, that the dam leaked].", ["Divers"],
         ["the dam leaked"]),
        ("[1s:Divers] [1c:claimed], [1x:in effect], [1x:that the dam leaked].", ["Divers"],
         ["the dam leaked"]),
        ("[1s:Divers] [1c:claimed], [1x:in May, the dam leaked].", ["Divers"],
         ["in May, the dam leaked"]),
        ("[1s:Divers] [1c:said] [1x:the dam leaked, which] the mill denied.", ["Divers"],
         ["the dam leaked"]),
        ("[1s:Divers] [1c:said] [1x:the dam leaked, which the mill] has confirmed.", ["Divers"],
         ["the dam leaked"]),
        ("[1s:Divers] [1c:said] [1x:the dam leaked, which the mill welcomed].", ["Divers"],
         ["the dam leaked, which the mill welcomed"]),
        ("[1s:Divers] [1c:said] [1x:the dam leaked] — [1x:a report that Ana Soto called “absurd”].",
         ["Divers"], ["the dam leaked"]),
        ("[1s:Divers] [1c:saw] [1x:that the dam leaked, a claim that had been made before].",
         ["Divers"], ["the dam leaked, a claim that had been made before"]),
        ("[1s:A diver] [1c:was quoted by] the Daily Lantern [1x:as saying that the dam leaked].",
         ["Daily Lantern", "A diver"], ["the dam leaked"]),
        ("[1s:Reuters] [1c:reports] [1x:that], according to [1x:two officials, it leaked].",
         ["Reuters", "two officials"], ["it leaked"]),
        ("[1x:The dam fell on a witness], [1s:Ana Soto], 30, [1c:said].", ["Ana Soto"],
         ["The dam fell on a witness"]),
        ("[1x:The dam fell, a witness], [1s:Ana Soto], [1c:said].", ["Ana Soto"],
         ["The dam fell"]),
        ("[1x:In] [1s:her] [1c:view], [1x:the dam leaks].", ["her"], ["the dam leaks"]),
        ("The dam, [1x:which] [1s:divers] [1c:say] [1x:is safe, was built in 1950].", ["divers"],
         ["which", "is safe"]),
    ],
)  # fmt: skip
def test_what_stands_beside_is_neither_source_nor_content(
    text: str, path: list[str], content: list[str]
) -> None:
    reading = Reading(text)
    assert reading.path() == path
    assert reading.content() == content


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("[1s:Ana Soto] [1c:claimed] [1x:to have seen the wreck].", ["Ana Soto"]),
        ("[1s:A jug], [1c:claimed] [1x:to be old], was sold.", ["claimed"]),
        ("[1s:A jug] [1c:said] [1x:to be old] was sold.", ["said"]),
    ],
)
def test_whoever_claims_to_be_or_have_is_a_source(text: str, path: list[str]) -> None:
    assert Reading(text).path() == path


def test_whom_somebody_cites_is_somebody_else() -> None:
    text, (citing, saying) = marked(
        "[1s:Ana Soto], [1c:citing] [1x:the doctor], [2c:said] [2x:the wound was old]."
    )
    _, (chain,) = resolve(article_of(text), [citing, replace(saying, source=citing.source)])
    outer, inner = chain.links
    assert outer.source != inner.source


def test_whom_an_outlet_cites_is_no_part_of_what_is_said() -> None:
    reading = Reading(
        "[1c:According to] [1s:Reuters], which cited [1x:two officials, the bridge was closed]."
    )
    assert reading.path() == ["Reuters", "two officials"]
    assert reading.content() == ["the bridge was closed"]


@pytest.mark.parametrize(
    "text",
    [
        "[1s:A clerk] [1c:did not respond to] [1x:a request for comment].",
        "[1s:The mill] [1c:has not replied to] [1x:an email seeking comment].",
        "[1s:Nobody] [1c:has claimed] [1x:that the bridge was safe].",
        "[1s:The mayor] [1c:thanked] [1x:the divers].",
        "[1s:The mayor] [1c:did not release] [1x:the pictures].",
        "[1s:The mayor] [1c:disputed] [1x:that estimate].",
        "[1s:The Courier] [1c:has apologised to] [1x:the actor Rob Kell].",
        "[1s:A diver] [1c:asked] [1x:that his name not be used].",
        "[1s:The memo] [1c:does not say] [1x:that the bridge will close].",
        "[1s:The mayor] [1c:had no comment on] [1x:the report].",
        "[1s:Divers] [1c:have yet to confirm] [1x:the report].",
        "[1s:No one] [1c:said] [1x:that the bridge was safe].",
        "[1s:Neither the mill nor the mayor] [1c:has confirmed] [1x:the sale of the bridge].",
        "[1s:A clerk] [1c:refused] [1x:to give her name].",
        "It is unclear [1s:who] [1c:ordered] [1x:that the bridge be closed].",
        "[1s:A clerk] [1c:would not say] [1x:who had closed the bridge].",
        "[1s:A clerk] [1c:refused to say] [1x:whether the bridge was closed].",
    ],
)
def test_who_does_not_speak_states_nothing(text: str) -> None:
    assert Reading(text).chains == []


def test_the_cited_reason_is_no_source() -> None:
    text = "[1s:Ana Soto] [1c:said], citing a lack of steel, [1x:that the bridge would wait]."
    assert Reading(text).path() == ["Ana Soto"]


def test_an_interview_goes_on_for_the_same_source_only() -> None:
    reading = Reading(
        "[1s:Ana Soto] [1c:told] the Evening Courier [1x:that the dam had held]. "
        "[2x:“We were lucky,”] [2s:Soto] [2c:said]. [3s:A farmer] [3c:said] [3x:it leaked]. "
        "[4s:Soto] [4c:said] at a hearing [4x:that it did not]."
    )
    assert [reading.path(i) for i in range(4)] == [
        ["Evening Courier", "Ana Soto"],
        ["Evening Courier", "Ana Soto"],
        ["A farmer"],
        ["Ana Soto"],
    ]
    assert reading.chains[1].links[0].mention is None


def test_an_outlet_goes_on_passing_on_what_its_nameless_source_says() -> None:
    reading = Reading(
        "[1s:The Evening Courier] [1c:reported] [1x:that the dam leaked].\n\n"
        "[2s:The Courier report] [2c:cited] [2x:an engineer who had seen the wall] and "
        "[3c:claimed] [3x:that it was new]. [4s:The engineer] [4c:said] [4x:that it was cold]. "
        "[5s:Ana Soto] [5c:said] [5x:that it was not]."
    )
    assert [reading.path(i) for i in range(len(reading.chains))] == [
        ["Evening Courier", "an engineer"],
        ["Evening Courier", "an engineer"],
        ["Evening Courier", "The engineer"],
        ["Ana Soto"],
    ]
    assert len(set(reading.speakers())) == 2


def test_whom_nobody_is_said_to_quote_the_outlet_of_before_quotes() -> None:
    reading = Reading(
        "[1s:The Evening Courier] [1c:reported] [1x:that the dam leaked]. [2x:“I saw it,”] "
        "[2s:a diver] [2c:was quoted as saying]. [3s:Ana Soto] [3c:said] [3x:that it did not]. "
        "[4x:“It did,”] [4s:a cook] [4c:was quoted as saying]."
    )
    assert reading.path(1) == ["Evening Courier", "a diver"]
    assert reading.path(3) == ["a cook"]


def test_somebody_s_friends_on_facebook_are_no_outlet() -> None:
    assert Reading("[1s:Ana Soto] [1c:told] her Facebook friends [1x:that it burned].").path() == [
        "Ana Soto"
    ]


def test_whom_an_outlet_cites_for_one_statement_is_not_behind_the_one_before() -> None:
    reading = Reading(
        "[1s:The Evening Courier] [1c:said] [1x:that the dam leaked]. [2x:It would be mended], "
        "[2s:the Courier] [2c:said], [3c:citing] [3x:two divers]."
    )
    assert reading.path(0) == ["Evening Courier"]


def test_the_articles_own_publisher_is_no_link() -> None:
    text = "[1s:Ana Soto] [1c:told] the Evening Courier [1x:that the dam had held]."
    assert Reading(text, site="The Evening Courier").path() == ["Ana Soto"]


def test_the_publisher_goes_by_a_part_of_its_name_where_it_was_told() -> None:
    told = "[1s:Ana Soto] [1c:told] the Courier [1x:that the dam had held]."
    assert Reading(told, site="The Evening Courier").path() == ["Ana Soto"]
    memo = "[1s:A memo seen by the Courier] [1c:says] [1x:that the dam had held]."
    assert Reading(memo, site="The Evening Courier").path() == ["A memo"]
    other = "[1s:The Courier] [1c:said] [1x:that the dam had held]."
    assert Reading(other, site="The Evening Courier").path() == ["Courier"]


def test_the_articles_own_voice_is_no_source() -> None:
    assert Reading("[1s:We] [1c:think] [1x:the dam will hold].").chains == []


# ── Inside a content ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "path", "content"),
    [
        ("[1s:The Evening Courier] [1c:reported] [1x:that police said the dam had burst].",
         ["Evening Courier", "police"], "the dam had burst"),
        ("[1s:The Evening Courier] [1c:reported] [1x:that Reuters, citing Radio Aldova, had said "
         "that police believed that the dam had burst].",
         ["Evening Courier", "Reuters", "Radio Aldova", "police"], "the dam had burst"),
        ("[1s:The Evening Courier] [1c:said] [1x:that Reuters, citing, said the dam had burst].",
         ["Evening Courier", "Reuters"], "the dam had burst"),
        ("[1x:“There are reports that the dam has burst,”] [1s:Ana Soto] [1c:said].",
         ["Ana Soto", "reports"], "the dam has burst"),
        ("[1x:“I heard that the dam has burst,”] [1s:Ana Soto] [1c:said].",
         ["Ana Soto", "I heard"], "the dam has burst"),
        ("[1x:“My doctor told me that the water was bad,”] [1s:Ana Soto] [1c:said].",
         ["Ana Soto", "My doctor"], "the water was bad"),
        ("[1s:Ana Soto] [1c:said] [1x:that she had learned from two engineers that it burst].",
         ["Ana Soto", "two engineers"], "it burst"),
        ("[1s:Ana Soto] [1c:said] [1x:it was believed that the dam had burst].",
         ["Ana Soto", "it was believed"], "the dam had burst"),
        ("[1x:The dam has burst, a foreman has told staff], [1c:according to] [1s:Reuters].",
         ["Reuters", "a foreman"], "The dam has burst"),
        ("[1x:“The dam has burst,” a foreman said], [1c:according to] [1s:the Evening Courier].",
         ["Evening Courier", "a foreman"], "“The dam has burst,”"),
        ("[1x:“We hear from the bargemen that forty have drowned,”] [1s:Ana Soto] [1c:said].",
         ["Ana Soto", "the bargemen"], "forty have drowned"),
        ("[1x:“I was told by a foreman that the wall was thin,”] [1s:Ana Soto] [1c:said].",
         ["Ana Soto", "a foreman"], "the wall was thin"),
        ("[1x:“Two divers have told us that the wall was thin,”] [1s:Ana Soto] [1c:said].",
         ["Ana Soto", "Two divers"], "the wall was thin"),
        ("[1x:A pilot, who survived, told divers from his bed that the dam had burst], "
         "[1s:Radio Aldova] [1c:reported].",
         ["Radio Aldova", "A pilot, who survived"], "the dam had burst"),
        ("[1s:The Courier] [1c:has quoted] [1x:nurses as saying the wall was thin].",
         ["Courier", "nurses"], "the wall was thin"),
        ("[1s:The Courier] [1c:says] [1x:her deputy, Ben Ode, had told her the wall was thin].",
         ["Courier", "Ben Ode"], "the wall was thin"),
        ("[1x:The dam has burst, according to Mr Ode], [1s:the Evening Courier] [1c:reports].",
         ["Evening Courier", "Ode"], "The dam has burst"),
        ("[1s:The Courier] [1c:says] [1x:Ben Ode, a clerk at the mill, has told police that it"
         " burned].", ["Courier", "Ben Ode"], "it burned"),
        ("[1s:The Courier] [1c:says] [1x:Ben Ode told her staff that it burned].",
         ["Courier", "Ben Ode"], "it burned"),
        ("[1s:The Courier] [1c:says] [1x:Ben Ode told her brother the mill burned].",
         ["Courier", "Ben Ode"], "the mill burned"),
        ("[1s:The Courier] [1c:says] [1x:Ben Ode told her the mill burned].",
         ["Courier", "Ben Ode"], "the mill burned"),
        ("[1s:The Courier] [1c:says] [1x:Ben Ode told her vandals burned the mill].",
         ["Courier", "Ben Ode"], "vandals burned the mill"),
        ("[1s:The Courier] [1c:says] [1x:Ben Ode had written to the council that it burned].",
         ["Courier", "Ben Ode"], "it burned"),
        ("[1s:Ana Soto] [1c:said] [1x:she had seen a note in which Ben Ode wrote that it burned].",
         ["Ana Soto", "Ben Ode"], "it burned"),
    ],
)  # fmt: skip
def test_reporting_within_a_content_is_a_link(text: str, path: list[str], content: str) -> None:
    reading = Reading(text)
    assert (reading.path(), reading.content()) == (path, [content])


@pytest.mark.parametrize(
    "content",
    [
        "he thinks the dam will hold",
        "there is no evidence that the dam burst",
        "workers with claimed injuries were sent home",
        "the reported leak was a stain",
        "the police report was false",
        "they said the same in May",
        "she heard a hiss and smelled gas",
        "people might think he's ill",
        "the minister could announce a ban this week",
        "the government would announce that it will close the dam",
        "police did not say that it burst",
        "nobody ever told me that the dam was unsafe",
        "no official said that it was shut",
        "they said that last time",
        "he had not seen a letter in which Ben Ode wrote that it burned",
        "he wrote to the council last year",
        "Ben Ode told her to sit down because she was ill",
        "the guards reported to have fled that night were found",
        "the board told us that before",
        "“I believe that every dam leaks”",
    ],
)
def test_what_opens_no_report_stays_whole(content: str) -> None:
    reading = Reading(f"[1s:Ben Ode] [1c:said] [1x:{content}].")
    assert (reading.path(), reading.content()) == (["Ben Ode"], [content])


def test_one_quotation_may_hold_two_reporting_acts() -> None:
    reading = Reading(
        "[1x:“We must leave the valley. There are reports that the dam has burst,”]"
        " [1s:Ana Soto] [1c:said]."
    )
    assert [reading.path(i) for i in range(2)] == [["Ana Soto"], ["Ana Soto", "reports"]]
    assert [reading.content(i) for i in range(2)] == [
        ["“We must leave the valley."],
        ["the dam has burst"],
    ]


def test_a_second_verb_opens_a_second_content() -> None:
    reading = Reading("[1s:She] [1c:said] [1x:that it leaked and added that nobody had come].")
    assert [reading.content(i) for i in range(2)] == [["it leaked"], ["nobody had come"]]
    assert [link.cue for chain in reading.chains for link in chain.links] == [
        Span(4, 8),
        Span(28, 33),
    ]
    assert reading.speakers() == ["s1", "s1"]


def test_a_verb_without_a_subject_shares_the_one_before() -> None:
    reading = Reading("[1s:She] [1c:said] [1x:that it leaked] and [2c:added] [2x:that it stank].")
    assert reading.speakers() == ["s1", "s1"]


# ── What is stated ───────────────────────────────────────────────────────────────────────


def test_content_is_trimmed_to_the_proposition() -> None:
    reading = Reading("[1s:Police] [1c:said] [1x:that, in the U.S., the dam “had burst.” ], then.")
    assert reading.content() == ["in the U.S., the dam “had burst.”"]
    assert reading.chains[0].quotation is Quotation.MIXED


@pytest.mark.parametrize(
    "text",
    [
        "[1s:Ana Soto] [1c:declined] [1x:to comment].",
        "[1c:seems] [1x:to have burst].",
        "[1s:Ana Soto] [1c:citing] [1x:the weather].",
        "[1x:The dam had burst].",
        "[1s:Ana Soto] [1c:said] [1x:…].",
        "[1s:Ana Soto] [1c:said] [1x:it].",
        "Two pilots [1s:who] [1c:asked] [1x:not to be named] left.",
        "[1s:Ana Soto] [1c:named] [1x:Oskar Lind].",
        "[1s:Ana Soto] [1c:said so on] [1x:Monday].",
        "[1s:Ana Soto] [1c:refused] [1x:to confirm the toll].",
        "[1s:Ana Soto] [1c:did not immediately respond to] [1x:a request for comment].",
        "[1s:No other group] [1c:has claimed] [1x:responsibility].",
        "[1s:Ana Soto] [1c:would not say] [1x:against whom].",
        "[1s:Ana Soto] [1c:didn’t answer] [1x:questions about the dam].",
        "It is not clear how [1s:the mill] [1c:has offered] [1x:work to them].",
    ],
)
def test_no_chain_without_a_statement(text: str) -> None:
    assert Reading(text).chains == []


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("[1s:Ana Soto] [1c:said] [1x:that prices rose in] the north of Aldova, and left.",
         "prices rose in the north of Aldova"),
        ("[1x:Rents fell to], [1s:Ana Soto] [1c:said], 40 crowns.", "Rents fell to"),
        ("[1s:Ana Soto] [1c:said] [1x:it stood in] a letter he wrote.", "it stood in a letter"),
        ("[1s:Ana Soto] [1c:said] [1x:that is a lie].", "that is a lie"),
        ("[1x:It was what he asked for], [1s:Ana Soto] [1c:said].", "It was what he asked for"),
        ("[1c:According to] [1s:the Courier], [1x:which first told of it, that’s untrue].",
         "that’s untrue"),
    ],
)  # fmt: skip
def test_a_content_begins_and_ends_with_its_phrase(text: str, content: str) -> None:
    assert Reading(text).content() == [content]


def test_the_turn_of_a_transcript_is_all_its_speakers() -> None:
    turn = "Sir, your colleague Oskar Lind told us that it leaks. Does it? I have to ask"
    assert Reading(f"[1s:ANA SOTO][1c::] [1x:{turn}]").content() == [turn]
    over = f"[1s:ANA SOTO][1c::] [1x:{turn}.\n\nWho will pay for it?]"
    assert Reading(over).content() == [turn]


@pytest.mark.parametrize("heading", ["“Left to rot”", "What comes next"])
def test_a_content_ends_before_a_subheading(heading: str) -> None:
    reading = Reading(f"[1s:Ana Soto] [1c:called] [1x:it “a shame”.\n\n{heading}]\n\nIt rained.")
    assert reading.content() == ["it “a shame”"]


def test_a_subheading_by_itself_is_no_piece_of_a_content() -> None:
    text = "[1x:It burst], [1s:Ana Soto] [1c:said].\n\n[1x:‘Left to rot’]\n\nIt rained."
    assert Reading(text).content() == ["It burst"]


def test_what_the_page_marks_as_a_subheading_is_no_content() -> None:
    text, found = marked(
        "[1s:Ana Soto] [1c:called] [1x:it “a shame”].\n\n"
        "[1x:“Who will pay for it all?”]\n\nIt rained."
    )
    span = Span(text.index("“Who"), text.index("\n\nIt"))
    block = Block(BlockKind.SUBHEADING, span.cut(text), span, span)
    _, chains = resolve(replace(article_of(text), blocks=(block,)), found)
    assert [part.cut(text) for part in chains[0].content] == ["it “a shame”"]


def test_a_subheading_reports_nothing() -> None:
    text, found = marked("It rained.\n\n2. [1x:The operator] [1c:was warned]\n\nHe ran.")
    span = Span(text.index("2."), text.index("\n\nHe"))
    block = Block(BlockKind.SUBHEADING, span.cut(text), span, span)
    assert resolve(replace(article_of(text), blocks=(block,)), found)[1] == []


def test_a_quotation_runs_on_over_paragraphs() -> None:
    text = "[1s:Ana Soto] [1c:said]: [1x:“It leaked.\n\n“It burst, and all of us ran.”]"
    assert Reading(text).content() == ["“It leaked.\n\n“It burst, and all of us ran.”"]


@pytest.mark.parametrize(
    "text",
    [
        "[1s:Ana Soto] [1c:said] [1x:that the dam leaked. Nobody had come].",
        "[1x:Nobody had come. The dam leaked], [1s:Ana Soto] [1c:said].",
        "[1x:Nobody] came. [1s:Ana Soto] [1c:said] [1x:that the dam leaked].",
    ],
)
def test_only_the_cues_sentence_is_the_sources_own(text: str) -> None:
    assert [content.lower() for content in Reading(text).content()] == ["the dam leaked"]


def test_an_unsaid_source_is_shown_by_its_cue() -> None:
    reading = Reading("[1x:The dam] [1c:is believed] [1x:to have burst].")
    (link,) = reading.chains[0].links
    assert link.mention == link.cue
    assert reading.source(0).name is None
    assert reading.content() == ["The dam", "to have burst"]


# ── What a tagger leaves crooked ─────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("[1x:“It burst,”] a foreman [1c:told] [1s:Reuters].", ["Reuters", "a foreman"]),
        ("[1s:Ana Soto-]Lind [1c:said] [1x:it burst].", ["Ana Soto-Lind"]),
        ("[1s:The] water board [1c:said] [1x:it burst].", ["The water board"]),
        ("Calling it [1x:“a shame”], the Welsh [1s:historian] [1c:said] so.",
         ["the Welsh historian"]),
        ("[1s:Ana Soto] left. [1x:The dam] [1c:is believed] [1x:to have burst].", ["is believed"]),
        ("[1s:The Courier] [1c:reported] [1x:that police] said [1x:it burst].",
         ["Courier", "police"]),
        ("[1s:Ana Soto] [1c:told] [1x:the Evening Courier the dam had burst].",
         ["Evening Courier", "Ana Soto"]),
    ],
)  # fmt: skip
def test_crooked_spans_are_set_right(text: str, path: list[str]) -> None:
    assert Reading(text).path() == path


def test_a_few_words_of_its_sentence_that_a_content_leaves_out_are_its_own() -> None:
    reading = Reading("[1x:Built] of stone in 1911, [1x:the dam is safe], [1s:she] [1c:said].")
    assert reading.content() == ["Built of stone in 1911, the dam is safe"]


@pytest.mark.parametrize("place", ["MARLOW —", "MARLOW, Aldova (Reuters) --", "Marlow –"])
def test_a_dateline_is_no_source(place: str) -> None:
    first, _, rest = place.partition(" ")
    reading = Reading(
        f"[1s:{first}] {rest} [1x:The dam has burst], the largest millers’ union [1c:said]."
    )
    assert reading.path() == ["the largest millers’ union"]


def test_a_speaker_set_off_by_dashes_is_one() -> None:
    reading = Reading("[1s:Soto] — a farmer — [1c:said] [1x:the dam had burst].")
    assert reading.path() == ["Soto"]


@pytest.mark.parametrize(
    ("words", "mention"),
    [
        ("Two pilots who", "Two pilots"),
        ("Dam officials Tuesday", "Dam officials"),
        ("papers released on Monday", "papers released on Monday"),
    ],
)
def test_a_mention_ends_before_what_follows_it(words: str, mention: str) -> None:
    assert Reading(f"[1s:{words}] [1c:said] [1x:the dam had burst].").path() == [mention]


def test_an_adverb_is_no_source() -> None:
    reading = Reading("[1s:Interestingly], the miller [1c:said] [1x:the dam had burst].")
    assert reading.path() == ["the miller"]


# ── Reports without a source ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("It is believed that the dam burst.", "is believed", ["the dam burst"]),
        ("The dam has burst, it has been claimed.", "has been claimed", ["The dam has burst"]),
        ("The dam is thought to have burst.", "is thought", ["The dam", "to have burst"]),
        ("The mayor has reportedly left.", "reportedly", ["The mayor has", "left"]),
        ("They fled amid reports that it burst.", "reports", ["it burst"]),
        ("The court heard that the dam had burst.", "heard", ["the dam had burst"]),
        ("The inquest into the flood was told he had fled.", "was told", ["he had fled"]),
        ("Torvik Crown Court heard Lind was asleep.", "heard", ["Lind was asleep"]),
        ("MEPs were told that police had fled.", "were told", ["police had fled"]),
        ("The committee heard from two pilots that it leaked.", "heard", ["it leaked"]),
        ("It emerged on Monday that the dam leaked.", "emerged", ["the dam leaked"]),
        (
            "It has since transpired that the dam leaked.",
            "has since transpired",
            ["the dam leaked"],
        ),
        ("It has been suggested that the dam leaks.", "has been suggested", ["the dam leaks"]),
        ("The dam, it is said, has burst.", "is said", ["The dam", "has burst"]),
        ("The dam held, it is said, and the mayor left.", "is said", ["The dam held"]),
        ("The dam, it is said, cracked and burst.", "is said", ["The dam", "cracked and burst"]),
        ("The dam is quiet. Rumour has it that it leaks.", "Rumour has it", ["it leaks"]),
        ("He is reportedly in hiding.", "reportedly", ["He is", "in hiding"]),
        ("The crew are presumed to have drowned.", "are presumed", ["The crew", "to have drowned"]),
    ],
)
def test_reports_without_a_source_are_found(text: str, cue: str, content: list[str]) -> None:
    (found,) = with_impersonal(Text(text), [])
    assert found.source is None
    assert found.cue is not None
    assert found.cue.cut(text) == cue
    assert [span.cut(text) for span in found.content] == content


@pytest.mark.parametrize(
    "text",
    [
        "It is not believed that the dam burst.",
        "“It is believed that the dam burst,” she read.",
        "The mayor denied reports that it burst.",
        "The dam was reported by nobody.",
        "The court heard two witnesses.",
        "The panel heard that song twice.",
        "The court was not told that it burst.",
        "A man at the hearing was told that it burst.",
        "The judge heard arguments yesterday that were long.",
        "It emerged from the lake that the dam holds.",
        "It has not emerged that the dam leaks.",
        "He wrote about the word that he had used in May.",
    ],
)
def test_what_is_no_such_report_is_left(text: str) -> None:
    assert with_impersonal(Text(text), []) == []


def test_what_is_attributed_already_is_left() -> None:
    text, found = marked("[1s:Ana Soto] [1c:said] [1x:the dam is believed to have burst].")
    assert with_impersonal(Text(text), found) == found


# ── The seed page ────────────────────────────────────────────────────────────────────────


def _between(text: str, first: str, last: str, at: int = 0) -> Span:
    start = text.index(first, at)
    return Span(start, text.index(last, start) + len(last))


def test_the_seed_pages_chains(shared: Path) -> None:
    text = (shared / "seed/page.txt").read_text("utf-8").replace("\xa0", " ")
    text = text[text.index("Russian military expert Igor") :]
    expert = ("Russian military", "Igor Korotchenko")
    council = ("the New York-based", "Foreign Relations")
    marks = [
        (expert, "said", ("North Korea is", "of Ukraine")),
        (("the Russian defense", "expert"), "said", ("“There are reports", "war damage),”")),
        (
            ("the Russian journalist", "journalist"),
            "Calling",
            ("the North Korean troops", "motivated”"),
        ),
        (("the Russian journalist", "journalist"), "said", ("the Kremlin", "Kim Jong Un”")),
        (("Mr.", "Korotchenko"), "said", ("“If North Korean", "volunteer impulse,”")),
        (("He said", "He"), "said", ("if “North", "let them”")),
        (("He said", "He"), "added", ("both nations hold", "relevant agreements")),
        (council, "has said", ("Ranked as", "personnel")),
        (("a South", "Korean report"), "stated", ("North Korea is already", "rebuild")),
    ]
    designations: list[Span] = []
    found = []
    at = 0
    for number, (source, cue, ends) in enumerate(marks, 1):
        content = _between(text, *ends, at)
        at = content.start
        mention = _between(text, *source)
        designations.append(mention)
        verb = _between(text, cue, cue)
        found.append(Attribution(f"a{number}", mention, verb, (content,), Quotation.DIRECT, 0.9))
    sources, chains = resolve(article_of(text), found)
    speaker = sources[0]
    assert (speaker.name, speaker.type, speaker.role) == (
        "Igor Korotchenko",
        "person",
        "Russian military expert",
    )
    assert speaker.mentions == tuple(sorted(set(designations[:7])))
    assert len(speaker.mentions) == 5
    assert [chain.links[0].source for chain in chains[:7]] == [speaker.id] * 7
    assert [len(chain.links) for chain in chains] == [1, 2, 1, 1, 1, 1, 1, 1, 1]
    reports = chains[1].links[1]
    assert reports.mention == reports.cue == _between(text, "reports", "reports")
    assert chains[1].content == (_between(text, "100,000 North Korean volunteers", "damage)"),)
    assert [(source.name, source.type) for source in sources[1:]] == [
        (None, "unnamed"),
        ("Council for Foreign Relations", "organisation"),
        (None, "document"),
    ]
    assert [chain.quotation for chain in chains] == [
        "indirect", "direct", "mixed", "mixed", "direct", "mixed", "indirect", "indirect",
        "indirect",
    ]  # fmt: skip


@pytest.mark.parametrize("source", ["A memo seen by Reuters", "Two officials who"])
def test_a_source_that_is_cut_short_may_cite_somebody(source: str) -> None:
    text, (citing, saying) = marked(
        f"[1s:{source}] [1c:cited] [1x:an official] and [2c:said] [2x:the dam had leaked]."
    )
    _, chains = resolve(article_of(text), [citing, replace(saying, source=citing.source)])
    assert [span.cut(text) for span in chains[-1].content] == ["the dam had leaked"]


def test_a_piece_is_finished_up_to_the_next_one() -> None:
    reading = Reading(
        "[1s:Police] [1c:said] [1x:prices rose in] Green Town near Blue Lake Wide Hill"
        " [1x:again prices fell sharply today]."
    )
    assert reading.content() == ["prices rose in", "again prices fell sharply today"]


def test_a_piece_within_another_shortens_it_by_nothing() -> None:
    text = "Police said prices rose in the whole country."
    whole, within = Span(12, 44), Span(19, 23)
    said = Attribution("a1", Span(0, 6), Span(7, 11), (whole, within), Quotation.INDIRECT, 0.9)
    _, (chain,) = resolve(article_of(text), [said])
    assert chain.content == (whole,)


def test_an_endless_sentence_is_not_what_each_of_its_speakers_says() -> None:
    unit = "the beer could run short, [{0}s:brewers] [{0}c:warned], [{0}x:as a drought goes on], "
    reading = Reading("and ".join(unit.format(number) for number in range(1, 301)))
    assert reading.content() == ["the beer could run short", "as a drought goes on"]
    lengths = [sum(len(span) for span in chain.content) for chain in reading.chains]
    assert len(lengths) == 300
    assert max(lengths) < 1000


def test_both_verbs_of_neither_nor_are_the_cue() -> None:
    read = Reading("[1s:The mayor] neither [1c:confirmed] [1x:nor denied the memo].")
    (chain,) = read.chains
    (link,) = chain.links
    assert link.cue is not None
    assert link.cue.cut(read.text) == "confirmed nor denied"
    assert [span.cut(read.text) for span in chain.content] == ["the memo"]


# ── Any text, any spans ──────────────────────────────────────────────────────────────────

_SAMPLE = """the The a police said told that reported , . “ ” " ' according to Reuters Ana Soto
he It is believed citing officials reportedly I heard There are reports quoted as saying in who
and but Mr. U.S. @x — 💥 \u200b"""
_WORDS = st.sampled_from([*_SAMPLE.split(), "\n", "\ud800", ""])
_TEXTS = st.one_of(st.text(max_size=60), st.lists(_WORDS, max_size=50).map(" ".join))
_SPANS = st.tuples(st.integers(0, 250), st.integers(0, 80)).map(lambda p: Span(p[0], p[0] + p[1]))
_FOUND = st.lists(
    st.tuples(st.none() | _SPANS, st.none() | _SPANS, st.lists(_SPANS, max_size=3)), max_size=5
)


@given(_TEXTS, _FOUND)
def test_every_span_lies_in_the_text(
    text: str, found: list[tuple[Span | None, Span | None, list[Span]]]
) -> None:
    attributions = [
        Attribution(f"a{number}", source, cue, tuple(content), Quotation.DIRECT, 0.5)
        for number, (source, cue, content) in enumerate(found)
    ]
    sources, chains = resolve(article_of(text), attributions)
    spans = [span for source in sources for span in source.mentions]
    spans += [span for chain in chains for span in chain.content]
    links = [link for chain in chains for link in chain.links]
    spans += [span for link in links for span in (link.mention, link.cue) if span is not None]
    spans += [span for one in with_impersonal(Text(text), attributions[:0]) for span in one.content]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert {link.source for link in links} == {source.id for source in sources}
    assert [source.id for source in sources] == [f"s{n}" for n in range(1, len(sources) + 1)]
    assert all(chain.links and chain.content for chain in chains)


@pytest.mark.parametrize(
    "text",
    [
        "[1c:Asked] [1x:whether the dam had held], she nodded.",
        "[1s:Ms Orn], [1c:asked] [1x:if the dam had held], nodded.",
        "[1s:The Envoy], which [1c:first reported] [1x:the decision], stood by it.",
    ],
)
def test_a_question_and_a_mere_mention_claim_nothing(text: str) -> None:
    assert Reading(text).chains == []


@pytest.mark.parametrize("who", ["Ms Orn", "Ms Orn, who leads the council"])
def test_whoever_asks_is_the_source_of_a_question(who: str) -> None:
    comma = "," * ("," in who)
    reading = Reading(f"[1s:{who}]{comma} [1c:asked] [1x:if the dam had held].")
    assert reading.path() == ["Orn"]


@pytest.mark.parametrize(
    "unit", ["...", "A\n", "“a ", "Ana, who ", ", and he said that ", "Bank of "]
)
def test_time_grows_no_faster_than_the_text(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    length = len(text)
    whole = Attribution("a1", Span(0, 5), Span(6, 10), (Span(11, length),), Quotation.DIRECT, 0.9)
    started = time.process_time()
    resolve(article_of(text), [whole])
    with_impersonal(Text(text), [])
    assert time.process_time() - started < 5  # takes a tenth of that; squared, minutes
