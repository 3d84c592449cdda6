"""Our layers compute what those of `torch.nn` compute: outputs, gradients and buffers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from engine.nn import layers as ours

quick = settings(max_examples=12)
sizes = st.integers(1, 5)


def randomised(layer: nn.Module, random: torch.Generator) -> nn.Module:
    """The layer in double precision with parameters and statistics that are nothing special."""
    layer.double()
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=random))
        for name, buffer in layer.named_buffers():
            if buffer.is_floating_point():
                drawn = torch.rand(buffer.shape, generator=random)
                buffer.copy_(drawn + 0.5 if name.endswith("var") else drawn)
    return layer


def pulled(layer: nn.Module, x: Tensor, pull: Tensor | None) -> tuple[Tensor, ...]:
    """Output, gradient of the input where it has one, and of all parameters, for one pull."""
    x = x.clone().requires_grad_(x.is_floating_point())
    y = layer(x)
    pull = torch.linspace(-1, 2, y.numel(), dtype=y.dtype).view(y.shape) if pull is None else pull
    wanted = [*([x] if x.requires_grad else []), *layer.parameters()]
    gradients = torch.autograd.grad(y, wanted, pull) if wanted else ()
    return (y.detach(), *gradients)


def assert_twins(mine: nn.Module, theirs: nn.Module, x: Tensor) -> None:
    """Same parameters by name; same outputs, gradients and buffers, trained and evaluated."""
    random = torch.Generator().manual_seed(3)
    randomised(theirs, random)
    mine.double().load_state_dict(theirs.state_dict())
    theirs.load_state_dict(mine.state_dict())
    for mode in (True, True, False):
        mine.train(mode)
        theirs.train(mode)
        for a, b in zip(pulled(mine, x, None), pulled(theirs, x, None), strict=True):
            torch.testing.assert_close(a, b, rtol=1e-10, atol=1e-11)
        for name, buffer in theirs.named_buffers():
            torch.testing.assert_close(mine.get_buffer(name), buffer, rtol=1e-10, atol=1e-12)


def drawn(*shape: int, seed: int = 0) -> Tensor:
    random = torch.Generator().manual_seed(seed)
    return torch.randn(shape, generator=random, dtype=torch.float64)


@quick
@given(inputs=sizes, outputs=sizes, bias=st.booleans(), before=st.lists(sizes, max_size=2))
def test_linear(inputs: int, outputs: int, bias: bool, before: list[int]) -> None:
    assert_twins(
        ours.Linear(inputs, outputs, bias=bias),
        nn.Linear(inputs, outputs, bias=bias),
        drawn(*before, inputs),
    )


@settings(max_examples=25)
@given(data=st.data())
def test_convolution(data: st.DataObject) -> None:
    pairs = st.tuples(st.integers(1, 3), st.integers(1, 3))
    groups = data.draw(st.integers(1, 2))
    channels = groups * data.draw(st.integers(1, 2))
    after = groups * data.draw(st.integers(1, 2))
    kernel, stride, dilation = data.draw(pairs), data.draw(pairs), data.draw(pairs)
    padding = data.draw(st.tuples(st.integers(0, 2), st.integers(0, 2)))
    bias = data.draw(st.booleans())
    x = drawn(2, channels, data.draw(st.integers(7, 9)), data.draw(st.integers(7, 9)))
    assert_twins(
        ours.Conv2d(
            channels,
            after,
            kernel,
            stride=stride,
            padding=padding,
            dilation=dilation,
            groups=groups,
            bias=bias,
        ),
        nn.Conv2d(channels, after, kernel, stride, padding, dilation, groups, bias),
        x,
    )


@pytest.mark.parametrize(("dilation", "stride", "side"), [(1, 2, 13), (2, 1, 24)])
def test_sizes_of_a_convolution_of_28_pixels(dilation: int, stride: int, side: int) -> None:
    layer = ours.Conv2d(1, 1, 3, stride=stride, dilation=dilation)
    assert layer(torch.zeros(1, 1, 28, 28)).shape == (1, 1, side, side)


def test_a_kernel_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match=r"kernel of \(5, 5\).*image of \(4, 9\)"):
        ours.Conv2d(1, 1, 5)(torch.zeros(1, 1, 4, 9))


@quick
@given(kernel=st.integers(1, 3), stride=st.none() | st.integers(1, 3), data=st.data())
@pytest.mark.parametrize(
    ("mine", "theirs"), [(ours.MaxPool2d, nn.MaxPool2d), (ours.AvgPool2d, nn.AvgPool2d)]
)
def test_pooling(
    mine: type[nn.Module],
    theirs: type[nn.Module],
    kernel: int,
    stride: int | None,
    data: st.DataObject,
) -> None:
    padding = data.draw(st.integers(0, kernel // 2))
    x = drawn(2, 3, data.draw(st.integers(3, 7)), data.draw(st.integers(3, 7)))
    assert_twins(mine(kernel, stride, padding), theirs(kernel, stride, padding), x)


def test_of_equal_values_the_first_gets_the_gradient_of_a_max_pooling() -> None:
    assert_twins(ours.MaxPool2d(2), nn.MaxPool2d(2), torch.zeros(1, 1, 4, 4, dtype=torch.float64))


@quick
@given(
    n=st.integers(2, 4),
    channels=sizes,
    length=st.none() | sizes,
    momentum=st.none() | st.floats(0, 1),
    eps=st.sampled_from([1e-5, 1e-2]),
)
def test_batch_norm_of_rows(
    n: int, channels: int, length: int | None, momentum: float | None, eps: float
) -> None:
    x = drawn(n, channels) if length is None else drawn(n, channels, length)
    assert_twins(
        ours.BatchNorm1d(channels, eps, momentum), nn.BatchNorm1d(channels, eps, momentum), x
    )


@quick
@given(n=sizes, channels=sizes, momentum=st.none() | st.floats(0, 1))
def test_batch_norm_of_images(n: int, channels: int, momentum: float | None) -> None:
    mine = ours.BatchNorm2d(channels, momentum=momentum)
    assert_twins(mine, nn.BatchNorm2d(channels, momentum=momentum), drawn(n, channels, 3, 2))


def test_batch_norm_divides_by_the_biased_variance_and_keeps_the_unbiased_one() -> None:
    layer = ours.BatchNorm1d(1, momentum=1.0)
    first = layer(torch.tensor([[1.0], [2.0], [3.0], [4.0]]))[0].item()
    assert first == pytest.approx(-1.342, abs=5e-4)
    assert layer.running_var.item() == pytest.approx(5 / 3)
    assert layer.running_mean.item() == 2.5
    layer.eval()
    assert layer(torch.tensor([[2.5]])).item() == pytest.approx(0.0)
    assert layer(torch.tensor([[4.0]])).item() == pytest.approx(1.5 / (5 / 3) ** 0.5, rel=1e-4)


def test_batch_norm_refuses_a_batch_of_one_and_a_strange_shape() -> None:
    with pytest.raises(ValueError, match="two values"):
        ours.BatchNorm1d(3)(torch.zeros(1, 3))
    with pytest.raises(ValueError, match=r"\(n, 3, …\).*2 or 3 axes, got \(2, 4\)"):
        ours.BatchNorm1d(3)(torch.zeros(2, 4))
    with pytest.raises(ValueError, match=r"4 axes"):
        ours.BatchNorm2d(3)(torch.zeros(2, 3))


@quick
@given(shape=st.lists(sizes, min_size=1, max_size=2), affine=st.booleans())
def test_layer_norm(shape: list[int], affine: bool) -> None:
    x = drawn(3, 2, *shape)
    mine = ours.LayerNorm(shape, elementwise_affine=affine)
    assert_twins(mine, nn.LayerNorm(shape, elementwise_affine=affine), x)


def test_layer_norm_of_512_has_1024_parameters() -> None:
    assert sum(parameter.numel() for parameter in ours.LayerNorm(512).parameters()) == 1024


@quick
@given(
    shape=st.lists(sizes, min_size=1, max_size=2),
    affine=st.booleans(),
    eps=st.none() | st.floats(1e-8, 0.1),
    scale=st.sampled_from([1.0, 1e-8]),
)
def test_rms_norm(shape: list[int], affine: bool, eps: float | None, scale: float) -> None:
    x = scale * drawn(3, 2, *shape)
    mine = ours.RMSNorm(shape, eps, elementwise_affine=affine)
    theirs = nn.RMSNorm(shape, eps, elementwise_affine=affine)
    single = torch.testing.assert_close
    single(mine.float()(x.float()), theirs.float()(x.float()), rtol=1e-5, atol=1e-6)
    if scale == 1:
        assert_twins(mine, theirs, x)


@quick
@given(groups=st.integers(1, 3), each=st.integers(1, 3), affine=st.booleans(), data=st.data())
def test_group_norm(groups: int, each: int, affine: bool, data: st.DataObject) -> None:
    rest = data.draw(st.lists(st.integers(2, 3), max_size=2))
    x = drawn(3, groups * each, *rest)
    mine = ours.GroupNorm(groups, groups * each, affine=affine)
    assert_twins(mine, nn.GroupNorm(groups, groups * each, affine=affine), x)


@quick
@given(channels=sizes, affine=st.booleans())
def test_instance_norm(channels: int, affine: bool) -> None:
    mine = ours.InstanceNorm2d(channels, affine=affine)
    x = drawn(2, channels, 3, 4)
    assert_twins(mine, nn.InstanceNorm2d(channels, affine=affine), x)


@quick
@given(p=st.floats(0, 1), seed=st.integers(0, 99))
def test_dropout_draws_what_pytorch_draws(p: float, seed: int) -> None:
    x = drawn(40, 25)
    outputs = []
    for layer in (ours.Dropout(p), nn.Dropout(p)):
        torch.manual_seed(seed)
        outputs.append(pulled(layer, x, None))
    for mine, theirs in zip(*outputs, strict=True):
        torch.testing.assert_close(mine, theirs, rtol=1e-12, atol=0)
    assert ours.Dropout(p).eval()(x) is x


def test_dropout_keeps_the_mean_by_doubling_half_of_it() -> None:
    torch.manual_seed(0)
    y = ours.Dropout(0.5)(torch.ones(20_000))
    assert set(y.tolist()) == {0.0, 2.0}
    assert y.mean().item() == pytest.approx(1.0, abs=0.03)
    assert not ours.Dropout(1.0)(torch.ones(9)).any()


@quick
@given(count=st.integers(2, 6), width=sizes, padded=st.booleans(), data=st.data())
def test_embedding(count: int, width: int, padded: bool, data: st.DataObject) -> None:
    padding = data.draw(st.integers(0, count - 1)) if padded else None
    token = st.integers(0, count - 1)
    tokens = torch.tensor(data.draw(st.lists(st.lists(token, min_size=3, max_size=3), min_size=1)))
    mine = ours.Embedding(count, width, padding)
    assert_twins(mine, nn.Embedding(count, width, padding), tokens)
    if padding is not None:
        assert not ours.Embedding(count, width, padding).weight[padding].any()


ACTIVATIONS: list[tuple[Callable[[], nn.Module], Callable[[], nn.Module]]] = [
    (ours.Sigmoid, nn.Sigmoid),
    (ours.Tanh, nn.Tanh),
    (ours.ReLU, nn.ReLU),
    (ours.LeakyReLU, nn.LeakyReLU),
    (lambda: ours.LeakyReLU(0.3), lambda: nn.LeakyReLU(0.3)),
    (ours.PReLU, nn.PReLU),
    (lambda: ours.PReLU(4), lambda: nn.PReLU(4)),
    (ours.ELU, nn.ELU),
    (lambda: ours.ELU(0.5), lambda: nn.ELU(0.5)),
    (ours.GELU, nn.GELU),
    (lambda: ours.GELU("tanh"), lambda: nn.GELU("tanh")),
    (ours.SiLU, nn.SiLU),
    (lambda: ours.Softmax(1), lambda: nn.Softmax(1)),
]


@pytest.mark.parametrize(("mine", "theirs"), ACTIVATIONS)
def test_activations(mine: Callable[[], nn.Module], theirs: Callable[[], nn.Module]) -> None:
    special = torch.tensor([-30.0, -1.0, -1e-3, 0.0, 1e-3, 1.0, 30.0, 0.5], dtype=torch.float64)
    assert_twins(mine(), theirs(), torch.cat([special.view(2, 4), 3 * drawn(6, 4)]))


@pytest.mark.parametrize(("mine", "theirs"), ACTIVATIONS)
def test_activations_far_out_and_for_what_is_no_number(
    mine: Callable[[], nn.Module], theirs: Callable[[], nn.Module]
) -> None:
    far = torch.tensor([[-1e4, -800.0, 800.0, 1e4]], dtype=torch.float64)
    for a, b in zip(
        pulled(mine().double(), far, None), pulled(theirs().double(), far, None), strict=True
    ):
        torch.testing.assert_close(a, b, rtol=1e-10, atol=1e-12)
    nan = torch.full((2, 4), float("nan"), dtype=torch.float64)
    assert mine().double()(nan).isnan().all()


def test_a_sigmoid_is_never_steeper_than_a_quarter() -> None:
    x = torch.linspace(-5, 5, 101, requires_grad=True)
    ours.Sigmoid()(x).sum().backward()
    assert x.grad is not None
    assert x.grad.max().item() == pytest.approx(0.25)
    assert x.grad[50].item() == pytest.approx(0.25)


@pytest.mark.parametrize(
    "make",
    [
        lambda: ours.Linear(0, 1),
        lambda: ours.Conv2d(3, 4, 1, groups=2),
        lambda: ours.MaxPool2d(2, padding=2),
        lambda: ours.BatchNorm1d(2, momentum=1.5),
        lambda: ours.GroupNorm(3, 4),
        lambda: ours.Dropout(1.2),
        lambda: ours.Embedding(3, 2, 3),
        lambda: ours.GELU("erf"),
        ours.Softmax,
    ],
)
def test_impossible_layers_are_refused(make: Callable[[], nn.Module]) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        make()


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (lambda: ours.Linear(7, 3), lambda: nn.Linear(7, 3)),
        (lambda: ours.Conv2d(4, 6, 3, groups=2), lambda: nn.Conv2d(4, 6, 3, groups=2)),
        (lambda: ours.Embedding(5, 3, 1), lambda: nn.Embedding(5, 3, 1)),
    ],
)
def test_layers_start_from_the_weights_that_pytorch_draws(
    mine: Callable[[], nn.Module], theirs: Callable[[], nn.Module]
) -> None:
    torch.manual_seed(4)
    expected = theirs().state_dict()
    torch.manual_seed(4)
    for name, value in mine().state_dict().items():
        torch.testing.assert_close(value, expected[name], rtol=1e-6, atol=0)


def test_a_net_of_our_layers_trains_as_one_of_pytorch() -> None:
    """Three hundred steps, in single precision too."""
    theirs = nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.Tanh(), nn.AvgPool2d(2), nn.Flatten()
    )
    mine = nn.Sequential(
        ours.Conv2d(1, 4, 3, padding=1),
        ours.BatchNorm2d(4),
        ours.Tanh(),
        ours.AvgPool2d(2),
        nn.Flatten(),
    )
    theirs.append(nn.Linear(16, 2))
    mine.append(ours.Linear(16, 2))
    x, y = drawn(16, 1, 4, 4), drawn(16, 2, seed=1)
    for dtype, tolerance in ((torch.float64, 1e-10), (torch.float32, 1e-5)):
        randomised(theirs, torch.Generator().manual_seed(0)).to(dtype)
        mine.to(dtype).load_state_dict(theirs.state_dict())
        for model in (mine, theirs):
            optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
            for _ in range(300):
                optimizer.zero_grad()
                nn.functional.mse_loss(model(x.to(dtype)), y.to(dtype)).backward()
                optimizer.step()
        for a, b in zip(mine.state_dict().values(), theirs.state_dict().values(), strict=True):
            torch.testing.assert_close(a, b, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize(
    ("layer", "shape", "wanted"),
    [
        (ours.Conv2d(3, 2, 1), (2, 1, 4, 4), r"\(n, 3, height, width\)"),
        (ours.LayerNorm((2, 3)), (4, 1, 3), r"\(…, 2, 3\)"),
        (ours.RMSNorm(3), (4, 1), r"\(…, 3\)"),
        (ours.GroupNorm(2, 4), (4, 2, 6), r"\(n, 4, …\)"),
        (ours.InstanceNorm2d(3, affine=True), (4, 1, 2, 2), r"\(n, 3, height, width\)"),
    ],
)
def test_shapes_that_broadcasting_would_stretch_are_refused(
    layer: nn.Module, shape: tuple[int, ...], wanted: str
) -> None:
    with pytest.raises(ValueError, match=f"expected {wanted}, got"):
        layer(torch.zeros(shape))
