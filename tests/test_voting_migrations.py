"""Tests migrations of votes that an earlier release stored."""

from __future__ import annotations

import hashlib

import pytest

from archive.intake.votes import roll_digest
from archive.voting.choice import Choice
from archive.voting.record import CastBallot
from tests.migrating import migrating


@pytest.mark.django_db(transaction=True)
def test_ballots_get_words_and_a_roll_call_stays_unchanged() -> None:
    rows = [("CHINA", "Y", ""), ("PERU", "N", "A"), ("China", "Y", "")]
    with migrating() as to:
        apps = to("0013_facts_of_revisions")
        model = apps.get_model("archive", "Vote")
        vote, other = (
            model.objects.create(
                key=key,
                origin="library",
                event=key,
                roll_digest=hashlib.sha256(repr(sorted(made)).encode()).hexdigest(),
            )
            for key, made in (("library:1", rows), ("library:2", [("INDIA", "X", "")]))
        )
        ballots = apps.get_model("archive", "Ballot").objects
        for printed, choice, corrected in rows[:2]:  # the third ballot names China again, with the same choice
            ballots.create(vote=vote, printed=printed, choice=choice, corrected=corrected)
        apps.get_model("archive", "VoteProblem").objects.create(vote=vote, kind="twice", detail="China: Y, Y")

        apps = to("0014_choices_in_words")
        ballots = apps.get_model("archive", "Ballot").objects
        assert list(ballots.order_by("printed").values_list("printed", "choice", "corrected")) == [
            ("CHINA", "yes", ""),
            ("PERU", "no", "abstain"),
        ]
        digests = dict(apps.get_model("archive", "Vote").objects.values_list("key", "roll_digest"))
    imported = [
        CastBallot("CHINA", Choice.YES),
        CastBallot("PERU", Choice.NO, corrected=Choice.ABSTAIN),
        CastBallot("China", Choice.YES),
    ]
    assert digests == {
        "library:1": roll_digest(imported),
        "library:2": other.roll_digest,  # its ballots are not stored, so nothing is known of it
    }


REASONS = [
    ("The paragraph is in a section with numbers of its own.", "vote.section_of_its_own", {}),
    (
        "The record names op1, pp2; its number R/4/358A is not the symbol of a resolution.",
        "vote.places_without_symbol",
        {"places": "op1 pp2", "number": "R/4/358A"},
    ),
    (
        "The record names op1; its number (none) is not the symbol of a resolution.",
        "vote.places_without_number",
        {"places": "op1"},
    ),
    ("R/4/358A is not the symbol of a resolution.", "vote.no_symbol", {"number": "R/4/358A"}),
    ("By hand.", "By hand.", {}),
]
DETAILS = [
    (
        "unknown_name",
        "ATLANTIS; SERENDIP (LKA)",
        [
            ("vote.unknown_name", {"name": "ATLANTIS"}),
            ("vote.unknown_name_with_code", {"name": "SERENDIP", "code": "LKA"}),
        ],
    ),
    ("not_a_member", "CZECHOSLOVAKIA", [("vote.not_a_member", {"name": "CZECHOSLOVAKIA"})]),
    ("twice", "China: Y, N", [("vote.state_twice", {"name": "China", "choice": "yes", "other_choice": "no"})]),
    ("totals", "9–9–9 ≠ 2–3–1", [("vote.totals_differ", {"totals": "9–9–9", "other_totals": "2–3–1"})]),
    (
        "sources",
        "library:1 / voeten:2: recorded ≠ without_vote; 1–0–0 ≠ 2–0–0; FRA: N ≠ —",
        [
            ("vote.two_records", {"leading": "library:1", "other": "voeten:2"}),
            ("vote.outcomes_differ", {"outcome": "recorded", "other_outcome": "without_vote"}),
            ("vote.totals_differ", {"totals": "1–0–0", "other_totals": "2–0–0"}),
            ("vote.choices_differ", {"state": "FRA", "choice": "no", "other_choice": ""}),
        ],
    ),
    ("sources", "Something else", [("Something else", {})]),
]


@pytest.mark.django_db(transaction=True)
def test_sentences_on_votes_become_codes_and_values() -> None:
    with migrating() as to:
        apps = to("0014_choices_in_words")
        vote = apps.get_model("archive", "Vote").objects
        for number, (reason, _code, _values) in enumerate(REASONS):
            vote.create(key=str(number), origin="voeten", event=str(number), unplaced=reason)
        placed = vote.create(key="placed", origin="voeten", event="placed")
        for kind, detail, _messages in DETAILS:
            apps.get_model("archive", "VoteProblem").objects.create(vote=placed, kind=kind, detail=detail)

        apps = to("0017_messages_of_votes")
        unplaced = list(apps.get_model("archive", "Vote").objects.order_by("pk").values_list("unplaced", flat=True))
        problems = apps.get_model("archive", "VoteProblem").objects.order_by("pk").values_list("messages", flat=True)
        messages = [[(one["code"], one["values"]) for one in each] for each in problems]
    assert unplaced == [{"code": code, "values": values} for _reason, code, values in REASONS] + [None]
    assert messages == [said for _kind, _detail, said in DETAILS]


@pytest.mark.django_db(transaction=True)
def test_a_printed_roll_call_ranks_after_the_librarys() -> None:
    with migrating() as to:
        model = to("0017_messages_of_votes").get_model
        for number, format in enumerate(("pdf", "akn4un"), 1):
            symbol = f"A/RES/79/{number}"
            document = model("archive", "Document").objects.create(key=symbol, kind="ga_resolution")
            resolution = model("archive", "Resolution").objects.create(document=document)
            text = model("archive", "Text").objects.create(resolution=resolution, language="zh")
            source = model("archive", "Source").objects.create(
                sha256=symbol, name="a", format=format, size=1, content=b""
            )
            model("archive", "Revision").objects.create(text=text, number=1, source=source, title="x", digest="")
            for origin in ("resolution", "library"):
                model("archive", "Vote").objects.create(
                    key=f"{origin}:{symbol}", origin=origin, document=document, event=symbol, outcome="recorded",
                    leading=origin == "resolution",
                )  # fmt: skip

        votes = to("0018_roll_calls_in_words").get_model("archive", "Vote").objects.order_by("pk")
        found = list(votes.values_list("key", "origin", "leading"))
    assert found == [
        ("words:A/RES/79/1", "words", False),
        ("library:A/RES/79/1", "library", True),
        ("resolution:A/RES/79/2", "resolution", True),
        ("library:A/RES/79/2", "library", False),
    ]


@pytest.mark.django_db(transaction=True)
def test_stored_votes_get_a_topic() -> None:
    stored = [
        # (key, symbol, scope, agenda item, committee of the text or None, the topic afterwards)
        ("a", "A/RES/74/1", "whole", "", "First", True),
        ("b", "A/RES/74/2", "whole", "", "Third", False),
        ("c", "A/RES/74/3", "whole", "Right to food", None, False),
        ("d", "A/RES/74/4", "whole", "General and complete disarmament", None, True),
        ("e", "A/RES/74/4", "paragraph", "", None, True),  # as the whole
        ("f", "A/RES/74/5", "whole", "", None, None),
        ("g", None, "paragraph", "Right to food", None, None),
    ]
    with migrating() as to:
        apps = to("0027_cancelled_batches")
        votes = apps.get_model("archive", "Vote").objects
        for key, symbol, scope, agenda, committee, _topic in stored:
            votes.create(key=key, event=key, origin="library", document_id=symbol, scope=scope, agenda_title=agenda)
            if committee:
                document = apps.get_model("archive", "Document").objects.create(key=symbol)
                apps.get_model("archive", "Resolution").objects.create(document=document, committee=committee)
        votes = to("0028_topics_of_votes").get_model("archive", "Vote").objects
        assert dict(votes.values_list("key", "disarmament")) == {row[0]: row[5] for row in stored}


@pytest.mark.django_db(transaction=True)
def test_subjects_are_carried_along_stored_series() -> None:
    with migrating() as to:
        apps = to("0028_topics_of_votes")
        models = {name: apps.get_model("archive", name).objects for name in ("Subject", "Document", "Series")}
        entries = apps.get_model("archive", "SeriesEntry").objects
        general = models["Subject"].create(name_en="DISARMAMENT")
        body = models["Subject"].create(name_en="A conference", dictionary="DHLAUTH")
        series = models["Series"].create()
        for session in (72, 74, 75):
            entries.create(series=series, document_id=f"A/RES/{session}/7", session_order=session)
        for symbol in ("A/RES/74/7", "A/RES/74/8"):  # the second is in no series
            document = models["Document"].create(key=symbol)
            resolution = apps.get_model("archive", "Resolution").objects.create(document=document)
            resolution.subjects.set([general, body])

        inferred = to("0030_carry_subjects").get_model("archive", "InferredSubject").objects
        assert list(inferred.order_by("document_id").values_list("document_id", "subject__name_en", "basis")) == [
            ("A/RES/72/7", "DISARMAMENT", "A/RES/74/7"),
            ("A/RES/75/7", "DISARMAMENT", "A/RES/74/7"),
        ]


@pytest.mark.django_db(transaction=True)
def test_texts_are_searched_for_titles_again() -> None:
    with migrating() as to:
        apps = to("0037_wording")
        made = {name: apps.get_model("archive", name).objects for name in ("Document", "Resolution", "Source", "Text")}
        resolution = made["Resolution"].create(document=made["Document"].create(key="A/RES/90/1"))
        text = made["Text"].create(resolution=resolution, language="zh")
        source = made["Source"].create(sha256="0" * 64, size=1)
        revision = apps.get_model("archive", "Revision").objects.create(text=text, number=1, source=source)
        clause = apps.get_model("archive", "Clause").objects.create(revision=revision, position=1, path="pp1")
        for key, title in (("A/RES/88/2", "鲸鱼"), ("A/RES/88/3", "")):
            apps.get_model("archive", "Citation").objects.create(
                revision=revision, clause=clause, exact="", start=0, end=0, key=key, status="unknown",
                origin="words", title_given=title, title_certain=bool(title),
            )  # fmt: skip
        citations = to("0038_titles_given_again").get_model("archive", "Citation").objects
        assert set(citations.values_list("title_given", "title_certain")) == {(None, False)}
        citations.update(title_given="鲸鱼")
        citations = to("0042_dates_given").get_model("archive", "Citation").objects
        assert set(citations.values_list("title_given", "date_given")) == {(None, None)}


@pytest.mark.django_db(transaction=True)
def test_days_of_old_collected_votes_become_uncertain() -> None:
    """Rows: symbol, origin, day of the vote, day of its document, whether its text is here → certain?, day left?"""
    rows = [
        ("A/RES/45/7", "voeten", "1990-12-04", "1990-12-04", False, False, False),
        ("A/RES/45/8", "voeten", "1990-12-04", "1990-12-12", False, False, True),  # another source told the day
        ("A/RES/45/9", "voeten", "1990-12-04", "1990-12-04", True, False, True),
        ("A/RES/45/10", "library", "1990-12-04", "1990-12-04", False, True, True),
        ("A/RES/58/7", "voeten", "2003-12-08", "2003-12-08", False, True, True),
    ]
    with migrating() as to:
        apps = to("0034_english_titles")
        models = {name: apps.get_model("archive", name).objects for name in ("Document", "Resolution", "Vote")}
        for symbol, origin, voted, dated, here, *_expected in rows:
            document = models["Document"].create(key=symbol, date=dated)
            if here:
                models["Resolution"].create(document=document)
            models["Vote"].create(
                key=f"{origin}:{symbol}", event=symbol, origin=origin, document_id=symbol, date=voted, leading=True
            )

        apps = to("0035_unreliable_days")
        certain = dict(apps.get_model("archive", "Vote").objects.values_list("document_id", "date_certain"))
        days = dict(apps.get_model("archive", "Document").objects.values_list("key", "date"))
    assert [(certain[row[0]], days[row[0]] is not None) for row in rows] == [row[-2:] for row in rows]


@pytest.mark.django_db(transaction=True)
def test_topics_that_nothing_told_come_from_titles_drafts_and_descriptions() -> None:
    """Rows: number, source, scope, what the row tells, stored topic → topic."""
    rows: list[tuple[str, str, str, dict[str, str], bool | None, bool | None]] = [
        ("1", "extract", "whole", {"title": "New partnership of elephants"}, None, False),
        ("2", "extract", "whole", {"title": "Elephants", "agenda_title": "Disarmament"}, None, True),
        ("3", "library", "whole", {"draft_symbol": "A/79/L.4"}, None, False),
        ("4", "voeten", "whole", {"description": "Convention on Cluster Munitions"}, False, True),
        ("5", "voeten", "part", {"description": "PARAGRAPH 2, ON MISSILES"}, None, True),
        ("6", "voeten", "part", {"description": "PARAGRAPH 2"}, None, None),
        ("7", "voeten", "part", {"description": "PARAGRAPH 2, ON ARMS FOR THE REGIME"}, False, False),
        ("8", "archive", "whole", {}, None, None),
    ]
    with migrating() as to:
        votes = to("0039_certain_symbols").get_model("archive", "Vote").objects
        for number, origin, scope, told, topic, _expected in rows:
            votes.create(key=number, event=number, origin=origin, scope=scope, disarmament=topic, **told)
        found = to("0040_topics_from_titles").get_model("archive", "Vote").objects
        assert dict(found.values_list("key", "disarmament")) == {row[0]: row[-1] for row in rows}
