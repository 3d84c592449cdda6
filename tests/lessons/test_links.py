"""Links in the text say what the lab is to show."""

from __future__ import annotations

import pytest

from lessons.errors import TutorError
from lessons.links import LabLink, parse_link
from lessons.schema import Lab, Scenario

LAB = Lab(recipe="m:f", views=("surface",), scenarios=(Scenario(name="plain", label="plain"),))


@pytest.mark.parametrize(
    ("target", "link"),
    [
        ("#lab", LabLink()),
        ("#lab?view=surface&step=1..200", LabLink(view="surface", steps=(1, 200))),
        ("#lab?plot=grad_norm&scenario=plain", LabLink(plot="grad_norm", scenario="plain")),
        ("#lab?step=5", LabLink(steps=(5, 5))),
    ],
)
def test_links_are_read(target: str, link: LabLink) -> None:
    assert parse_link(target, LAB) == link


@pytest.mark.parametrize(
    "target",
    [
        "#top",
        "#lab?view=other",
        "#lab?plot=lss",
        "#lab?scenario=p",
        "#lab?step=0",
        "#lab?step=x",
        "#lab?step=9..3",
        "#lab?&",
        "#lab?colour=red",
    ],
)
def test_links_that_lead_nowhere_are_explained(target: str) -> None:
    with pytest.raises(TutorError) as caught:
        parse_link(target, LAB)
    assert caught.value.next_step
