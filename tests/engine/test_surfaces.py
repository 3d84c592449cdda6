"""Landscapes are the functions they claim to be, and so are their pictures."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.data import Examples, diabetes
from engine.nn import LandscapeModel
from engine.surfaces import (
    Landscape,
    beale,
    best_lr,
    best_rate,
    grid,
    least_squares,
    loss_plane,
    picture,
    quadratic,
    rosenbrock,
)

LANDSCAPES = [rosenbrock(), beale(), quadratic(1), quadratic(10), quadratic(100)]


def height(landscape: Landscape, x: float, y: float) -> float:
    return landscape.function(torch.tensor([x, y], dtype=torch.float64)).item()


@pytest.mark.parametrize("landscape", LANDSCAPES, ids=lambda landscape: landscape.name)
def test_the_minimum_is_flat_lowest_and_in_the_window(landscape: Landscape) -> None:
    theta = torch.tensor(landscape.minimum, dtype=torch.float64, requires_grad=True)
    lowest = landscape.function(theta)
    lowest.backward()
    assert lowest.item() == pytest.approx(0, abs=1e-12)
    torch.testing.assert_close(theta.grad, torch.zeros(2, dtype=torch.float64))
    assert picture(landscape).heights.numpy().min() >= 0
    for point in (landscape.minimum, landscape.start):
        assert landscape.x[0] < point[0] < landscape.x[1]
        assert landscape.y[0] < point[1] < landscape.y[1]


@pytest.mark.parametrize("landscape", LANDSCAPES, ids=lambda landscape: landscape.name)
def test_many_points_at_once_are_the_points_one_by_one(landscape: Landscape) -> None:
    points = torch.randn(4, 3, 2, generator=torch.Generator().manual_seed(0))
    heights = landscape.function(points)
    assert heights.shape == (4, 3)
    one_by_one = torch.stack([landscape.function(point) for point in points.reshape(-1, 2)])
    torch.testing.assert_close(heights.flatten(), one_by_one)


def test_known_heights() -> None:
    assert height(rosenbrock(), 0, 0) == 1
    assert height(rosenbrock(), -1.2, 1) == pytest.approx(24.2)
    assert height(beale(), 0, 0) == pytest.approx(1.5**2 + 2.25**2 + 2.625**2)
    assert height(beale(), 1, 1) == pytest.approx(14.203125)
    assert height(quadratic(10), 4, 2) == pytest.approx(0.5 * (16 / 10 + 4))


@pytest.mark.parametrize("make", [rosenbrock, beale, lambda start: quadratic(5, start)])
def test_a_descent_can_begin_anywhere(make: Callable[[tuple[float, float]], Landscape]) -> None:
    assert make((0.25, -0.5)).start == (0.25, -0.5)


@given(condition=st.floats(1, 1e4))
def test_the_bowl_has_the_condition_it_is_named_for(condition: float) -> None:
    hessian = torch.autograd.functional.hessian(
        quadratic(condition).function, torch.zeros(2, dtype=torch.float64)
    )
    mu, largest = torch.linalg.eigvalsh(hessian).tolist()
    assert largest == pytest.approx(1)
    assert largest / mu == pytest.approx(condition)
    assert best_lr(condition) == pytest.approx(2 / (largest + mu))


@given(condition=st.floats(1, 200), x=st.floats(-4, 4), y=st.floats(-2, 2))
def test_descent_on_the_bowl_is_as_fast_as_theory_says(
    condition: float, x: float, y: float
) -> None:
    landscape, lr, rate = quadratic(condition), best_lr(condition), best_rate(condition)
    theta = torch.tensor([x, y], dtype=torch.float64)
    distance, loss = theta.norm().item(), landscape.function(theta).item()
    for step in range(1, 6):
        slope = torch.autograd.functional.jacobian(landscape.function, theta)
        theta = theta - lr * slope
        assert theta.norm().item() == pytest.approx(distance * rate**step, abs=1e-12)
        assert landscape.function(theta).item() == pytest.approx(
            loss * rate ** (2 * step), abs=1e-12
        )


@pytest.mark.parametrize("condition", [1, 10, 100])
def test_the_bowl_has_one_limit_of_stability_for_every_condition(condition: float) -> None:
    def loss_after(lr: float, steps: int = 200) -> float:
        model = LandscapeModel(quadratic(condition))
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        for _ in range(steps):
            optimizer.zero_grad()
            model().backward()
            optimizer.step()
        return float(model().item())

    before = height(quadratic(condition), 4, 2)
    assert loss_after(1.95) < before
    assert loss_after(2.05) > before


@pytest.mark.parametrize("function", [quadratic, best_lr, best_rate])
def test_no_condition_is_below_one(function: Callable[[float], object]) -> None:
    with pytest.raises(ValueError, match=r"0\.5.*at least 1"):
        function(0.5)


def test_the_model_stands_at_the_start_and_feels_the_slope() -> None:
    model = LandscapeModel(rosenbrock(start=(-1.0, 2.0)))
    loss = model()
    loss.backward()
    assert loss.shape == ()
    assert loss.item() == pytest.approx(104)
    assert model.theta.tolist() == [-1.0, 2.0]
    # ∇f = (−2 (1 − x) − 400 x (y − x²), 200 (y − x²))
    torch.testing.assert_close(model.theta.grad, torch.tensor([396.0, 200.0]))


def test_the_grid_has_its_first_row_at_the_bottom() -> None:
    points = grid((-1.0, 1.0), (0.0, 3.0), columns=5, rows=4)
    assert points.shape == (4, 5, 2)
    assert points[0, 0].tolist() == [-1, 0]
    assert points[0, -1].tolist() == [1, 0]
    assert points[-1, 0].tolist() == [-1, 3]


def test_a_picture_shows_the_landscape_the_right_way_up() -> None:
    seen = picture(quadratic(10), columns=11, rows=7)
    heights = seen.heights.numpy()
    assert heights.shape == (7, 11)
    assert heights[0, 5] == pytest.approx(height(quadratic(10), 0, -3))
    assert heights[3, 0] == pytest.approx(height(quadratic(10), -5, 0))
    assert heights[3, 5] == pytest.approx(0)
    assert (seen.x, seen.y, seen.minimum) == ((-5, 5), (-3, 3), (0, 0))


def test_the_loss_plane_is_the_loss() -> None:
    examples = diabetes(features=("bmi", "bp")).train
    seen = loss_plane(examples, x=(-1, 2), y=(-2, 1), axes=("bmi", "bp"), columns=7, rows=5)
    weights = grid((-1, 2), (-2, 1), columns=7, rows=5)
    model = torch.nn.Linear(2, 1, bias=False)
    for row in range(5):
        for column in range(7):
            with torch.no_grad():
                model.weight.copy_(weights[row, column])
                loss = torch.nn.functional.mse_loss(model(examples.inputs), examples.targets)
            assert seen.heights.numpy()[row, column] == pytest.approx(loss.item(), rel=1e-5)
    assert seen.axes == ("bmi", "bp")


def test_the_lowest_point_of_the_loss_plane_has_no_slope() -> None:
    examples = diabetes(features=("s1", "s5")).train
    best = torch.tensor(least_squares(examples), requires_grad=True)
    errors = examples.inputs @ best - examples.targets.flatten()
    errors.square().mean().backward()
    torch.testing.assert_close(best.grad, torch.zeros(2), atol=1e-5, rtol=0)


@given(
    w1=st.floats(-3, 3),
    w2=st.floats(-3, 3),
    flat=st.booleans(),
)
def test_least_squares_finds_the_weights_that_made_the_data(
    w1: float, w2: float, flat: bool
) -> None:
    inputs = torch.randn(30, 2, generator=torch.Generator().manual_seed(0)).double()
    targets = inputs @ torch.tensor([w1, w2], dtype=torch.float64)
    examples = Examples(inputs, targets if flat else targets[:, None])
    assert least_squares(examples) == pytest.approx((w1, w2), abs=1e-9)
    seen = loss_plane(examples, x=(w1 - 1, w1 + 1), y=(w2 - 1, w2 + 1), columns=3, rows=3)
    assert seen.heights.numpy()[1, 1] == pytest.approx(0, abs=1e-9)
    assert seen.heights.numpy().min() >= 0


@pytest.mark.parametrize(
    ("inputs", "targets"), [((9, 3), (9, 1)), ((9, 2), (9, 2)), ((9,), (9,)), ((9, 2, 1), (9,))]
)
def test_a_loss_plane_needs_two_weights(inputs: tuple[int, ...], targets: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="two features"):
        loss_plane(Examples(torch.zeros(inputs), torch.zeros(targets)), x=(-1, 1), y=(-1, 1))
