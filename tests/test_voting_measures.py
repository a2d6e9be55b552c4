"""Tests measures over generated votes: each equals a simple count of one vote after the other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.voting.choice import CAST, Choice
from archive.voting.measures import ENOUGH, Rolls, Share

STATES = ["AAA", "BBB", "CCC", "DDD"]
# For each vote the choice of each State; "absent" is not voting.
choices = st.sampled_from([choice.value for choice in Choice])
votes_of = st.lists(st.fixed_dictionaries(dict.fromkeys(STATES, choices)), max_size=40)


def rolls_of(votes: list[dict[str, str]]) -> Rolls:
    cast = [
        (state, choice, [100 + n for n, vote in enumerate(votes) if vote[state] == choice])
        for state in STATES for choice in CAST
    ]  # fmt: skip
    return Rolls([100 + n for n in range(len(votes))], cast)


@given(votes_of, st.sets(st.integers(100, 139)))
def test_agreement_is_the_share_of_the_same_choice_where_both_took_part(
    votes: list[dict[str, str]], chosen: set[int]
) -> None:
    rolls = rolls_of(votes)
    among = [vote for n, vote in enumerate(votes) if 100 + n in chosen]
    both = [vote for vote in among if "absent" not in (vote["AAA"], vote["BBB"])]
    expected = Share(sum(vote["AAA"] == vote["BBB"] for vote in both), len(both))
    assert rolls.agreement("AAA", "BBB", rolls.among(chosen)) == expected
    assert rolls.agreement("BBB", "AAA", rolls.among(chosen)) == expected


@given(votes_of)
def test_the_majority_is_the_choice_of_more_states_than_any_other(votes: list[dict[str, str]]) -> None:
    same = took_part = 0
    for vote in votes:
        counts = {choice: list(vote.values()).count(choice) for choice in CAST}
        leaders = [choice for choice in CAST if counts[choice] == max(counts.values())]
        if len(leaders) == 1 and vote["CCC"] != "absent":
            took_part += 1
            same += vote["CCC"] == leaders[0]
    assert rolls_of(votes).with_majority("CCC") == Share(same, took_part)


@given(votes_of)
def test_states_differ_in_votes_of_all_of_them_with_different_choices(
    votes: list[dict[str, str]],
) -> None:
    expected = [
        100 + n for n, vote in enumerate(votes)
        if "absent" not in (chosen := [vote[s] for s in STATES[:3]]) and len(set(chosen)) > 1
    ]  # fmt: skip
    assert rolls_of(votes).differing(STATES[:3]) == expected


def test_few_are_nearly_alone_where_many_took_part() -> None:
    cast = [("AAA", "no", [1, 2])] + [(f"S{n:02}", "yes", [1]) for n in range(30)] + [("S01", "yes", [2])]
    rolls = Rolls([1, 2], cast)
    assert rolls.nearly_alone("AAA") == [1]
    assert rolls.nearly_alone("S01") == []


def test_no_share_is_given_under_ten_votes() -> None:
    assert Share(9, ENOUGH - 1).value is None
    assert Share(9, ENOUGH - 1).percent == ""
    assert Share(9, ENOUGH).percent == "90.0"


def test_a_state_without_a_vote_agrees_with_nobody() -> None:
    rolls = rolls_of([dict.fromkeys(STATES, "yes")])
    assert rolls.agreement("AAA", "ZZZ") == Share(0, 0)
    assert rolls.with_majority("ZZZ") == Share(0, 0)
    assert rolls.counts("ZZZ") == {"yes": 0, "no": 0, "abstain": 0}
