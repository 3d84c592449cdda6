"""The table of a model says what its layers do, and a shape that does not fit names its layer."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from engine.errors import ConfigurationError, EngineError
from engine.nn import (
    ShapeError,
    explain_shapes,
    lenet,
    mlp,
    naming_layers,
    resnet,
    summary,
)
from engine.nn import layers as ours


def test_the_table_of_lenet() -> None:
    told = summary(lenet(), torch.zeros(1, 1, 28, 28))
    rows = [(r.path, r.type, r.output_shape, r.parameters, r.multiply_adds) for r in told.rows]
    assert rows == [
        ("images", "AsImages", (1, 1, 28, 28), 0, 0),
        ("conv1", "Conv2d", (1, 6, 24, 24), 156, 86_400),
        ("act1", "ReLU", (1, 6, 24, 24), 0, 0),
        ("pool1", "MaxPool2d", (1, 6, 12, 12), 0, 0),
        ("conv2", "Conv2d", (1, 16, 8, 8), 2416, 153_600),
        ("act2", "ReLU", (1, 16, 8, 8), 0, 0),
        ("pool2", "MaxPool2d", (1, 16, 4, 4), 0, 0),
        ("flatten", "Flatten", (1, 256), 0, 0),
        ("linear1", "Linear", (1, 120), 30_840, 30_720),
        ("act3", "ReLU", (1, 120), 0, 0),
        ("linear2", "Linear", (1, 84), 10_164, 10_080),
        ("act4", "ReLU", (1, 84), 0, 0),
        ("linear3", "Linear", (1, 10), 850, 840),
    ]
    assert told.parameters == told.trainable == 44_426
    assert told.multiply_adds == 281_640
    assert told.input_shapes == ((1, 1, 28, 28),)
    assert told.output_shape == (1, 10)
    assert told.rows[1].input_shape == (1, 1, 28, 28)
    assert told.rows[8].settings == "in_features=256, out_features=120, bias=True"


@pytest.mark.parametrize("make", [nn.Conv2d, ours.Conv2d])
def test_multiply_adds_of_a_convolution(make: type[nn.Module]) -> None:
    """The one that the curriculum counts: 128 kernels of 3 × 3 on 28 × 28 pixels."""
    told = summary(make(1, 128, 3, padding=1, bias=False), torch.zeros(1, 1, 28, 28))
    assert told.parameters == 1152
    assert told.multiply_adds == 903_168
    assert summary(make(4, 6, 3, groups=2), torch.zeros(2, 4, 5, 5)).multiply_adds == 2 * 9 * 6 * 18


def test_a_transposed_convolution_costs_what_its_mirror_image_costs() -> None:
    there, back = nn.Conv2d(3, 5, 4, stride=4), nn.ConvTranspose2d(5, 3, 4, stride=4)
    large, small = torch.zeros(2, 3, 8, 8), torch.zeros(2, 5, 2, 2)
    assert summary(there, large).multiply_adds == summary(back, small).multiply_adds


class Odd(nn.Module):
    """Uses a layer twice, shares a weight, owns a parameter, and has a layer it never calls."""

    def __init__(self) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(3))
        self.twice = nn.Linear(3, 3)
        self.tied = nn.Linear(3, 3, bias=False)
        self.tied.weight = self.twice.weight
        self.alias = self.twice
        self.never = nn.Linear(3, 5)
        self.memory = nn.LSTM(3, 4, batch_first=True)
        self.register_buffer("calls", torch.tensor(0))

    def forward(self, x: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        self.calls = self.calls + 1
        x = self.tied(self.alias(self.twice(self.scale * x)))
        return self.memory(x[:, None])[0], {"x": x}


def test_shared_repeated_idle_and_odd_layers() -> None:
    model = Odd()
    model.tied.requires_grad_(False)
    told = summary(model, torch.zeros(2, 3))
    rows = [(r.path, r.call, r.output_shape, r.parameters) for r in told.rows]
    assert rows == [
        ("", 1, (2, 1, 4), 3),
        ("twice", 1, (2, 3), 12),
        ("twice", 2, (2, 3), 0),
        ("tied", 1, (2, 3), 0),
        ("memory", 1, (2, 1, 4), 4 * 4 * (3 + 4 + 2)),
        ("never", 0, None, 20),
    ]
    assert told.parameters == sum(p.numel() for p in model.parameters())
    assert told.trainable == told.parameters - 9
    assert told.output_shape == (2, 1, 4)


def test_looking_leaves_no_trace() -> None:
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Linear(4, 4), nn.BatchNorm1d(4), nn.Dropout(0.5), Odd_in_a_row(), nn.Linear(3, 1)
    )
    model[2].eval()
    modes = [module.training for module in model.modules()]
    buffers = dict(model.named_buffers())
    state = {name: value.clone() for name, value in model.state_dict().items()}
    random = torch.get_rng_state()
    x = torch.randn(1, 4, generator=torch.Generator().manual_seed(0))
    summary(model, x)
    explain_shapes(model, x)
    with pytest.raises(ShapeError):
        explain_shapes(model, torch.zeros(2, 5))
    assert [module.training for module in model.modules()] == modes
    assert torch.equal(torch.get_rng_state(), random)
    assert all(model.get_buffer(name) is buffer for name, buffer in buffers.items())
    assert all(torch.equal(value, state[name]) for name, value in model.state_dict().items())
    assert all(parameter.grad is None for parameter in model.parameters())
    for module in model.modules():
        assert not module._forward_hooks
        assert not module._forward_pre_hooks
        assert not module._forward_hooks_with_kwargs
        assert not module._forward_pre_hooks_with_kwargs


class Odd_in_a_row(nn.Module):  # noqa: N801 - reads as a part of the model above
    """Draws random numbers, and moves its buffer in eval mode too, in place."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("seen", torch.zeros(()))

    def forward(self, x: Tensor) -> Tensor:
        self.seen += 1
        return x[:, :3] + torch.rand(())


def test_a_table_of_ones_own_layers() -> None:
    model = nn.Sequential(ours.Conv2d(1, 2, 3), nn.Flatten(), ours.Linear(8, 2))
    told = summary(model, torch.zeros(1, 1, 4, 4))
    assert [row.parameters for row in told.rows] == [20, 0, 18]
    assert told.multiply_adds == 8 * 9 + 16


# Shapes that do not fit


def refused(model: nn.Module, *inputs: Tensor) -> ShapeError:
    with pytest.raises(ShapeError) as raised:
        explain_shapes(model, *inputs)
    return raised.value


def test_the_error_names_layer_need_and_what_came() -> None:
    model = nn.Sequential(mlp(20, 32), nn.ReLU(), nn.Linear(64, 10))
    error = refused(model, torch.zeros(8, 20))
    assert error.problem.title == "input of 2 cannot be (8, 32)"
    assert error.problem.reason == "2 (Linear 64→10) expects (…, 64) and got (8, 32)."
    assert error.problem.next_step == "Change what comes before 2, or make 2 for this shape."
    assert error.problem.details == "mat1 and mat2 shapes cannot be multiplied (8x32 and 64x10)"
    assert isinstance(error, ConfigurationError)
    assert isinstance(error.__cause__, RuntimeError)
    assert pickle.loads(pickle.dumps(error)).problem == error.problem


@pytest.mark.parametrize(
    ("layer", "shape", "sentence"),
    [
        (nn.Linear(64, 10), (32, 128), "(Linear 64→10) expects (…, 64) and got (32, 128)"),
        (ours.Linear(64, 10), (32, 128), "(Linear 64→10) expects (…, 64) and got (32, 128)"),
        (
            nn.Conv2d(3, 8, 5),
            (2, 1, 9, 9),
            "(Conv2d 3→8, kernel 5 × 5) expects (n, 3, height, width) and got (2, 1, 9, 9)",
        ),
        (ours.Conv2d(3, 8, 5), (2, 1, 9, 9), "expects (n, 3, height, width) and got (2, 1, 9, 9)"),
        (nn.Conv2d(3, 8, 5), (27,), "expects (n, 3, height, width) and got (27,)"),
        (nn.Conv1d(2, 8, 5), (4, 3, 9), "expects (n, 2, length) and got (4, 3, 9)"),
        (
            nn.Conv2d(1, 1, 5, padding=1),
            (1, 1, 2, 9),
            "expects (n, 1, height, width) no smaller than its kernel and got (1, 1, 2, 9)",
        ),
        (nn.BatchNorm1d(4), (3, 5), "expects (n, 4) or (n, 4, length) and got (3, 5)"),
        (nn.BatchNorm2d(4), (3, 4), "expects (n, 4, height, width) and got (3, 4)"),
        (ours.BatchNorm2d(4), (3, 5, 2, 2), "expects (n, 4, height, width) and got (3, 5, 2, 2)"),
        (nn.LayerNorm((4, 5)), (3, 5), "(LayerNorm) expects (…, 4, 5) and got (3, 5)"),
        (ours.RMSNorm(5), (3, 4), "(RMSNorm) expects (…, 5) and got (3, 4)"),
        (nn.GroupNorm(2, 4), (3, 6), "(GroupNorm) expects (n, 4, …) and got (3, 6)"),
        (
            nn.LSTM(5, 7, batch_first=True),
            (2, 3, 4),
            "(LSTM 5→7) expects (n, length, 5) and got (2, 3, 4)",
        ),
        (nn.GRU(5, 7), (2, 3, 4), "(GRU 5→7) expects (length, n, 5) and got (2, 3, 4)"),
    ],
)
def test_what_layers_need(layer: nn.Module, shape: tuple[int, ...], sentence: str) -> None:
    model = nn.ModuleDict({"within": layer})
    model.forward = layer.__call__  # type: ignore[method-assign]
    error = refused(model, torch.zeros(shape))
    assert error.problem.reason.startswith("within ")
    assert sentence in error.problem.reason
    assert error.problem.details


def test_a_batch_of_one_cannot_be_normalised_in_training() -> None:
    model = mlp(2, 4, 1, norm="batch")
    with (
        pytest.raises(ShapeError, match=r"batch_norm1.*two values in each channel"),
        naming_layers(model),
    ):
        model(torch.zeros(1, 2))
    explain_shapes(model, torch.zeros(1, 2))  # which looks in eval mode


@pytest.mark.parametrize("make", [nn.Embedding, ours.Embedding])
def test_tokens_and_types_that_do_not_fit(make: type[nn.Module]) -> None:
    table = make(5, 3)
    assert "knows tokens 0 … 4 and got 7" in refused(table, torch.tensor([[1, 7]])).problem.reason
    assert "expects token numbers" in refused(table, torch.zeros(2)).problem.reason


def test_negative_tokens_are_told_apart() -> None:
    assert "got -1" in refused(nn.Embedding(5, 3), torch.tensor([0, -1])).problem.reason


def test_numbers_of_another_type() -> None:
    error = refused(mlp(2, 3, 1), torch.zeros(4, 2, dtype=torch.float64))
    assert "linear1 (Linear) has weights of torch.float32 and got torch.float64" in str(error)
    assert ".to(torch.float32)" in error.problem.next_step


class Multiplies(nn.Module):
    """A layer of a learner's own, with the trouble in its own lines."""

    def forward(self, x: Tensor) -> Tensor:
        return x @ torch.zeros(3, 3)


def test_a_layer_that_nobody_knows_is_named_with_what_it_got() -> None:
    error = refused(nn.Sequential(nn.Identity(), Multiplies()), torch.zeros(2, 4))
    assert error.problem.reason == "1 (Multiplies) got (2, 4) and failed in its forward."
    assert "mat1" in error.problem.details


def broken(error: Exception) -> nn.Module:
    class Broken(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            raise error

    return nn.Sequential(Broken())


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("the printer is on fire"),
        KeyError("size"),
        torch.OutOfMemoryError("tried to allocate a tensor of size 9"),
        EngineError("This", "says shape.", "Leave it."),
    ],
)
def test_other_errors_pass_as_they_are(error: Exception) -> None:
    with pytest.raises(type(error)) as raised:
        explain_shapes(broken(error), torch.zeros(1))
    assert raised.value is error


def test_a_layer_of_ones_own_may_take_whole_numbers() -> None:
    class Table(nn.Linear):
        pass

    class Own(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.weight = nn.Parameter(torch.zeros(3, 3))

        def forward(self, x: Tensor) -> Tensor:
            raise ValueError("not today")

    with pytest.raises(ValueError, match=r"^not today$"):
        explain_shapes(Own(), torch.tensor([1]))
    assert "(Table) has weights of" in str(refused(Table(1, 1), torch.tensor([1])))


def test_an_error_outside_of_all_layers_passes() -> None:
    model = mlp(2, 1)
    with pytest.raises(RuntimeError, match="size of tensor") as raised, naming_layers(model):
        model(torch.zeros(3, 2)) + torch.zeros(2, 2)
    assert not isinstance(raised.value, ShapeError)


def test_a_layer_that_copes_with_an_error_inside_is_not_blamed() -> None:
    class Copes(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = nn.Linear(3, 3)

        def forward(self, x: Tensor) -> Tensor:
            try:
                return self.inner(x)
            except RuntimeError:
                return x

    model = nn.Sequential(Copes(), nn.Linear(5, 1))
    assert refused(model, torch.zeros(2, 4)).field == "input of 1"


@pytest.mark.parametrize("make", [lenet, resnet])
def test_what_fits_raises_nothing(make: Callable[..., nn.Module]) -> None:
    explain_shapes(make((1, 8, 8)) if make is lenet else make(), torch.zeros(1, 64))
