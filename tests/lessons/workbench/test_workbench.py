"""Statements run contained; what comes back is right, bounded and harmless."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import msgspec
import pytest

from engine.client import Engine
from lessons.workbench.bench import MEMORY_MB
from lessons.workbench.seen import MOST_CELLS, Seen, Step
from lessons.workbench.sitting import PERFORM, Sitting, perform
from lessons.workbench.workbench import Workbench

GIVEN = ("x = torch.arange(6).reshape(2, 3)",)
BENCH = Workbench(id="b", ask="", given=GIVEN)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    made = Engine(tmp_path_factory.mktemp("runs"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def steps(engine: Engine) -> dict[str, Step]:
    """Statements of many kinds, run one after the other in one process."""
    typed = (
        "x.T",
        "x.T.contiguous()",
        "y = x[:, 1]",
        "y += 10",
        "z = x",
        "x + torch.ones(4, 1, 3)",
        "x.T.is_contiguous()",
        "torch.equal(x, x + 1)",
        "x @ x",
        "a = np.ones((2, 3))[:, 1]",
        "t = torch.from_numpy(a)",
        "w = torch.tensor([1.0, 2.0], requires_grad=True)",
        "w.grad",
        "(w ** 2).sum().backward()",
        "torch.autograd.gradcheck(torch.square, (w.double(),))",
        "torch.zeros(1000)",
        "torch.zeros(2, 0)",
        "torch.tensor([float('nan'), float('inf'), -1.5])",
        "torch.tensor(1 + 2j)",
        "torch.empty(2, 3, device='meta')",
        "x.max(dim=1)",
        "layer = nn.Linear(2, 1)",
        "q = 7; x[0]",
        "print('here', q)",
        "torch.rand(3)",
        "torch.sparse_coo_tensor([[0]], [1.0], (2,))",
        "x[0] = torch.tensor([7, 8, 9])",
    )
    made = perform((*GIVEN, *typed), engine.call)
    assert [one.statement for one in made] == [*GIVEN, *typed]
    return {one.statement: one for one in made}


def only(step: Step) -> Seen:
    (found,) = step.results
    return found


def test_a_view_is_told_from_a_copy(steps: dict[str, Step]) -> None:
    turned = steps["x.T"]
    assert only(turned).shape == (3, 2)
    assert only(turned).strides == (1, 3)
    assert not only(turned).contiguous
    assert only(turned).cells == (0, 3, 1, 4, 2, 5)
    assert only(turned).memory == turned.inputs[0].memory
    assert turned.inputs[0].name == "x"
    memory = turned.memory(only(turned).memory)
    assert memory is not None
    assert memory.cells == (0, 1, 2, 3, 4, 5)
    copied = steps["x.T.contiguous()"]
    assert only(copied).memory != copied.inputs[0].memory
    assert copied.inputs[0].name == "x.T"
    assert only(copied).contiguous


def test_a_change_in_place_is_seen_by_every_name_of_the_memory(steps: dict[str, Step]) -> None:
    assert steps["y = x[:, 1]"].made == ("y",)
    assert only(steps["y = x[:, 1]"]).offset == 1
    added = steps["y += 10"]
    assert set(added.changed) == {"x", "y"}
    seen = {one.name: one.cells for one in added.tensors}
    assert seen["x"] == (0, 11, 2, 3, 14, 5)
    assert steps["z = x"].same == (("z", "x"),)
    assert set(steps["x[0] = torch.tensor([7, 8, 9])"].changed) == {"x", "y", "z"}


def test_the_operation_and_what_it_was_given(steps: dict[str, Step]) -> None:
    added = steps["x + torch.ones(4, 1, 3)"]
    call = added.calls[-1]
    assert (call.name, call.given, call.made) == ("add", ((2, 3), (4, 1, 3)), (4, 2, 3))
    assert call.given_dtypes == ("int64", "float32")
    assert [one.name for one in added.inputs] == ["x", "torch.ones(4, 1, 3)"]


def test_what_is_no_tensor_is_said(steps: dict[str, Step]) -> None:
    (said,) = steps["x.T.is_contiguous()"].said
    assert (said.kind, said.text) == ("bool", "False")
    assert steps["print('here', q)"].printed == "here 7\n"
    assert not steps["print('here', q)"].results
    assert [said.text for said in steps["w.grad"].said] == ["None"]
    assert not steps["(w ** 2).sum().backward()"].said
    assert [one.name for one in steps["torch.equal(x, x + 1)"].inputs] == ["x", "x + 1"]
    checked = steps["torch.autograd.gradcheck(torch.square, (w.double(),))"]
    assert [said.text for said in checked.said] == ["True"]
    assert not checked.inputs, "nobody has typed what it computes with"
    assert "sparse" in steps["torch.sparse_coo_tensor([[0]], [1.0], (2,))"].said[0].text
    assert [one.name for one in steps["x.max(dim=1)"].results] == [
        "x.max(dim=1).values",
        "x.max(dim=1).indices",
    ]


def test_an_error_is_told_in_plain_words(steps: dict[str, Step]) -> None:
    error = steps["x @ x"].error
    assert error is not None
    assert "mat1 and mat2" in error.original
    assert error.title
    assert error.words
    assert not steps["x @ x"].over


def test_an_array_shares_memory_with_its_tensor(steps: dict[str, Step]) -> None:
    step = steps["t = torch.from_numpy(a)"]
    seen = {one.name: one for one in step.tensors}
    assert seen["a"].kind == "array"
    assert seen["a"].memory == seen["t"].memory
    assert seen["a"].strides == seen["t"].strides == (3,)


def test_gradients_come_to_light(steps: dict[str, Step]) -> None:
    step = steps["(w ** 2).sum().backward()"]
    assert step.made == ("w.grad",)
    assert only(step).cells == (2.0, 4.0)
    assert {"layer.weight", "layer.bias"} <= set(steps["layer = nn.Linear(2, 1)"].made)


def test_odd_tensors_are_summed_up_or_spelled_out(steps: dict[str, Step]) -> None:
    large = only(steps["torch.zeros(1000)"])
    assert not large.whole
    assert large.span == (0.0, 0.0)
    assert only(steps["torch.zeros(2, 0)"]).span is None
    odd = only(steps["torch.tensor([float('nan'), float('inf'), -1.5])"])
    assert odd.cells == ("nan", "inf", -1.5)
    assert only(steps["torch.tensor(1 + 2j)"]).cells == ("1+2j",)
    assert only(steps["torch.empty(2, 3, device='meta')"]).device == "meta"
    assert max(len(one.cells) for step in steps.values() for one in step.tensors) <= MOST_CELLS


def test_what_is_drawn_is_drawn_again_in_the_same_way(engine: Engine) -> None:
    sitting = Sitting(BENCH).open(engine.call)
    sitting = sitting.make("r = torch.rand(3)", engine.call)
    first = only(sitting.done[-1]).cells
    sitting = sitting.make("x @ x", engine.call).make("r", engine.call)
    assert only(sitting.done[-1]).cells == first
    assert "x @ x" not in sitting.working


ENDS = {
    "exit()": "nothing to end",
    "import os; os._exit(0)": "ended itself",
    "open('/etc/shadow').read()": "not allowed",
    f"torch.zeros({MEMORY_MB} * 2**20)": "too much memory",
    "import os; os.kill(os.getppid(), 9)": "not allowed",
}


@pytest.mark.parametrize("statement", ENDS)
def test_what_does_harm_elsewhere_ends_only_the_step(engine: Engine, statement: str) -> None:
    opened = tuple(Step(statement=one) for one in GIVEN)
    after = Sitting(BENCH, opened=opened).make(statement, engine.call)
    error = after.done[-1].error
    assert error is not None
    assert ENDS[statement] in error.title
    assert after.working == GIVEN


def test_a_loop_without_end_is_ended(engine: Engine, tmp_path: Path) -> None:
    call = partial(engine.call, PERFORM)
    answer = call(["x = 1", "while True: pass"], 0, str(tmp_path), 0.3)
    first, second = msgspec.convert(answer, tuple[Step, ...])
    assert first.error is None
    assert second.over
    assert second.error is not None
    assert "too long" in second.error.title


FORGED = (
    "import sys; sys.modules['torch'].Tensor.stride = lambda *_: (10**9,) * 99",
    "import builtins; builtins.len = lambda *_: 10**12",
    "torch.Tensor.tolist = lambda *_: ['\\x1b[2J' * 10**3] * 10**4",
    "torch.Tensor.dtype = property(lambda _: '\\x1b[2J')",
)


def test_nothing_that_was_tampered_with_gets_through(engine: Engine) -> None:
    for statement in FORGED:
        step = perform((*GIVEN, statement, "x.T"), engine.call, known=2)[-1]
        if step.error is None:
            assert all(len(one.cells) in (0, one.size) for one in step.tensors)
        data = msgspec.json.encode(step)
        assert b"\\u001b" not in data
        assert len(data) < 200_000
    steps = perform((*GIVEN, "print('\x1b[2J')", "torch = 5", "x.T"), engine.call)
    assert "\x1b" not in steps[1].printed
    assert only(steps[3]).shape == (3, 2)
