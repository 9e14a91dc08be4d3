"""The headline against the body: each rule where it speaks, and where it has to be silent."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportedly.attributions import resolve
from reportedly.claims import assess, find_findings
from reportedly.claims.body import Body
from reportedly.claims.figures import agree, counted
from reportedly.claims.headline import find_headline_findings
from reportedly.claims.quantities import find_quantities
from reportedly.claims.stems import stem
from reportedly.data import (
    Article,
    Dating,
    Evidence,
    Finding,
    FindingKind,
    Place,
    Reading,
    Severity,
)
from reportedly.pages import capture
from reportedly.reading import read
from tests.chaining import marked

CALM = " The valley is quiet again. Shops open at nine on most days of the week."


class Compared:
    """What is found of a headline over a body whose attributions are marked by hand."""

    def __init__(self, title: str, body: str) -> None:
        text, found = marked(body)
        self.article = Article(title, (), None, (), "en", Dating(), text, ())
        self.sources, chains = resolve(self.article, found)
        self.claims = assess(self.article, chains)
        self.findings = list(
            find_headline_findings(self.article, Body(self.article.text), self.sources, self.claims)
        )

    def words(self, evidence: Evidence) -> str:
        texts = {Place.TITLE: self.article.title or "", Place.TEXT: self.article.text}
        return evidence.span.cut(texts[evidence.place])

    def only(self) -> tuple[Finding, str, str]:
        """The one finding, the words of the headline that it shows, and those of the text."""
        (finding,) = self.findings
        first, second = finding.evidence
        assert (first.place, second.place) == (Place.TITLE, Place.TEXT)
        return finding, self.words(first), self.words(second)


def silent(title: str, body: str) -> bool:
    return Compared(title, body).findings == []


# ── A speaker dropped ────────────────────────────────────────────────────────────────────

CRACK = "[1s:A neighbour] [1c:claimed] that [1x:the dam at Torvik cracked in the spring flood]."


def test_a_dropped_speaker_is_found() -> None:
    finding, shown, told = Compared("Dam at Torvik cracked in spring flood", CRACK + CALM).only()
    assert finding.kind is FindingKind.HEADLINE_OVERSTATES
    assert finding.severity is Severity.WARNING
    assert "“A neighbour”" in finding.message
    assert shown == "Dam at Torvik cracked in spring flood"
    assert told == "A neighbour claimed that the dam at Torvik cracked in the spring flood"


def test_a_dropped_speaker_may_have_told_an_outlet() -> None:
    body = "[1x:The dam at Torvik cracked in the spring flood], [1s:a neighbour] [1c:told] Reuters."
    finding, _, _ = Compared("Dam at Torvik cracked in spring flood", body + CALM).only()
    assert finding.message.endswith("on the word of “a neighbour”.")
    assert finding.severity is Severity.WARNING


def test_a_dropped_speaker_who_is_named_weighs_less() -> None:
    body = CRACK.replace("A neighbour", "Engineer Ana Soto").replace("claimed", "said")
    finding, _, _ = Compared("Dam at Torvik cracked in spring flood", body + CALM).only()
    assert finding.severity is Severity.INFO


@pytest.mark.parametrize(
    "title",
    [
        "Dam at Torvik cracked in spring flood, neighbour says",
        "Neighbour claims dam at Torvik cracked in spring flood",
        "Neighbour: Dam at Torvik cracked in spring flood",
        "Dam at Torvik cracked in spring flood: neighbour",
        "Dam at Torvik ‘cracked in spring flood’",
        "Dam at Torvik reportedly cracked in spring flood",
        "Did the dam at Torvik crack in the spring flood?",
        "Dam at Torvik may have cracked in spring flood",
    ],
)
def test_a_headline_that_says_whose_word_it_is_or_doubts_it_drops_nobody(title: str) -> None:
    assert silent(title, CRACK + CALM)


def test_nothing_is_dropped_of_what_the_article_says_itself() -> None:
    own = "The dam at Torvik cracked in the spring flood. "
    assert silent("Dam at Torvik cracked in spring flood", own + CRACK + CALM)


def test_a_speaker_whom_the_headline_names_is_not_dropped() -> None:
    body = "[1x:“I endorse the bridge plan of Torvik wholeheartedly,”] [1c:said] [1s:Ana Soto]."
    assert silent("Ana Soto endorses bridge plan of Torvik wholeheartedly", body + CALM)


@pytest.mark.parametrize(
    "whose",
    ["the company", "it", "a spokesman", "a spokeswoman for the company", "the two companies"],
)
def test_a_body_that_tells_what_it_does_itself_is_not_dropped(whose: str) -> None:
    body = f"[1x:Torvik Motors has cut 1,200 jobs at the dam], [1s:{whose}] [1c:said] on Monday."
    assert silent("Torvik cuts 1,200 jobs at dam", body + CALM)


def test_a_body_that_tells_what_it_will_do_itself_is_not_dropped() -> None:
    body = "[1s:The carmaker] [1c:said] [1x:it would cut 1,200 jobs at the dam in spring]."
    assert silent("Torvik to cut 1,200 jobs at dam in spring", body + CALM)
    assert not silent(
        "Torvik to cut 1,200 jobs at dam in spring", body.replace("it", "Vell") + CALM
    )


def test_a_death_may_be_told_on_the_word_of_the_family() -> None:
    body = "[1x:The singer Ana Soto has died at the age of 81], [1s:her family] [1c:said]."
    assert silent("Singer Ana Soto dies at 81", body + CALM)
    assert not silent("Singer Ana Soto dies at 81", body.replace("her family", "a guest") + CALM)
    assert not silent(
        "Singer Ana Soto robs bank", body.replace("died at", "robbed a bank at") + CALM
    )


@pytest.mark.parametrize("title", ["Ministry to mend dam at Torvik", "Dam to be mended: ministry"])
def test_a_speaker_whom_the_headline_calls_in_short_is_not_dropped(title: str) -> None:
    body = "[1x:The dam at Torvik will be mended], [1s:the ministry of works] [1c:said] on Monday."
    assert silent(title, body + CALM)


@pytest.mark.parametrize(
    "title", ["Baker charged with breaking dam at Torvik", "Baker on trial for breaking Torvik dam"]
)
def test_a_charge_is_told_as_one(title: str) -> None:
    body = "[1x:A baker broke the dam at Torvik], [1s:prosecutors] [1c:told] a court."
    assert silent(title, body + CALM)


@pytest.mark.parametrize(
    "whose", ["the rights group", "the union", "the watchdog", "a spokesman for the union"]
)
def test_what_others_say_of_a_body_is_dropped(whose: str) -> None:
    body = f"[1x:Torvik Motors has poisoned the lake at the dam], [1s:{whose}] [1c:said] on Monday."
    assert not silent("Torvik poisoned lake at dam", body + CALM)


def test_a_body_s_word_on_a_person_is_dropped() -> None:
    body = "[1x:Dan Smith has taken the missing funds], [1s:the company] [1c:said] on Monday."
    assert not silent("Smith has taken missing funds", body + CALM)


def test_whoever_doubts_it_is_not_whose_word_it_is() -> None:
    body = CRACK.replace("claimed", "cast doubt over claims")
    (finding,) = Compared("Dam at Torvik cracked in spring flood", body + CALM).findings
    assert "on the word of" not in finding.message


def test_a_headline_of_other_words_is_left_alone() -> None:
    assert silent("Wall near village broke this week after heavy rain", CRACK + CALM)


# ── Certainty raised ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "Ferry sank off Norvale coast",
            "[1s:The harbour] [1c:said] that [1x:the ferry may have sunk off the Norvale coast].",
        ),
        (
            "Bandits stole the Torvik bell",
            "There are [1c:rumours] that [1x:bandits stole the Torvik bell].",
        ),
        (
            "Torvik dam will burst by Friday",
            "The dam above Torvik could burst by Friday if the rain goes on.",
        ),
        ("Sculptor finished Torvik fountain", "The sculptor may have finished Torvik fountain."),
        (
            "Ferry sank off Norvale coast in May",
            "[1s:The harbour] [1c:said] that [1x:the ferry may have sunk off the Norvale coast].",
        ),
    ],
)
def test_certainty_raised_is_found(title: str, body: str) -> None:
    finding, shown, _ = Compared(title, body + CALM).only()
    assert finding.kind is FindingKind.HEADLINE_OVERSTATES
    assert "uncertain" in finding.message
    assert shown == title


@pytest.mark.parametrize(
    "title",
    [
        "Ferry may have sunk off Norvale",
        "Fears ferry sank off coast",
        "Ferry sank off Norvale coast, harbour fears",
        "Harbour believes ferry sank off Norvale coast",
    ],
)
def test_a_headline_as_unsure_as_its_body_is_left_alone(title: str) -> None:
    body = "[1s:The harbour] [1c:said] that [1x:the ferry may have sunk off the Norvale coast]."
    assert silent(title, body + CALM)


def test_who_faces_a_thing_may_be_spared_it() -> None:
    body = "[1x:Rents in Torvik may rise next year], [1s:the council] [1c:said]."
    assert silent("Torvik tenants face a rise in rents next year", body + CALM)
    assert not silent("Torvik rents rise next year", body + CALM)
    assert not silent("Torvik mayor faces sack after rents rise next year", body + CALM)


def test_certainty_is_not_raised_where_somebody_is_sure() -> None:
    body = "The ferry may have sunk off the Norvale coast. The ferry sank off Norvale at noon."
    assert silent("Ferry sank off Norvale coast", body + CALM)


def test_a_hedge_on_something_else_is_no_doubt() -> None:
    body = "It can be seen that the sculptor finished the Torvik fountain."
    assert silent("Sculptor finished Torvik fountain", body + CALM)


@pytest.mark.parametrize(
    "title", ["Torvik ferry to stay in port", "Torvik ferry will stay in port"]
)
@pytest.mark.parametrize(
    "said",
    [
        "the Torvik ferry may stay in port until May",
        "the Torvik ferry could stay in port if it snows",
    ],
)
def test_what_only_may_come_is_not_to_come(title: str, said: str) -> None:
    body = f"[1s:The harbour office] [1c:said] that [1x:{said}]."
    finding, shown, _ = Compared(title, body + CALM).only()
    assert (finding.kind, shown) == (FindingKind.HEADLINE_OVERSTATES, title)
    assert "uncertain" in finding.message


@pytest.mark.parametrize(
    "said",
    ["the Torvik ferry will stay in port", "the Torvik ferry is likely to stay in port",
     "the Torvik ferry plans to stay in port"],
)  # fmt: skip
def test_what_is_to_come_by_the_body_too_is_left_alone(said: str) -> None:
    body = f"[1s:The harbour office] [1c:said] that [1x:{said}]."
    findings = Compared("Torvik ferry to stay in port", body + CALM).findings
    assert all("uncertain" not in finding.message for finding in findings)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("rents in Torvik fell by between 20 and 35 per cent", "between 20 and 35 per cent"),
        ("rents in Torvik fell, after 20 to 35 years", None),
    ],
)
def test_the_end_of_a_range_is_a_limit_of_the_same(said: str, told: str | None) -> None:
    body = f"[1s:The harbour] [1c:said] that [1x:{said}]."
    findings = Compared("Torvik rents fell by 35 per cent", body + CALM).findings
    limits = [f for f in findings if f.message.startswith("The headline has “35 per cent” where")]
    assert [f.message.partition("the text has ")[2] for f in limits] == (
        [f"“{told}”."] if told else []
    )


# ── A plan told as done ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "body",
    [
        "[1s:The council] [1c:said] that [1x:it will close the old Torvik library in May].",
        "The council plans to close the old Torvik library in May.",
        "The council voted 7-2 on Tuesday to close the old Torvik library in May.",
        "The old Torvik library is expected to be closed by the council in May.",
    ],
)
def test_a_plan_told_as_done_is_found(body: str) -> None:
    finding, _, _ = Compared("Torvik council closed old library", body + CALM).only()
    assert finding.kind is FindingKind.HEADLINE_OVERSTATES
    assert "as done (“closed”)" in finding.message


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Torvik council to close old library", "The Torvik council will close the old library."),
        ("Torvik council closed old library", "The Torvik council closed its old library in May."),
    ],
)
def test_a_plan_told_as_a_plan_and_a_deed_as_a_deed_are_left_alone(title: str, body: str) -> None:
    assert silent(title, body + CALM)


# ── A link dropped ───────────────────────────────────────────────────────────────────────

QUOTED = (
    "[1x:“There are reports that 40 ships are being bought by Norvale,”] [1c:said] [1s:Ana Soto]."
)


def test_a_dropped_link_is_found() -> None:
    finding, shown, told = Compared(
        "Ana Soto says Norvale is buying 40 ships", QUOTED + CALM
    ).only()
    assert finding.kind is FindingKind.HEADLINE_OVERSTATES
    assert shown == "Ana Soto says"
    assert told.startswith("reports that 40 ships")


def test_own_words_outrank_a_paraphrase_that_drops_the_link_as_well() -> None:
    paraphrase = "[2s:Ana Soto] [2c:said] that [2x:Norvale is buying 40 ships]. "
    found = Compared("Ana Soto says Norvale is buying 40 ships", paraphrase + QUOTED + CALM)
    _, shown, told = found.only()
    assert (shown, told.partition(" ")[0]) == ("Ana Soto says", "reports")


@pytest.mark.parametrize(
    "title",
    [
        "Ana Soto says reports have Norvale buying 40 ships",  # it names the link
        "Envoy says Norvale is buying 40 ships",  # of somebody else
    ],
)
def test_a_link_that_is_named_or_not_of_the_speaker_is_not_dropped(title: str) -> None:
    assert silent(title, QUOTED + CALM)


@pytest.mark.parametrize("whose", ["Report says", "Media reports claim", "The latest report says"])
def test_a_headline_that_has_it_from_some_report_drops_no_link_of_it(whose: str) -> None:
    body = "[1x:“A survey says Norvale is buying 40 ships,”] [1c:said] [1s:media reports]."
    assert silent(f"{whose} Norvale is buying 40 ships", body + CALM)


def test_a_headline_that_has_it_from_somebodys_report_may_drop_a_link() -> None:
    body = "[1x:“A survey says Norvale is buying 40 ships,”] [1c:said] [1s:a Customs report]."
    _, shown, _ = Compared("Customs report says Norvale is buying 40 ships", body).only()
    assert shown == "Customs report says"


def test_an_accusation_told_as_a_fact_is_found() -> None:
    body = (
        "[1x:The mayor of Torvik] [1c:has been accused of] [1x:stealing gold from the flood fund]."
    )
    finding, _, _ = Compared("Torvik mayor stole gold from flood fund", body + CALM).only()
    assert "as an accusation (“has been accused of”)" in finding.message


def test_what_is_only_purported_is_not_sure() -> None:
    cue = "[1c:put out a film purportedly showing]"
    body = f"[1s:Bandits] have {cue} [1x:the theft of the old bell of Torvik]. "
    finding, shown, _ = Compared("Film shows theft of old Torvik bell", body + CALM).only()
    assert shown == "theft of old Torvik bell"
    assert "holds for uncertain" in finding.message
    sure = body.replace("purportedly ", "")
    assert silent("Film shows theft of old Torvik bell", sure + CALM)


# ── A denial missing ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "body",
    [
        "[1s:Her agent] [1c:denied] that [1x:the singer Ana Soto had joined the Norvale opera].",
        "[1s:Her agent] [1c:said] [1x:the singer Ana Soto did not join the Norvale opera].",
        "The singer Ana Soto will no longer join the Norvale opera.",
    ],
)
def test_a_missing_denial_is_found(body: str) -> None:
    finding, _, told = Compared("Singer Ana Soto joined Norvale opera", body + CALM).only()
    assert finding.kind is FindingKind.HEADLINE_OVERSTATES
    assert "denied" in finding.message
    assert told.startswith(("Her agent", "The singer Ana Soto will"))


DIVER = "[1s:A diver] [1c:said] [1x:the mayor of Torvik had known of the cracked dam]."


@pytest.mark.parametrize(
    "denial", ["She has denied it.", "Her office rejected the claim.", "She denies any wrongdoing."]
)
def test_a_denial_in_the_next_sentence_is_missing_too(denial: str) -> None:
    title = "Torvik mayor knew of cracked dam"
    findings = Compared(title, f"{DIVER} {denial}{CALM}").findings
    assert any("leaves out that the text has it denied" in each.message for each in findings)


@pytest.mark.parametrize(
    "after", ["She denied a second diver entry.", "The dam is old. She has denied it."]
)
def test_a_denial_of_something_else_in_the_next_sentence_is_not(after: str) -> None:
    findings = Compared("Torvik mayor knew of cracked dam", f"{DIVER} {after}{CALM}").findings
    assert not any("denied" in each.message for each in findings)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "Agent denies singer Ana Soto joined Norvale opera",
            "[1s:Her agent] [1c:denied] that [1x:the singer had joined the Norvale opera].",
        ),
        (
            "Singer Ana Soto joins Norvale opera, says agent",
            "[1s:Her agent] [1c:said] [1x:Ana Soto did not audition for the Norvale opera].",
        ),
    ],
)
def test_a_denial_that_is_told_or_of_something_else_is_not_missing(title: str, body: str) -> None:
    assert silent(title, body + CALM)


OPERA = "Singer Ana Soto joined Norvale opera"


@pytest.mark.parametrize(
    "body",
    [
        "A hoax report claimed that the singer Ana Soto had joined the Norvale opera.",
        "The story that the singer Ana Soto joined the Norvale opera is completely made up.",
        "The rumour of Ana Soto at the Norvale opera has proved to be nonsense.",
        "[1s:Her agent] [1c:said] [1x:reports that Ana Soto joined the opera are not true].",
        "A video of the singer Ana Soto at the Norvale opera turned out to be a fake.",
    ],
)
def test_what_the_text_calls_false_is_missing_from_a_headline_that_tells_it(body: str) -> None:
    found = Compared(OPERA, body + CALM).findings
    assert [f.kind for f in found] == [FindingKind.HEADLINE_OVERSTATES]
    assert "called false" in found[0].message or "denied" in found[0].message


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Fake report has singer Ana Soto join Norvale opera", "hoax"),
        ("Viral post has singer Ana Soto join Norvale opera", "hoax"),
        (OPERA, "The report that Ana Soto joined the Norvale opera is not a hoax."),
        (OPERA, "Singer Ana Soto joined the Norvale opera with a fake beard and a false nose."),
        (OPERA, "A hoax report said that the lamp on the pier had burnt for a year."),
    ],
)
def test_what_a_headline_owns_up_to_or_is_said_of_something_else_is_not(
    title: str, body: str
) -> None:
    hoax = "A hoax report claimed that the singer Ana Soto had joined the Norvale opera."
    assert silent(title, (hoax if body == "hoax" else body) + CALM)


def test_doubts_that_the_headline_leaves_out_are_found_once() -> None:
    body = "[1s:Two critics] [1c:cast doubt over] [1x:claims that Ana Soto joined Norvale opera]."
    told = f"{OPERA}. {body}"
    finding, _, shown = Compared(OPERA, told + CALM).only()
    assert "doubted" in finding.message
    assert shown.startswith("Two critics")
    assert silent("Did singer Ana Soto join Norvale opera?", told + CALM)


TOLD = "Singer Ana Soto has joined the Norvale opera, where she will sing from May."


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("No, singer Ana Soto has joined no Norvale opera", TOLD),
        ("Norvale opera denies that singer Ana Soto joined", TOLD),
    ],
)
def test_a_denial_that_no_word_of_the_text_carries_is_unsupported(title: str, body: str) -> None:
    finding, _, told = Compared(title, body + CALM).only()
    assert finding.kind is FindingKind.HEADLINE_UNSUPPORTED
    assert told == TOLD
    assert silent(title, f"{body} Her agent dismissed that as a joke.{CALM}")
    assert silent(title, f"{body} A court cleared her of that.{CALM}")
    assert silent(title, f"{body} She has not, says her agent.{CALM}")
    assert silent(title, f"{body} There is no evidence of it.{CALM}")
    assert silent(title, f"Singer Ana Soto has not joined the Norvale opera.{CALM}")
    assert silent(title, f"The valley is quiet in spring.{CALM}")


def test_hearsay_with_most_of_a_headline_is_enough() -> None:
    title = "Ana Soto dazzles huge crowds in Norvale opera this spring evening"
    body = "[1c:{}] [1x:Ana Soto signed for the Norvale opera this spring]. Crowds come here."
    finding, _, _ = Compared(title, body.format("Reportedly") + CALM).only()
    assert "hearsay" in finding.message
    named = body.replace("[1c:{}]", "[1s:Carl Ost] [1c:said] that")
    assert silent(title, named + CALM)


def test_what_is_neither_confirmed_nor_denied_is_uncertain_and_not_denied() -> None:
    body = (
        "[1s:Her agent] [1c:will neither confirm nor deny] that [1x:the singer Ana Soto has"
        " joined the Norvale opera]."
    )
    finding, _, _ = Compared("Singer Ana Soto joins Norvale opera, says agent", body + CALM).only()
    assert "uncertain" in finding.message
    assert "denied" not in finding.message


# ── An actor changed ─────────────────────────────────────────────────────────────────────

NURSES = (
    "Minister Carl Ost has led the party for ten years. "
    "[1s:A doctor] [1c:said] that [1x:{} willing to come to Torvik]. The clinic waits for help."
)


def test_a_changed_actor_is_found() -> None:
    body = NURSES.format("300 nurses from Norvale are")
    finding, shown, told = Compared("Carl Ost sends 300 nurses, says doctor", body).only()
    assert finding.kind is FindingKind.HEADLINE_UNSUPPORTED
    assert shown == "Carl Ost sends"
    assert told == "300 nurses from Norvale are willing to come to Torvik"
    assert shown in finding.message


@pytest.mark.parametrize(
    "said",
    [
        "he would bring 300 nurses, all of them",  # "he" may be the minister
        "Carl Ost and 300 nurses are",
    ],
)
def test_an_actor_who_may_be_meant_is_not_changed(said: str) -> None:
    assert silent("Carl Ost sends 300 nurses, says doctor", NURSES.format(said))


# ── A figure changed ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("title", "body", "shown", "told"),
    [
        (
            "Flood kills 43 sheep at Torvik",
            "Flood killed 34 sheep at Torvik.",
            "43",
            "34",
        ),
        (
            "Torvik bridge cost £9 million",
            "Torvik bridge cost $9 million.",
            "£9",
            "$9",
        ),
        ("Flood kills 80 sheep in Torvik", "Flood killed 40 sheep in Torvik.", "80", "40"),
    ],
)
def test_a_changed_figure_is_found(title: str, body: str, shown: str, told: str) -> None:
    finding, *words = Compared(title, body + CALM).only()
    assert finding.kind is FindingKind.HEADLINE_UNSUPPORTED
    assert [word.split()[0] for word in words] == [shown, told]


def test_a_limit_told_as_the_figure_itself_is_found() -> None:
    body = "The dam at Torvik will flood up to 300 farms." + CALM
    finding, shown, told = Compared("Torvik dam will flood 300 farms", body).only()
    assert finding.kind is FindingKind.HEADLINE_OVERSTATES
    assert (shown, told) == ("300 farms", "up to 300 farms")


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Torvik dam will flood up to 300 farms", "The dam at Torvik will flood up to 300 farms."),
        ("Torvik dam will flood 300 farms", "The dam at Torvik will flood at least 300 farms."),
        ("Torvik dam will flood 300 farms",
         "The dam at Torvik will flood up to 300 farms. In all 300 farms have paid."),
    ],
)  # fmt: skip
def test_a_limit_that_is_told_or_none_is_left_alone(title: str, body: str) -> None:
    assert silent(title, body + CALM)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Flood kills 40 sheep in Torvik", "Flood killed 43 sheep in Torvik."),  # rounded
        ("Flood kills over 40 sheep in Torvik", "Flood killed 57 sheep in Torvik."),
        ("Flood kills 43 sheep in Torvik", "Flood killed 40 sheep in Torvik, then 3 sheep."),
        (
            "Flood kills 80 sheep in Torvik",
            "Flood killed 40 sheep in Torvik, then 40 sheep in Brisk.",
        ),
        ("Flood kills 43 sheep in Torvik", "Flood killed 43 animals in Torvik, of 90 sheep."),
        ("Flood kills 43 sheep in Torvik", "Flood came to Torvik. Last year 90 sheep were sold."),
    ],
)
def test_a_figure_that_agrees_or_is_of_something_else_is_not_changed(title: str, body: str) -> None:
    assert silent(title, body + CALM)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("1.3 million soldiers", "1,287,000 soldiers", True),
        ("about 90 ships", "100 ships", True),
        ("90 ships", "97 ships", False),
        ("at least 10 shots", "11 shots", True),
        ("up to 10 shots", "11 shots", False),
    ],
)
def test_figures_that_can_stand_for_one_another(a: str, b: str, same: bool) -> None:
    (shown,), (told,) = find_quantities(a), find_quantities(b)
    assert agree(shown, told) is same
    assert counted(shown) == counted(told)


# ── Nothing that carries it ──────────────────────────────────────────────────────────────

LONG = (
    "The council of Torvik met in the town hall and spoke about roads and drains at length. " * 15
)


def test_a_headline_from_nowhere_is_found() -> None:
    assert silent("Tigers escape zoo near Brisk, swim across broad river", LONG[:900])
    found = Compared("Tigers escape zoo near Brisk, swim across broad river", LONG)
    (finding,) = found.findings
    assert finding.kind is FindingKind.HEADLINE_UNSUPPORTED
    assert [e.place for e in finding.evidence] == [Place.TITLE]


@pytest.mark.parametrize(
    "title",
    [
        "Tigers escape zoo near Torvik, swim across broad river",  # shares a name
        "A tiger of a meeting",  # too few words to tell
    ],
)
def test_a_headline_in_other_words_is_not_from_nowhere(title: str) -> None:
    assert silent(title, LONG)


# ── All of them ──────────────────────────────────────────────────────────────────────────


def test_they_are_among_the_findings_of_a_page() -> None:
    found = Compared("Dam at Torvik cracked in spring flood", CRACK + CALM)
    everything = find_findings(found.article, found.sources, found.claims)
    assert found.findings[0] in everything


def test_an_article_without_a_headline_has_none() -> None:
    assert silent("", CRACK + CALM)


@pytest.mark.parametrize(
    "forms",
    [
        "offer offers offered offering Offer’s",
        "die died death",
        "leave leaves leaving left",
        "withdraw withdrawing withdrew",
        "sink sank sunk",
        "volunteer volunteers",
    ],
)
def test_inflected_words_meet(forms: str) -> None:
    assert len({stem(word) for word in forms.split()}) == 1


def test_founding_is_not_finding() -> None:
    assert stem("founding") != stem("found") == stem("finding")
    assert stem("using") != stem("US")


WORDS = st.lists(
    st.sampled_from(
        "Torvik|dam|cracked|says|“reports that”|will|close|not|may|300|£20 million|ships|’|:|,|?|–"
        f"|Ana Soto|she|The|the|. |\n\n|denied|é|𝔸|{'9' * 400}".split("|")
    )
)


@given(WORDS, WORDS)
@example(["Torvik", ":", " "], [])
@example(["Torvik", "says", ":", ":", "dam", ":", " "], ["dam"])
def test_spans_lie_in_their_texts_and_nothing_breaks(title: list[str], body: list[str]) -> None:
    found = Compared(" ".join(title), " ".join(body))
    for finding in found.findings:
        for evidence in finding.evidence:
            assert found.words(evidence)


# ── The seed page ────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def seed(shared: Path) -> Reading:
    page = next(iter(capture(shared / "seed" / "page.txt")))
    assert not isinstance(page, Exception)
    return read(page)


@pytest.mark.parametrize(
    ("kind", "shown", "told"),
    [
        (FindingKind.HEADLINE_OVERSTATES, "Russian Military Expert Claims", "reports that"),
        (FindingKind.HEADLINE_UNSUPPORTED, "Kim Jong Un Offers", "North Korean volunteers"),
    ],
)
def test_the_seed_page(seed: Reading, kind: FindingKind, shown: str, told: str) -> None:
    (finding,) = (f for f in seed.findings if f.kind is kind)
    title, text = finding.evidence
    headline = seed.article.title or ""
    assert (title.place, text.place) == (Place.TITLE, Place.TEXT)
    assert title.span.cut(headline) == shown
    words = text.span.cut(seed.article.text)
    assert told in words[:40]
    assert "prepared to come" in words
    (claim,) = (c for c in seed.claims if c.id == text.claim)
    assert len(claim.chain) == 2
