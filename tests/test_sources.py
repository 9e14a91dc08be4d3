"""Sources: every mention that speaks, resolved to one speaker."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportedly.attributions import resolve
from reportedly.data import SourceType
from tests.chaining import Reading, article_of, marked

# ── The same speaker ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "later",
    ["Lind", "Mr. Lind", "Lind, 61,", "Oskar Lind", "He", "The Danish engineer", "The engineer",
     "The expert", "Lind, who was born there,"],
)  # fmt: skip
def test_a_person_is_known_again(later: str) -> None:
    reading = Reading(
        "[1s:Danish bridge engineer Oskar Lind] [1c:said] [1x:that the dam had held]. "
        f"[2s:{later}] [2c:said] [2x:that it might not hold for long]."
    )
    assert reading.speakers() == ["s1", "s1"]
    (lind,) = reading.sources
    assert (lind.name, lind.type) == ("Oskar Lind", SourceType.PERSON)
    assert lind.role == "Danish bridge engineer"
    assert len(lind.mentions) == 2


@pytest.mark.parametrize(
    "speaker",
    ["A spokeswoman for Governor Lena Orn", "Lawyers for Mr Orn", "An aide to Senator Lena Orn"],
)
def test_whoever_speaks_for_somebody_is_somebody_else(speaker: str) -> None:
    reading = Reading(f"[1s:{speaker}] [1c:said] [1x:that the dam had held].")
    assert reading.sources[0].name is None


def test_a_spokesman_has_a_name_of_his_own() -> None:
    reading = Reading(
        "[1s:A spokesman for Ms Orn, Carl Veer,] [1c:said] [1x:that the dam had held]."
    )
    assert reading.sources[0].name == "Carl Veer"
    assert reading.sources[0].role == "spokesman for Ms Orn"


@pytest.mark.parametrize(
    ("speaker", "role"),
    [
        ("Chief Inspector Laura Orn", "Chief Inspector"),
        ("Constable Iain Orn", "Constable"),
        ("Laura Orn, and her lawyer, Iain Lind,", None),
    ],
)
def test_a_role_is_whole_and_nobody_else_s(speaker: str, role: str | None) -> None:
    reading = Reading(f"[1s:{speaker}] [1c:said] [1x:that the dam had held].")
    assert reading.sources[0].role == role


def test_a_role_ends_before_what_is_added() -> None:
    reading = Reading("[1x:“It held,”] [1c:said] [1s:a senior negotiator, who spoke] on Monday.")
    assert reading.sources[0].role == "senior negotiator"


@pytest.mark.parametrize("company", ["Alder Foods", "Norrin Airways", "Quindle"])
def test_a_sentence_ends_with_what_its_subject_says_of_itself(company: str) -> None:
    reading = Reading(
        "[1x:Brightwater Group cut 300 jobs], [1s:the company] [1c:said]. "
        f"[2x:{company} is to close a plant], [2s:the company] [2c:said] on Friday."
    )
    assert [source.name for source in reading.sources] == ["Brightwater Group", company]


@pytest.mark.parametrize(
    "text",
    [
        "[1x:Lena Orn has left], [1s:the company] [1c:said].",
        "[1x:The council is angry with Quindle], [1s:the company] [1c:said].",
        "[1x:Quindle’s founder has left], [1s:the company] [1c:said].",
    ],
)
def test_who_else_a_sentence_is_about_is_no_company_that_speaks(text: str) -> None:
    assert Reading(text).sources[0].name is None


def test_who_has_not_spoken_is_known_by_a_kindred_title() -> None:
    reading = Reading("Sergeant Mila Orn led them. [1s:The officer] [1c:said] [1x:that it held].")
    assert reading.sources[0].name == "Mila Orn"


def test_whoever_holds_another_office_is_not_meant() -> None:
    reading = Reading("President Ole Lind came. [1s:The senator] [1c:said] [1x:that it held].")
    assert reading.sources[0].name is None


def test_of_two_with_kindred_titles_neither_is_meant() -> None:
    reading = Reading(
        "Sergeant Mila Orn and Captain Ole Lind led them. [1s:The officer] [1c:said] [1x:it held]."
    )
    assert reading.sources[0].name is None


@pytest.mark.parametrize(("he", "she"), [("Lord", "Lady"), ("Mr", "Mrs"), ("Mr.", "Ms.")])
def test_titles_tell_two_of_one_surname_apart(he: str, she: str) -> None:
    reading = Reading(
        f"[1s:{he} Marne] [1c:said] [1x:that the dam had held]. [2s:{she} Marne] [2c:said] [2x:it "
        f"leaked]. [3s:She] [3c:added] [3x:that it was old]. [4s:{he} Marne] [4c:denied] [4x:that]"
        f" [4x:it leaked]."
    )
    assert reading.speakers() == ["s1", "s2", "s2", "s1"]


def test_offices_of_state_are_government() -> None:
    reading = Reading("[1s:The Home Office] [1c:said] [1x:that the dam had held].")
    assert reading.sources[0].type is SourceType.GOVERNMENT


def test_whom_a_noun_for_a_person_stands_beside_is_one() -> None:
    reading = Reading(
        "[1s:Mr. Ben Ode] [1c:said] [1x:that the dam had held]. Her husband, Jan, was less sure. "
        "[2s:He] [2c:said] [2x:that it leaked]."
    )
    assert [source.name for source in reading.sources] == ["Ben Ode", "Jan"]


def test_what_makes_something_is_no_person() -> None:
    reading = Reading("[1s:Velda Corin, which makes pumps,] [1c:said] [1x:that the dam had held].")
    assert reading.sources[0].type is SourceType.ORGANISATION


@pytest.mark.parametrize(
    "opening", ["Svea Orn, who measures the river, spoke.", "The hydrologist Svea Orn spoke."]
)
def test_whom_who_takes_up_is_a_person(opening: str) -> None:
    reading = Reading(f"{opening} [1s:She] [1c:said] [1x:that the dam had held].")
    assert reading.path() == ["Svea Orn"]


COURT = (
    "Helen Corin, 58, is accused of killing her husband, Mr Ivo Corin, 63. "
    "[1s:Sarah Quill KC] [1c:said] [1x:that Corin had bought rope]. "
    "[2s:Quill] [2c:said] [2x:the defendant had told a friend that Ivo was rich]. "
    "The court heard that Mr Corin fell. [3s:Corin] [3c:said] [3x:she was asleep]."
)


def test_a_surname_that_two_bear_is_whose_who_is_called_by_it() -> None:
    reading = Reading(COURT)
    assert reading.path(2) == ["Helen Corin"]


def test_letters_after_a_name_are_no_part_of_it() -> None:
    reading = Reading(COURT)
    assert reading.path(0) == ["Sarah Quill"]


def test_nobody_passes_on_what_a_description_of_themselves_says() -> None:
    assert Reading(COURT).path(1) == ["Sarah Quill", "the defendant"]


def test_the_subject_of_a_passive_is_whom_a_pronoun_may_mean() -> None:
    reading = Reading(
        "[1x:Helen Corin] [1c:is accused of] [1x:killing her husband]. "
        "[2s:She] [2c:denies] [2x:murder]."
    )
    assert reading.path(1) == ["Helen Corin"]


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("A third, Jane Kell of Torvik,", "Jane Kell"),
        ("His lawyer, Ana Soto of the union,", "Ana Soto"),
        ("A Torvik-based gynaecologist, Senad Brodic,", "Senad Brodic"),
        ("records reviewed by the AP", None),
    ],
)
def test_who_is_named_beside_a_description(mention: str, name: str | None) -> None:
    reading = Reading(f"TORVIK (AP) — [1s:{mention}] [1c:said] [1x:that the dam had held].")
    assert reading.source(0).name == name


def test_an_agency_behind_a_dateline_is_not_the_place() -> None:
    reading = Reading(
        "TORVIK (AP) — [1s:Records reviewed by the AP] [1c:show] [1x:that the dam had held]."
    )
    assert reading.path() == ["AP", "Records"]


@pytest.mark.parametrize("words", ["The news agency DNA", "The DNA news agency"])
def test_a_news_agency_is_an_outlet_and_the_agency(words: str) -> None:
    reading = Reading(
        f"[1s:{words}] [1c:said] [1x:that it held]. [2s:The agency] [2c:added] [2x:that it leaked]."
    )
    assert [(s.name, s.type) for s in reading.sources] == [("DNA", SourceType.MEDIA)]


@pytest.mark.parametrize("name", ["Nurses' Union", "Fire Officers’ Association"])
def test_a_plural_that_owns_a_body_is_part_of_its_name(name: str) -> None:
    reading = Reading(f"[1s:The {name}] [1c:said] [1x:that it held].")
    assert [(s.name, s.type) for s in reading.sources] == [(name, SourceType.ORGANISATION)]


def test_a_company_is_whose_apposition_speaks_and_no_state_agency() -> None:
    reading = Reading(
        "Merrow Pumps AB (OSE: MERR), [1s:a leading maker of pumps], [1c:announced] [1x:a fair]. "
        "[2s:The Swedish Energy Agency] [2c:said] [2x:it would come]. "
        "[3c:According to] [3s:the company], [3x:it opens on Monday]."
    )
    assert [reading.path(n) for n in range(3)] == [
        ["Merrow Pumps AB"],
        ["Swedish Energy Agency"],
        ["Merrow Pumps AB"],
    ]


@pytest.mark.parametrize(
    ("before", "who"),
    [
        ("It began with a fake account", "a fake account"),
        ("It stems from a council memo", "a council memo"),
    ],
)
def test_which_is_the_thing_described_before_it(before: str, who: str) -> None:
    reading = Reading(f"{before}, [1s:which] [1c:claimed] [1x:that it leaked].")
    assert reading.path() == [who]


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("GadgetNet, which saw it first,", "GadgetNet"),
        ("Developer Merrow Homes", "Merrow Homes"),
        ("Carmaker Velda", "Velda"),
        ("Velda Pumps, Inc.", "Velda Pumps"),
        ("Corin Bakeries Inc.", "Corin Bakeries Inc."),
        ("Merrow Airport", "Merrow Airport"),
        ("Thermavolt, which makes pumps,", "Thermavolt"),
    ],
)
def test_a_company_at_the_head_of_a_sentence_is_named(mention: str, name: str) -> None:
    reading = Reading(f"[1s:{mention}] [1c:said] [1x:that it held].")
    assert [(s.name, s.type) for s in reading.sources] == [(name, SourceType.ORGANISATION)]


@pytest.mark.parametrize("taken", ["Velda Corin ([1s:VCO.OS)]", "Velda Corin ([1s:VCO.OS])"])
def test_the_sign_of_a_company_alone_is_no_source(taken: str) -> None:
    reading = Reading(f"{taken} [1c:said] [1x:that the dam had held].")
    (source,) = reading.sources
    assert source.mentions[0].cut(reading.text) == "Velda Corin (VCO.OS)"


def test_a_day_before_the_verb_is_no_cue() -> None:
    reading = Reading("[1s:Velda Corin] [1c:today] announced [1x:that the dam had held].")
    (link,) = reading.chains[0].links
    assert link.cue is not None
    assert link.cue.cut(reading.text) == "announced"


@pytest.mark.parametrize(
    ("mention", "name", "kind"),
    [
        ("The US Geological Survey", "US Geological Survey", SourceType.GOVERNMENT),
        ("Italian newspaper Il Corriere della Rete", "Il Corriere della Rete", SourceType.MEDIA),
        ("court records", None, SourceType.DOCUMENT),
    ],
)
def test_what_kind_a_name_is_of(mention: str, name: str | None, kind: SourceType) -> None:
    reading = Reading(f"The dam held, according [1c:to] [1s:{mention}], [1x:and was dry].")
    assert [(source.name, source.type) for source in reading.sources] == [(name, kind)]


def test_whoever_has_a_spokesperson_is_a_body_unless_it_is_a_person() -> None:
    reading = Reading(
        "[1s:Tarn Water] [1c:said] [1x:that the dam had held]. "
        "A Tarn Water spokesperson refused to say more. "
        "[2s:Ana Soto] [2c:said] [2x:that it leaked]. An Ana Soto spokesman refused to say more."
    )
    types = [source.type for source in reading.sources]
    assert types == [SourceType.ORGANISATION, SourceType.PERSON]


def test_a_company_calls_itself_the_company() -> None:
    reading = Reading(
        "[1s:Velda Pumps, Inc.] [1c:said] [1x:that the dam had held]. "
        "[2s:The Company] [2c:expects] [2x:that it will]."
    )
    assert [source.name for source in reading.sources] == ["Velda Pumps"]


def test_which_may_be_an_account_or_a_regulator() -> None:
    reading = Reading(
        "It was posted by a fan account, @envoyfan, [1s:which] [1c:said] [1x:that it leaked]. "
        "Ofdam, the regulator, looked into it. [2s:It] [2c:said] [2x:that the dam had held]."
    )
    assert [source.name for source in reading.sources] == ["@envoyfan", "Ofdam"]


def test_a_company_is_known_again_without_its_form() -> None:
    reading = Reading(
        "[1s:Velda Corin Pvt Ltd] [1c:said] [1x:that the dam had held]. "
        "[2s:Velda Corin] [2c:added] [2x:that it leaked]."
    )
    assert [source.name for source in reading.sources] == ["Velda Corin Pvt Ltd"]


@pytest.mark.parametrize(
    ("mention", "role"),
    [
        ("Superintendent of Police Mohit Corin", "Superintendent of Police"),
        ("Leader of the Opposition Velda Corin", "Leader of the Opposition"),
        ("Chief of Defence Staff Air Marshal Velda Corin", "Chief of Defence Staff Air Marshal"),
    ],
)
def test_an_office_that_runs_into_a_name_is_no_part_of_it(mention: str, role: str) -> None:
    reading = Reading(
        f"[1s:{mention}] [1c:said] [1x:that it held]. [2s:Corin] [2c:added] [2x:that it leaked]."
    )
    (source,) = reading.sources
    assert source.name == " ".join(mention.split()[-2:])
    assert (source.type, source.role) == (SourceType.PERSON, role)


def test_it_may_be_a_company_whatever_the_company_does() -> None:
    reading = Reading(
        "[1s:The tenants' union] [1c:said] [1x:that it rained]. [2s:The operator, Velda Corin "
        "plc,] [2c:said] [2x:that the dam had held]. [3s:It] [3c:said] [3x:that it would]."
    )
    assert reading.path(2) == ["Velda Corin plc"]


def test_whoever_does_something_may_be_she() -> None:
    reading = Reading(
        "[1s:Ana Soto] [1c:said] [1x:that it rained]. "
        "[2s:One camper] [2c:said] [2x:that her tent leaked]. [3s:She] [3c:said] [3x:it froze]."
    )
    assert reading.speakers() == ["s1", "s2", "s2"]


def test_a_leader_without_a_name_is_no_spokesman() -> None:
    reading = Reading(
        "[1s:The leader of the union] [1c:said] [1x:that the dam had held]. "
        "[2s:The spokesman] [2c:said] [2x:that it leaked]. [3s:He] [3c:added] [3x:that it rained]."
    )
    assert reading.speakers() == ["s1", "s2", "s2"]


def test_a_page_that_is_called_something_is_no_person() -> None:
    reading = Reading("[1s:A Facebook page called “Torvik Alerts”] [1c:said] [1x:that it leaked].")
    assert (reading.sources[0].name, reading.sources[0].type) == ("Torvik Alerts", SourceType.MEDIA)


def test_aid_agencies_have_no_name_and_govern_nobody() -> None:
    reading = Reading("[1s:Aid agencies] [1c:warn] [1x:that the dam will not hold].")
    (source,) = reading.sources
    assert (source.name, source.type) == (None, SourceType.ORGANISATION)


@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        ("His agent", SourceType.UNNAMED),
        ("The singer’s agent", SourceType.UNNAMED),
        ("A federal agent", SourceType.GOVERNMENT),
    ],
)
def test_an_agent_of_somebody_is_none_of_the_state(agent: str, kind: SourceType) -> None:
    assert Reading(f"[1s:{agent}] [1c:said] [1x:that it leaked].").sources[0].type == kind


@pytest.mark.parametrize(
    ("mention", "name"),
    [("People living by the dam", None), ("People", "People"), ("People magazine", "People")],
)
def test_people_are_no_magazine_but_where_they_report(mention: str, name: str | None) -> None:
    assert Reading(f"[1s:{mention}] [1c:said] [1x:that it leaked].").sources[0].name == name


def test_the_mail_on_sunday_is_a_paper() -> None:
    reading = Reading("[1s:The Mail on Sunday] [1c:said] [1x:that it leaked].")
    assert (reading.sources[0].name, reading.sources[0].type) == (
        "Mail on Sunday",
        SourceType.MEDIA,
    )


def test_a_full_stop_is_no_part_of_a_source() -> None:
    reading = Reading("[1x:The dam leaks], [1c:according to] [1s:Ana Soto and Ben Ode.]")
    assert reading.sources[0].name == "Ana Soto and Ben Ode"


def test_a_full_stop_is_no_source() -> None:
    reading = Reading(
        "The dam leaks[1s:.]\n\n[1x:“It does,”] Ana Soto [1c:was quoted as saying] by Reuters."
    )
    assert reading.path() == ["Reuters", "Ana Soto"]


def test_the_regulator_is_not_whoever_spoke_last() -> None:
    reading = Reading(
        "[1s:Mr. Ben Ode] [1c:said] [1x:that the dam had held]. "
        "[2s:The regulator] [2c:said] [2x:that it leaked]."
    )
    assert reading.speakers() == ["s1", "s2"]


def test_whose_leader_somebody_is_is_no_part_of_the_role() -> None:
    reading = Reading("[1s:Its leader, Ana Soto,] [1c:said] [1x:that the dam had held].")
    assert reading.sources[0].role == "leader"


@pytest.mark.parametrize(
    "later",
    ["A Danish engineer", "Another engineer", "The Swedish engineer", "She", "Engineers",
     "Ana Lind", "The official", "The daughter of a miller"],
)  # fmt: skip
def test_another_speaker_is_kept_apart(later: str) -> None:
    reading = Reading(
        "[1s:Danish engineer Oskar Lind] [1c:said] [1x:that the dam had held]. "
        f"[2s:{later}] [2c:said] [2x:that it might not hold for long]."
    )
    assert reading.speakers() == ["s1", "s2"]


@pytest.mark.parametrize(
    ("first", "later", "name"),
    [
        ("The Aldova Dam Observatory", "The Observatory", "Aldova Dam Observatory"),
        ("The Aldova Dam Observatory (ADO)", "The ADO", "Aldova Dam Observatory"),
        ("The Archdiocese of Torvik", "It", "Archdiocese of Torvik"),
        ("The Ministry of Water", "The ministry", "Ministry of Water"),
        ("Rivertown University", "The university", "Rivertown University"),
        ("The Rivertown Evening Courier", "The Courier", "Rivertown Evening Courier"),
        ("The Rivertown Evening Courier", "The newspaper", "Rivertown Evening Courier"),
        ("The Aldovan government", "The Aldovan government", "Aldovan government"),
        ("Sen. Ana Soto", "The senator", "Ana Soto"),
        ("Soto, the mayor of Rivertown,", "The mayor", "Soto"),
        ("Ana Soto, its leader,", "The Conservative", "Ana Soto"),
        ("Dr Neil Brand", "Brand", "Neil Brand"),
        ("a report from the Evening Courier", "the Courier", "Evening Courier"),
        ("A post on the Evening Courier site", "The Courier post", "Evening Courier"),
        ("Sheikh Omar al-Hadi", "Sheikh Hadi", "Omar al-Hadi"),
        ("Torvane SE", "Torvane", "Torvane SE"),
        ("Aldova Foods", "Aldova", "Aldova Foods"),
        ("Ana Soto", "Soto herself", "Ana Soto"),
    ],
)
def test_short_forms_are_known_again(first: str, later: str, name: str) -> None:
    reading = Reading(
        f"[1s:{first}] [1c:said] [1x:that the dam had held]. "
        f"[2s:{later}] [2c:said] [2x:that it might not hold for long]."
    )
    assert reading.speakers() == ["s1", "s1"]
    assert reading.source(0).name == name


def test_the_fullest_name_may_stand_later() -> None:
    reading = Reading(
        "[1s:Soto] [1c:said] [1x:that the dam had held]. Nobody else was there when Ana Soto left."
    )
    assert reading.source(0).name == "Ana Soto"


def test_pronouns_follow_gender_and_the_one_who_speaks() -> None:
    reading = Reading(
        "[1s:Oskar Lind] [1c:said] [1x:that Ben Ode had warned everybody]. "
        "[2s:Maria Soto] [2c:said] [2x:that Peter Hale had not]. "
        "[3s:He] [3c:said] [3x:it was too late]. [4s:She] [4c:said] [4x:it was not]. "
        "[5s:The Water Union] [5c:said] [5x:it would strike]. [6s:It] [6c:said] [6x:why]."
    )
    assert reading.speakers() == ["s1", "s2", "s1", "s2", "s3", "s3"]


def test_a_pronoun_means_who_spoke_before_whom_they_quote() -> None:
    reading = Reading(
        "[1s:Oskar Lind] [1c:said] [1x:that Ben Ode had insisted that it held]. "
        "[2s:He] [2c:added] [2x:that he was sorry]."
    )
    assert [reading.path(0), reading.path(1)] == [["Oskar Lind", "Ben Ode"], ["Oskar Lind"]]


def test_who_is_asked_by_somebody_is_somebody_else() -> None:
    reading = Reading(
        "[1s:Oskar Lind] [1c:denied] [1x:theft]. Asked by Ben Ode whether he had gone, "
        "[2s:he] [2c:replied]: [2x:“Never in my life.”]"
    )
    assert reading.speakers() == ["s1", "s1"]


@pytest.mark.parametrize(
    ("first", "later", "same"),
    [
        ("Health Minister Eva Nagy", "The finance minister", False),
        ("Defence Secretary Tom Hale", "The foreign secretary", False),
        ("Progressive leader Mia Stern", "The Conservative leader", False),
        ("Defence Secretary Tom Hale", "The defense secretary", True),
        ("Labour leader Keir Soto", "The prime minister", True),
        ("Agriculture Minister Eva Nagy", "The farm minister", True),
    ],
)
def test_another_office_is_somebody_else_s(first: str, later: str, same: bool) -> None:
    reading = Reading(
        f"[1s:{first}] [1c:said] [1x:that the dam had held]. "
        f"[2s:{later}] [2c:said] [2x:that it might not hold for long]."
    )
    assert reading.speakers() == ["s1", "s1" if same else "s2"]


def test_a_place_is_no_company_of_its_name() -> None:
    reading = Reading(
        "[1s:Hong Kong Airlines] [1c:said] [1x:that it would fly]. "
        "[2s:Hong Kong] [2c:said] [2x:that it might not]."
    )
    assert reading.speakers() == ["s1", "s2"]


def test_whom_the_sentence_names_after_the_question_is_meant() -> None:
    reading = Reading(
        "[1s:Oskar Lind] [1c:denied] [1x:theft]. Asked by Ben Ode about it, Jan Kell laughed, and "
        "[2s:he] [2c:said] [2x:that it was late]."
    )
    assert reading.path(1) == ["Jan Kell"]


def test_who_reports_a_profit_is_no_outlet() -> None:
    reading = Reading("[1s:Glenmore] [1c:reported] [1x:a net profit of 3 million euros].")
    assert reading.source(0).type is SourceType.ORGANISATION
    reading = Reading("[1s:Velda] [1c:reported] on Monday [1x:that profits at Alder fell].")
    assert reading.source(0).type is SourceType.MEDIA


def test_a_relative_pronoun_takes_up_what_stands_before() -> None:
    reading = Reading("They met Oskar Lind, [1s:who] [1c:said] [1x:that the dam had held].")
    assert reading.source(0).name == "Oskar Lind"


def test_a_description_finds_the_one_who_bears_the_title() -> None:
    reading = Reading(
        "Gov. Maria Soto opened the dam. [1s:Oskar Lind] [1c:said] [1x:that it leaked]. "
        "[2s:The governor] [2c:said] [2x:that it did not]."
    )
    assert reading.source(1).name == "Maria Soto"


def test_a_title_is_its_bearer_s_however_many_bear_it_afterwards() -> None:
    later = " ".join(f"Gov. Ida {name} came." for name in _GOVERNORS.split())
    reading = Reading(
        "Gov. Maria Soto opened the dam. [1s:Oskar Lind] [1c:said] [1x:that it leaked]. "
        f"[2s:The governor] [2c:said] [2x:that it did not]. {later}"
    )
    assert reading.source(1).name == "Maria Soto"


_GOVERNORS = "Abel Brandt Castell Dorn Ekman Falk Gahn Holm Iversen Jansen Kvist Lang Moen Nygaard"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("The professor of hydrology Amina Castell", "Amina Castell"),
        ("The engineer who built it, Dr. Amina Castell,", "Amina Castell"),
        ("The regulator, the Upland Waters Agency,", "Upland Waters Agency"),
        ("A spokesman, Major Idris Callow,", "Idris Callow"),
        ("The editor of the newspaper, Ilse Marr,", "Ilse Marr"),
        ("The weekly Barge and Cable", "Barge and Cable"),
        ("The builder, Merrow Power,", "Merrow Power"),
        ("The owners, Merrow Retail Partners,", "Merrow Retail Partners"),
        ("the journalist Per Castell", "Per Castell"),
        ("Hydrologist María José Castell", "María José Castell"),
        ("damnews.com", "damnews.com"),
        ("a user called @damwatch", "@damwatch"),
        ("The Castell campaign", "Castell campaign"),
        ("Castell’s campaign", None),
        ("The mayor of rural Fenn Hollow", None),
        ("The friend of a man whom Amina Castell knew", None),
    ],
)
def test_the_name_in_a_description_is_found(words: str, name: str | None) -> None:
    reading = Reading(f"[1s:{words}] [1c:said] [1x:that the dam had burst].")
    assert reading.source(0).name == name


def test_a_body_named_in_apposition_keeps_its_description() -> None:
    reading = Reading(
        "[1s:The regulator, the Upland Waters Agency,] [1c:said] [1x:that it leaked]. "
        "[2s:The regulator] [2c:said] [2x:that it would measure]."
    )
    assert reading.speakers() == ["s1", "s1"]
    assert reading.source(0).role == "regulator"


_RUNS = "[9x:“All is well,”] [9c:said] [9s:Petra Vale, the chief executive of Merrow Lines]. "


@pytest.mark.parametrize("words", ["The company", "The ferry firm", "The company that sails there"])
@pytest.mark.parametrize("named_first", [True, False])
def test_the_only_company_that_speaks_is_meant(words: str, named_first: bool) -> None:
    said = f"[1s:{words}] [1c:said] [1x:that it would sail]. "
    reading = Reading(_RUNS + said if named_first else said + _RUNS)
    assert "Merrow Lines" in [source.name for source in reading.sources]


@pytest.mark.parametrize(
    ("words", "more"),
    [
        ("The rival company", ""),
        ("The company behind the dam", ""),
        ("A company", ""),
        ("The union", ""),
        ("The company", "[8s:Ben Ode, the chairman of Oxbow Barges,] [8c:said] [8x:it waited]. "),
    ],
)
def test_a_company_that_may_be_another_is_left(words: str, more: str) -> None:
    reading = Reading(f"[1s:{words}] [1c:said] [1x:that it would sail]. {_RUNS}{more}")
    assert reading.source(0).name is None


def test_an_age_ties_a_description_to_a_name() -> None:
    reading = Reading(
        "[1s:Oskar Lind, 61,] [1c:said] [1x:that the dam had held]. "
        "[2s:The 61-year-old] [2c:said] [2x:that he had run]. "
        "[3s:The 26-year-old] [3c:said] [3x:that he had not]."
    )
    assert reading.speakers() == ["s1", "s1", "s2"]


def test_it_means_the_body_that_the_sentence_before_is_about() -> None:
    reading = Reading(
        "The water ministry disputed the figures. [1s:It] [1c:said] [1x:that the dam had held]. "
        "[2s:The ministry] [2c:said] [2x:that it would]."
    )
    assert reading.speakers() == ["s1", "s1"]


@pytest.mark.parametrize(
    "subject",
    ["The tenants' union", "The tenants' union, however,", "The coastguard"],
)
def test_it_means_that_body_even_where_another_spoke_before(subject: str) -> None:
    reading = Reading(
        f"[1s:Merrow Bank] [1c:said] [1x:that the dam had held]. {subject} disagreed. In a "
        "statement, [2s:it] [2c:said] [2x:that it had not]."
    )
    assert reading.speakers() == ["s1", "s2"]
    assert reading.sources[1].mentions[0].cut(reading.text) == subject.partition(",")[0]


@pytest.mark.parametrize(
    ("later", "same"),
    [("the farmers' federation", False), ("the union", False), ("the bank", True),
     ("the group", True)],
)  # fmt: skip
def test_a_body_is_not_called_by_the_noun_of_another(later: str, same: bool) -> None:
    reading = Reading(
        "[1s:The Bank of Merrow] [1c:said] [1x:that prices may fall]. "
        f"[2c:According to] [2s:{later}], [2x:they rose]."
    )
    assert (reading.speakers() == ["s1", "s1"]) is same


@pytest.mark.parametrize(
    ("later", "same"), [("the education department", False), ("the department", True)]
)
def test_a_department_is_not_called_by_the_matter_of_another(later: str, same: bool) -> None:
    reading = Reading(
        "[1s:The Water Department] [1c:said] [1x:that it rained]. "
        f"[2c:According to] [2s:{later}], [2x:it snowed]."
    )
    assert (reading.speakers() == ["s1", "s1"]) is same


@pytest.mark.parametrize(
    ("before", "pronoun", "who"),
    [
        ("Asked about it, a spokeswoman, Tuva-Marie Lunde, laughed.", "she", "Tuva-Marie Lunde"),
        ("Lind's former captain, now 81, was not there.", "he", "Lind's former captain"),
        ("The spokeswoman refused to talk.", "he", "Oskar Lind"),
        ("The captain praised Jonas Holm.", "he", "Jonas Holm"),
    ],
)
def test_whom_the_sentence_before_is_about_comes_first(before: str, pronoun: str, who: str) -> None:
    reading = Reading(
        f"[1s:Engineer Oskar Lind] [1c:said] [1x:that it sank]. {before} In a letter, "
        f"[2s:{pronoun}] [2c:wrote] [2x:that it had not]."
    )
    speaker = reading.source(1)
    assert (speaker.name or speaker.mentions[0].cut(reading.text)) == who


@pytest.mark.parametrize(
    ("before", "who"),
    [
        ("The researchers measured it.", "The researchers"),
        ("The researchers were on the dam.", "The researchers"),
        ("The dams were measured.", "They"),
    ],
)
def test_they_are_whom_the_sentence_before_is_about(before: str, who: str) -> None:
    reading = Reading(f"It had rained. {before} [1s:They] [1c:found] [1x:that it leaked].")
    assert reading.sources[0].mentions[0].cut(reading.text) == who


def test_somebody_of_an_age_is_a_person() -> None:
    reading = Reading(
        "[1s:Oskar Lind] [1c:said] [1x:that it sank]. "
        "[2x:“It is gone,”] [2s:the 58-year-old machinist] [2c:added]."
    )
    assert reading.speakers() == ["s1", "s1"]


@pytest.mark.parametrize(
    "words",
    ["The fire service", "The council", "The hospital", "The ambulance service", "The union"],
)
def test_no_company_goes_by_what_no_company_is(words: str) -> None:
    reading = Reading(
        "[1s:Merrow Energy] [1c:said] [1x:that it was dark]. "
        f"[2s:{words}] [2c:said] [2x:that nobody was hurt]."
    )
    assert reading.speakers() == ["s1", "s2"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("The Health and Safety Executive", "Health and Safety Executive"),
        ("The Merrow Executive", "Merrow Executive"),
        ("The Chief Executive", "Ana Soto"),
    ],
)
def test_an_executive_with_a_name_is_nobody_who_spoke(words: str, name: str) -> None:
    reading = Reading(
        "[1s:Chief executive Ana Soto] [1c:said] [1x:that it was dark]. "
        f"[2s:{words}] [2c:said] [2x:that it was looking into it]."
    )
    assert reading.path(1) == [name]


@pytest.mark.parametrize("words", ["The mayor's office", "The tenants' union"])
def test_somebodys_office_is_no_other_body(words: str) -> None:
    reading = Reading(
        "[1s:The Dam Company] [1c:said] [1x:that it held]. "
        f"[2s:{words}] [2c:said] [2x:that it had not]."
    )
    assert reading.speakers() == ["s1", "s2"]


def test_the_airline_is_neither_the_bank_nor_the_union() -> None:
    reading = Reading(
        "[1s:The pilots' union Vinge] [1c:said] [1x:that doors leak]. [2s:The airline] [2c:said] "
        "[2x:that they do not]. [3x:“Sell,”] [3c:said] [3s:the chief executive of Norse Bank]. "
        "[4s:The company] [4c:said] [4x:nothing more]."
    )
    first, airline, *_ = reading.speakers()
    assert first != airline
    assert reading.source(1).name is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [("NHS Merrow", SourceType.ORGANISATION), ("J.J. Castell", SourceType.PERSON),
     ("ANA CASTELL", SourceType.PERSON)],
)  # fmt: skip
def test_a_name_that_begins_with_an_acronym_is_a_bodys(name: str, kind: SourceType) -> None:
    assert Reading(f"[1s:{name}] [1c:said] [1x:that it leaked].").source(0).type is kind


def test_a_handle_before_the_verb_is_who_posts() -> None:
    reading = Reading("[1s:A fan] wrote: “It sank.” @oskarlind [1c:tweeted]: [1x:“Who knows?”]")
    assert reading.path() == ["@oskarlind"]
    assert reading.sources[0].type is SourceType.SOCIAL_MEDIA


def test_a_letter_that_is_a_name_ends_its_sentence() -> None:
    reading = Reading("A fan wrote so on X. [1s:Another] [1c:added]: [1x:“It sank.”]")
    assert reading.path() == ["Another"]
    assert reading.sources[0].type is SourceType.UNNAMED


def test_a_user_is_whoever_has_a_handle() -> None:
    reading = Reading(
        "[1s:A user called @damwatch] [1c:wrote] [1x:that it leaked]. [2s:Ana Soto] [2c:said] "
        "[2x:that it did not]. In a later post [3s:the user] [3c:wrote] [3x:that it did]."
    )
    assert reading.speakers() == ["s1", "s2", "s1"]


@pytest.mark.parametrize(
    ("opening", "name"),
    [
        ("Siw Aas Dahl is on her feet.", "Siw Aas Dahl"),
        ("THE CALL IN QUESTION is on tape.", None),
        ("It was Siw Aas Dahl.", None),
        ("Siw Aas Dahl is on her feet. Everybody else sits.", None),
    ],
)
def test_she_is_whom_the_sentence_before_is_about(opening: str, name: str | None) -> None:
    reading = Reading(f"{opening} [1s:She] [1c:says] [1x:that it leaks].")
    assert reading.source(0).name == name


def test_which_is_the_body_named_right_before_it() -> None:
    reading = Reading(
        "The count is that of the Merrow Foundation, [1s:which] [1c:says] [1x:that it leaks]."
    )
    assert reading.source(0).name == "Merrow Foundation"


@pytest.mark.parametrize("words", ["a harbour pilot", "shocked doctors"])
def test_who_is_the_person_described_before_it(words: str) -> None:
    reading = Reading(f"It was seen by {words}, [1s:who] [1c:said] [1x:that it leaked].")
    assert reading.path() == [words]


def test_one_who_states_nothing_may_be_taken_up() -> None:
    reading = Reading(
        "[1s:Ana Soto] [1c:declined] [1x:to comment]. [2s:She] [2c:said] [2x:that it leaked]."
    )
    assert reading.path() == ["Ana Soto"]


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("Businessman Oskar Lind", "The Upland governor"),
        ("Engineer Ana Soto", "The Soto campaign"),
        ("The Upland Centre for Dam Safety", "The Safety Upland Centre"),
    ],
)
def test_no_more_than_a_word_in_common_does_not_make_one_of_two(first: str, later: str) -> None:
    reading = Reading(
        f"[1s:{first}] [1c:said] [1x:that it leaked]. [2s:{later}] [2c:said] [2x:it did not]."
    )
    assert reading.speakers() == ["s1", "s2"]


def test_how_many_children_she_has_does_not_set_a_mother_apart() -> None:
    reading = Reading(
        "[1s:Ana Soto] [1c:said] [1x:that it leaked]. "
        "[2s:The mother of three] [2c:said] [2x:that it did not]."
    )
    assert reading.speakers() == ["s1", "s1"]


def test_a_verb_before_its_subject_is_no_first_name() -> None:
    reading = Reading("[1c:Said] [1s:Castell]: [1x:“It leaks.”] Conversely, a diver saw nothing.")
    assert reading.source(0).name == "Castell"


# ── Unnamed ──────────────────────────────────────────────────────────────────────────────


def test_unnamed_sources_are_kept_apart_unless_the_text_ties_them() -> None:
    reading = Reading(
        "[1s:A senior official] [1c:said] [1x:that the dam had held]. "
        "[2s:The official] [2c:said] [2x:that it would]. "
        "[3s:A second official] [3c:said] [3x:that it would not]. "
        "[4s:Sources] [4c:said] [4x:that it leaked]. [5s:Sources] [5c:said] [5x:that it stank]."
    )
    assert reading.speakers() == ["s1", "s1", "s2", "s3", "s4"]
    assert all(source.name is None for source in reading.sources)


def test_sources_that_only_quote_each_other_are_not_the_same() -> None:
    reading = Reading(
        "[1s:Reuters] [1c:reported] [1x:that the Evening Courier said the dam had burst]."
    )
    assert [source.name for source in reading.sources] == ["Reuters", "Evening Courier"]


@pytest.mark.parametrize(
    ("between", "same"),
    [
        ("An internal memo of the power company leaked on Friday.", False),
        ("A small mining company dug there once. It closed in May.", False),
        ("Crane Lake Survey, a young company, is looking into it.", True),
        ("It is no ordinary company town. People fish.", True),
        ("Trucks of the company stood at the dam.", True),
    ],
)
def test_a_noun_that_was_last_said_of_another_body_means_that_one(between: str, same: bool) -> None:
    reading = Reading(
        f"[1s:The Crane Lake Survey] [1c:said] [1x:that the dam had burst]. {between} "
        "[2s:The company] [2c:said] [2x:that nobody was hurt]."
    )
    one, other = reading.speakers()
    assert (one == other) is same


# ── What they are ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Ana Soto", "person"),
        ("the Evening Courier", "media"),
        ("a Danish newspaper", "media"),
        ("the Aldovan government", "government"),
        ("Police", "government"),
        ("a senior official", "government"),
        ("a spokesman for the ministry", "unnamed"),
        ("Rivertown University", "organisation"),
        ("the company", "organisation"),
        ("Torvane SE", "organisation"),
        ("Lind Chemicals", "organisation"),
        ("residents", "group"),
        ("52 percent of voters", "group"),
        ("a study", "document"),
        ("court papers", "document"),
        ("a video posted online", "social-media"),
        ("@dam_watch", "social-media"),
        ("one user @dam_watch", "social-media"),
        ("the Soto campaign", "organisation"),
        ("polls in Rivertown", "document"),
        ("a source close to the family", "unnamed"),
        ("rumours", "unnamed"),
    ],
)
def test_types(words: str, kind: str) -> None:
    reading = Reading(f"On Monday [1s:{words}] [1c:said] [1x:that the dam had burst].")
    assert reading.source(0).type == kind


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Ana Soto, a spokeswoman for the ministry,", "spokeswoman for the ministry"),
        ("Navy spokesman Rear Admiral Oskar Lind", "Navy spokesman"),
        ("Rivertown Mayor Ana Soto", "Rivertown Mayor"),
        ("the Water Union’s chairman Oskar Lind", "Water Union’s chairman"),
        ("the professor of dam safety Oskar Lind", "professor of dam safety"),
        ("a spokeswoman for the harbour board, Ilse Marr,", "spokeswoman for the harbour board"),
        ("the pilot who saw it, Capt. Oskar Lind,", "pilot"),
        ("Mr. Lind, 27, grew up in Queen’s Hill,", None),
        ("Republican candidate Sen. Oskar Lind", "Republican candidate"),
        ("a tired Oskar Lind", None),
        ("Mr. Lind", None),
    ],
)
def test_roles(words: str, role: str | None) -> None:
    reading = Reading(f"On Monday [1s:{words}] [1c:said] [1x:that the dam had burst].")
    assert reading.source(0).role == role


# ── Long articles ────────────────────────────────────────────────────────────────────────


def test_twenty_speakers_stay_apart() -> None:
    firsts = "Anna Peter Maria Oskar Ruth Hugo Clara Felix Ida Karl"
    lasts = (
        "Abel Berg Cole Dorn Eden Falk Gray Holt Iven Jost "
        "Kern Lowe Marr Nash Oden Pell Quist Rowe Senn Thal"
    )
    people = list(zip(2 * firsts.split(), lasts.split(), strict=True))
    parts = []
    for number, (first, last) in enumerate(people):
        base = 3 * number
        she = "She" if number % 2 == 0 else "He"
        parts.append(
            f"[{base + 1}s:{first} {last}] [{base + 1}c:said] [{base + 1}x:the dam was safe]. "
            f"[{base + 2}s:{she}] [{base + 2}c:added] [{base + 2}x:that nobody had asked]. "
            f"[{base + 3}s:{last}] [{base + 3}c:said] [{base + 3}x:it would stay so].\n\n"
        )
    reading = Reading("".join(parts))
    assert [source.name for source in reading.sources] == [f"{f} {n}" for f, n in people]
    assert reading.speakers() == [f"s{number}" for number in range(1, 21) for _ in range(3)]


def test_mentions_are_in_reading_order() -> None:
    reading = Reading(
        "[1x:“It burst,”] [1s:a foreman] [1c:told] the Evening Courier. "
        "[2s:The Courier] [2c:said] [2x:that two had fled]."
    )
    assert [source.name for source in reading.sources] == [None, "Evening Courier"]
    for source in reading.sources:
        assert list(source.mentions) == sorted(source.mentions)


def test_a_mention_comes_before_a_cue_at_the_same_place() -> None:
    """Whoever comes first is always the same, so that a text has one reading."""
    text, (named, unsaid) = marked("[1s:Officials] [1c:said] [1x:the dam held]. [2x:It rained].")
    sources, chains = resolve(article_of(text), [named, replace(unsaid, cue=named.source)])
    assert [source.id for source in sources] == ["s1", "s2"]
    assert [chain.links[0].source for chain in chains] == ["s1", "s2"]


def test_who_quotes_is_an_outlet() -> None:
    reading = Reading(
        "[1s:Oskar Lind] [1c:was quoted by] the Daily Lantern [1x:as saying that the dam leaked]."
    )
    assert {source.name: source.type for source in reading.sources} == {
        "Oskar Lind": SourceType.PERSON,
        "Daily Lantern": SourceType.MEDIA,
    }


@pytest.mark.parametrize("paper", ["A readout of the call", "Minutes of the meeting", "The ruling"])
def test_papers_are_documents(paper: str) -> None:
    reading = Reading(f"[1s:{paper}] [1c:said] [1x:that the dam had held].")
    assert reading.sources[0].type is SourceType.DOCUMENT
