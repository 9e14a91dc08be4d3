"""Attribution relations: decoding on made-up scores, the shipped model on plain sentences."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.attributions import find_attributions, resolve
from reportedly.attributions.laidout import with_laid_out
from reportedly.attributions.tagger import _best_labels, decode
from reportedly.data import Article, Attribution, Dating, Quotation, SourceType
from reportedly.encoder import LABELS, TIE, TIES, Scores, Window, load
from reportedly.limits import deadline
from reportedly.typography import quote_mask
from tests.chaining import article_of


def allowed(path: tuple[int, ...]) -> bool:
    return all(
        label == 0 or label % 2 or before in (label, label - 1)
        for before, label in zip((0, *path), path, strict=False)
    )


@given(
    st.lists(
        st.lists(st.integers(-40, 0), min_size=len(LABELS), max_size=len(LABELS)),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=40)
def test_decoding_finds_the_best_sequence_that_bio_allows(rows: list[list[int]]) -> None:
    scores = np.array(rows, np.float32)

    def total(path: tuple[int, ...]) -> float:
        return float(sum(scores[i, label] for i, label in enumerate(path)))

    every = product(range(len(LABELS)), repeat=len(rows))
    found = tuple(_best_labels(scores))
    assert allowed(found)
    assert total(found) == max(total(path) for path in every if allowed(path))


def decoded(
    labels: list[str], hangs: dict[int, int], asks: dict[int, list[int]]
) -> list[tuple[str, str, list[str]]]:
    """Source, cue and contents found in words a, b, c …, given their labels, the cue on which
    the words of contents hang, and the words that cues have for their source (-1: unsaid)."""
    n = len(labels)
    text = " ".join("abcdefgh"[:n])
    offsets = np.array([[2 * i, 2 * i + 1] for i in range(n)])
    empty = np.zeros(0, np.int64)
    log = np.full((n, len(LABELS)), -9.0, np.float32)
    for i, label in enumerate(labels):
        log[i, LABELS.index(label)] = -0.01
    ties = np.zeros((1 + n, TIES, TIE), np.float32)
    for i in range(1 + n):
        ties[i, 1, i] = ties[i, 3, i] = 1.0  # what each word is as a cue, and as a source
    for word, cue in hangs.items():
        ties[1 + word, 0, 1 + cue] = 80.0
    for cue, words in asks.items():
        for word in words:
            ties[1 + cue, 2, 1 + word] = 80.0
    window = Window(empty, empty, empty, offsets)
    scores = Scores(log, ties.reshape(1 + n, -1))
    return [
        (
            draft.source.cut(text) if draft.source else "",
            draft.cue.cut(text),
            [span.cut(text) for span in draft.content],
        )
        for draft in decode(window, scores)
    ]


def test_two_cues_may_share_a_source() -> None:
    labels = ["B-source", "B-cue", "B-content", "O", "B-cue", "B-content"]
    found = decoded(labels, {2: 1, 5: 4}, {1: [0], 4: [0]})
    assert found == [("a", "b", ["c"]), ("a", "e", ["f"])]


def test_a_source_may_be_left_unsaid_though_one_stands_by() -> None:
    labels = ["B-source", "B-cue", "B-content"]
    assert decoded(labels, {2: 1}, {1: [-1]}) == [("", "b", ["c"])]


@pytest.mark.parametrize(("words", "source"), [([0, 1], "a b"), ([4], "e")])
def test_a_source_that_no_label_knows_is_grown_to_the_edges(words: list[int], source: str) -> None:
    labels = ["O", "O", "B-cue", "B-content", "O"]
    assert decoded(labels, {3: 2}, {2: words}) == [(source, "c", ["d"])]


def test_a_content_that_hangs_on_no_cue_is_dropped_and_its_cue_with_it() -> None:
    labels = ["B-source", "B-cue", "B-content", "O", "O", "O"]
    assert decoded(labels, {}, {1: [0]}) == []


def test_the_parts_of_a_content_come_together_at_their_cue() -> None:
    labels = ["B-content", "B-source", "B-cue", "B-content", "I-content"]
    assert decoded(labels, {0: 2, 3: 2, 4: 2}, {2: [1]}) == [("b", "c", ["a", "d e"])]


def found_in(text: str) -> list[Attribution]:
    return find_attributions(text, load())


@pytest.mark.parametrize(
    ("text", "source", "content", "quotation"),
    [
        (
            "Mayor Ilse Varga said that the bridge would close on Monday.",
            "Mayor Ilse Varga",
            "the bridge would close on Monday",
            Quotation.INDIRECT,
        ),
        (
            "“We will not leave the valley,” said Tomas Brandl, a farmer.",
            "Tomas Brandl",
            "We will not leave the valley",
            Quotation.DIRECT,
        ),
        (
            "The ministry called the plan “reckless” and said it would be dropped.",
            "The ministry",
            "it would be dropped",
            Quotation.INDIRECT,
        ),
        (
            "According to the Oster Gazette, three ferries were damaged.",
            "the Oster Gazette",
            "three ferries were damaged",
            Quotation.INDIRECT,
        ),
    ],
)
def test_finds_source_and_content_of_plain_reports(
    text: str, source: str, content: str, quotation: Quotation
) -> None:
    matches = [
        found
        for found in found_in(text)
        if found.source
        and source in found.source.cut(text)
        and any(content in span.cut(text) for span in found.content)
    ]
    assert [found.quotation for found in matches] == [quotation]
    assert 0.5 < matches[0].confidence <= 1.0


def test_a_quotation_that_its_cue_interrupts_is_one_attribution() -> None:
    text = "“The dam is safe,” engineer Rosa Lindt said on Friday. “Nobody has to move.”"
    (found,) = found_in(text)
    assert [span.cut(text).strip("“”") for span in found.content] == [
        "The dam is safe,",
        "Nobody has to move.",
    ]


def test_plain_narration_is_attributed_to_nobody() -> None:
    assert found_in("The ferry left at noon. It carried sheep and two tractors.") == []


def test_numbering_follows_the_text_and_is_the_same_every_time() -> None:
    text = (
        "Anna Holm said prices rose. The union denied it.\n\n"
        "“Nobody asked us,” Peter Maas told the radio."
    )
    first = found_in(text)
    assert [found.id for found in first] == [f"a{n}" for n in range(1, len(first) + 1)]
    assert first == sorted(first, key=lambda found: found.content)
    assert found_in(text) == first


@pytest.mark.parametrize("text", ["", "\n\n", "\ud800 said \udfff", "\x00\x01", "。" * 300])
def test_text_without_reports_gives_none_and_no_error(text: str) -> None:
    assert found_in(text) == []


def test_a_stray_piece_of_the_next_sentence_is_no_content() -> None:
    text = (
        "Berit Oldam, the harbour master, told the weekly Orrin Packet that nearly 120 cars were "
        "waiting. Another 1,400 passengers are stranded in the town."
    )
    (found,) = found_in(text)
    assert [span.cut(text) for span in found.content] == ["that nearly 120 cars were waiting"]


SIGNED = """“We left at dawn, and nobody told us why.”
— Ilse Varga, mayor of Oster

“The sheep had gone.” ― Tomas Brandl

“Quiet,” he said – a rule of the house.
"""


def test_a_signed_quotation_is_its_signers() -> None:
    said = {
        one.source.cut(SIGNED): one.content[0].cut(SIGNED)
        for one in found_in(SIGNED)
        if one.source and one.cue and one.cue.cut(SIGNED) in "—―"
    }
    assert said == {
        "Ilse Varga": "“We left at dawn, and nobody told us why.”",
        "Tomas Brandl": "“The sheep had gone.”",
    }


@pytest.mark.parametrize(
    "text",
    [
        "“Nobody in the valley knew.”\n\n– Ready for winter –\n\nThe valley lay under snow.",
        "“We will win this,” Varga said of the “coalition” — Germany, France and Italy.",
        "'Knights of the Long Winter'-Inspired Castle",
        "“Hello” – Adela\n\n“Harry Potter” – Review",
        "“Here are our demands today.”\n\n- Higher Pay\n- Better Hours",
    ],
)
def test_what_only_looks_like_a_signature_signs_nothing(text: str) -> None:
    assert with_laid_out(text, quote_mask(text), []) == []


def test_only_the_quotation_before_a_signature_is_the_signers() -> None:
    text = "It rained. " * 600 + "“We will not go.” — Anna Holm “Nor will the sheep go.” — Per Ek"
    found = with_laid_out(text, quote_mask(text), [])
    assert [one.content[0].cut(text) for one in found] == [
        "“We will not go.”",
        "“Nor will the sheep go.”",
    ]


@pytest.mark.parametrize("signer", ["Émile Zárate", "Anna Ås", "Juan de la Vega", "J. R. Holm"])
def test_a_signature_is_a_name_in_any_alphabet(signer: str) -> None:
    text = f"“The sheep had long gone.”\n— {signer}, farmer\n"
    (one,) = with_laid_out(text, quote_mask(text), [])
    assert one.source is not None
    assert one.source.cut(text) == signer


TRANSCRIPT = """Mayor Ilse Varga spoke to the radio on Sunday.

ANNE HOLM: Will the bridge be closed?

VARGA: It will. The council said so in March.

HOLM: For how long?

VARGA: Until it is safe."""


def turns_in(text: str) -> list[tuple[str, str]]:
    """Speakers in capitals, and what each of them says."""
    return [
        (one.source.cut(text), one.content[0].cut(text))
        for one in found_in(text)
        if one.source and one.source.cut(text).isupper()
    ]


@pytest.mark.parametrize("between", ["\n\n", "\n", " ", '\n\n"', ' "'])
def test_the_turns_of_a_transcript_are_their_speakers(between: str) -> None:
    text = TRANSCRIPT.replace("\n\n", between)
    assert turns_in(text) == [
        ("ANNE HOLM", "Will the bridge be closed?"),
        ("VARGA", "It will. The council said so in March."),
        ("HOLM", "For how long?"),
        ("VARGA", "Until it is safe."),
    ]


def test_whoever_only_asks_in_a_transcript_states_nothing() -> None:
    text = TRANSCRIPT.replace("ANNE HOLM:", "QUESTION:").replace("HOLM:", "QUESTION:")
    assert turns_in(text) == [
        ("VARGA", "It will. The council said so in March."),
        ("VARGA", "Until it is safe."),
    ]


INTERVIEW = """Ilse Varga left the council in May. She spoke to Anne Holm.

Harbour Lamp: Why did you leave?

Ilse Varga: I was asked to sign it. It was not true. My deputy said that the mayor wrote it.

HL: Who asked you?

IV: I won't say. Ask the mayor."""


def test_the_turns_of_an_interview_are_their_speakers_by_name_or_initials() -> None:
    found = found_in(INTERVIEW)
    turns = [
        (one.source.cut(INTERVIEW), one.content[0].cut(INTERVIEW))
        for one in found
        if one.source and one.cue and one.cue.cut(INTERVIEW) == ":"
    ]
    assert turns == [
        ("Harbour Lamp", "Why did you leave?"),
        (
            "Ilse Varga",
            "I was asked to sign it. It was not true. My deputy said that the mayor wrote it.",
        ),
        ("HL", "Who asked you?"),
        ("IV", "I won't say. Ask the mayor."),
    ]
    article = Article(None, (), None, (), "en", Dating(), INTERVIEW, ())
    sources, _ = resolve(article, found)
    named = {source.name: source for source in sources}
    assert len(named["Ilse Varga"].mentions) == 2
    assert named["Ilse Varga"].type is SourceType.PERSON
    assert "IV" not in named


def test_the_turns_of_an_interview_are_their_speakers_by_surname() -> None:
    text = INTERVIEW.replace("Ilse Varga:", "Varga:").replace("IV:", "Varga:")
    sources, _ = resolve(article_of(text), found_in(text))
    (varga,) = (source for source in sources if source.name == "Ilse Varga")
    assert [span.cut(text) for span in varga.mentions].count("Varga") == 2


ASKED = """{introduction}

Q: Why did you leave?

A: I was asked to sign it. My deputy said that the mayor wrote it.

Q: Who asked you?

A: I won't say. Ask the mayor."""


@pytest.mark.parametrize(
    ("introduction", "name"),
    [
        ("Ilse Varga, who left the council in May, was its oldest member.", "Ilse Varga"),
        ("The hydrologist Svea Orn left the council in May.", "Svea Orn"),
        ("Ilse Varga and Anne Holm left the council.", None),
        ("The mayor left in May.", None),
    ],
)
def test_the_answers_of_an_interview_are_the_one_s_whom_it_introduces(
    introduction: str, name: str | None
) -> None:
    text = ASKED.format(introduction=introduction)
    found = found_in(text)
    answers = [one for one in found if one.source and one.source.cut(text) == "A"]
    assert [one.content[0].cut(text) for one in answers] == [
        "I was asked to sign it. My deputy said that the mayor wrote it.",
        "I won't say. Ask the mayor.",
    ]
    sources, _ = resolve(article_of(text), found)
    (answering,) = (s for s in sources if s.mentions[0].cut(text) == "A")
    assert answering.name == name
    assert len(answering.mentions) == 2


def test_a_question_and_an_answer_alone_are_no_interview() -> None:
    text = "A: The harbour.\n\nQ: The mill.\n\nA: The church."
    assert with_laid_out(text, quote_mask(text), []) == []


@pytest.mark.parametrize(
    "text",
    [
        "Release Date: May.\n\nRun Time: An hour.\n\nRelease Date: June.\n\nRun Time: Two hours.",
        "WHAT: A fair.\n\nWHERE: The harbour.\n\nWHEN: Sunday at noon.",
        "CLAIM: It rained.\n\nTHE FACTS: It did not. Claim and facts differ.\n\n"
        "CLAIM: It snowed.\n\nTHE FACTS: Nor that.",
        "READ MORE: Sheep\n\nREAD MORE: Goats\n\nBOXING DAY: Deals\n\nBOXING DAY: Deals",
        "LOT ONE: Oak\n\nLOT TWO: Elm\n\nLOT ONE: Ash\n\nLOT TWO: Yew",
        "A fair. WHAT: Sheep. WHERE: The harbour. WHAT: Goats. WHERE: The mill, What they said.",
    ],
)
def test_a_list_of_labels_is_no_transcript(text: str) -> None:
    assert all(one.source is None or not one.source.cut(text).isupper() for one in found_in(text))


@given(st.text(alphabet=st.sampled_from("AB. :—-“”\"'\n,a"), max_size=80))
@settings(max_examples=80)
def test_layout_gives_disjoint_spans_of_any_text(text: str) -> None:
    end = 0
    for one in sorted(with_laid_out(text, quote_mask(text), []), key=lambda one: one.content):
        spans = [span for span in (one.source, one.cue, *one.content) if span is not None]
        assert len(spans) == 3
        for span in sorted(spans):
            assert end <= span.start < span.end <= len(text)
            end = span.end


@pytest.mark.parametrize("between", ["\n", " "])
@pytest.mark.parametrize("first", ["", "Ana B"])
def test_many_names_before_colons_are_looked_for_in_linear_time(between: str, first: str) -> None:
    digits = "abcdefghij" if first else "ABCDEFGHIJ"
    names = (first + "".join(digits[int(digit)] for digit in str(n)) for n in range(10_000, 60_000))
    text = between.join(f"{name}: x.{between}{name}: y." for name in names)
    with deadline(20, "a hostile text"):
        assert with_laid_out(text, quote_mask(text), []) == []


@pytest.mark.parametrize(
    "unit",
    [
        "- ",
        "”-",
        "AA: \n",
        "Q: b\nA: c\n",
        "”\n— A\n",
        "\n- ",
        "“a” — B",
        "x" * 5100 + "” — A\n",
        "“" + "y " * 900 + "” — A",
    ],
)
def test_layout_is_read_in_linear_time(unit: str) -> None:
    text = unit * (500_000 // len(unit))
    with deadline(15, "a hostile text"):
        with_laid_out(text, quote_mask(text), [])
