"""How far a learner is with a case."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lessons.clinics.diagnosis import STAGES, confirms, diagnosis, left
from lessons.clinics.mended import changes
from lessons.clinics.ward import CASES, load_case
from lessons.progress.records import ClinicStep

CASE = load_case(CASES / "restless")


def named(key: str) -> ClinicStep:
    return ClinicStep(stage="fault", answer=key, right=key == CASE.fault)


def made_test(key: str, *, right: bool = False) -> ClinicStep:
    return ClinicStep(stage="test", answer=key, right=right)


MENDED = ClinicStep(stage="mend", answer="digest", right=True)
AGAIN = ClinicStep(stage="begun", answer="", right=False)
RIGHT_WAY = (named(CASE.fault), made_test("same_batch", right=True), MENDED)


def test_the_stages_follow_one_another() -> None:
    assert diagnosis(CASE, (), examined=False).stage == "examine"
    reached = [diagnosis(CASE, RIGHT_WAY[:n], examined=True).stage for n in range(4)]
    assert reached == ["name", "test", "mend", "compare"]


def test_a_wrong_suspicion_and_a_weak_test_lead_no_further() -> None:
    steps = (named("momentum"), named(CASE.fault), made_test("slower"))
    at = diagnosis(CASE, steps, examined=True)
    assert (at.stage, at.suspected, at.tested) == ("test", ("momentum", CASE.fault), ("slower",))


def test_a_case_can_be_begun_again_and_stays_mended() -> None:
    at = diagnosis(CASE, (*RIGHT_WAY, AGAIN), examined=True)
    assert (at.stage, at.mended, at.ever_mended, at.begun) == ("name", False, True, False)


def test_tests_rule_suspects_out_together() -> None:
    keys = [one.key for one in left(CASE, ("labels",))]
    assert "sorted_batches" not in keys
    assert CASE.fault in keys
    assert confirms(CASE, ("labels", "same_batch"))
    assert not confirms(CASE, ("labels",))


STEPS = st.lists(
    st.sampled_from(
        [
            *(named(suspect.key) for suspect in CASE.suspects),
            *(made_test(trial.key) for trial in CASE.trials),
            made_test("same_batch", right=True),
            MENDED,
            AGAIN,
        ]
    )
)


@given(steps=STEPS, more=STEPS)
def test_going_on_never_leads_back_unless_it_is_begun_again(
    steps: list[ClinicStep], more: list[ClinicStep]
) -> None:
    before = diagnosis(CASE, steps, examined=True)
    after = diagnosis(CASE, [*steps, *more], examined=True)
    if AGAIN not in more:
        assert STAGES.index(after.stage) >= STAGES.index(before.stage)
    assert after.ever_mended or not before.ever_mended


def test_changes_are_told_line_by_line() -> None:
    before = "\n".join("abcdefghij")
    after = before.replace("b\n", "B\n").replace("i\n", "")
    assert changes(before, after) == (" a", "-b", "+B", " c", "…", " h", "-i", " j")
    assert changes(before, before) == ()
