"""Probes show what is there, and leave no trace."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable

import numpy as np
import pytest
import torch
from probe_samples import Says
from torch import Tensor, nn

from engine.data import Dataset, Examples, blobs, diabetes, digits, moons
from engine.nn import LandscapeModel, mlp
from engine.observations import Boundary, Confusion, Mistakes, PathPoints, Surface
from engine.probes import (
    ConfusionMatrix,
    DecisionBoundary,
    Path,
    Probe,
    Scene,
    WeightPath,
    WorstMistakes,
)
from engine.surfaces import least_squares, quadratic, rosenbrock

CPU = torch.device("cpu")


class Noisy(nn.Module):
    """A model with everything that remembers or draws: batch norm, dropout, noise even in eval."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Linear(inputs, 16), nn.BatchNorm1d(16), nn.Dropout(0.5), nn.Linear(16, outputs)
        )
        self.frozen = nn.BatchNorm1d(outputs)

    def forward(self, inputs: Tensor) -> Tensor:
        hidden: Tensor = self.frozen(self.body(inputs))
        return nn.functional.dropout(hidden, 0.1, training=True)


def everything(model: nn.Module) -> tuple[list[Tensor | None], list[bool], list[object]]:
    """All that a look could change: tensors with their gradients, modes, random states."""
    tensors: list[Tensor | None] = [*model.parameters(), *model.buffers()]
    tensors += [parameter.grad for parameter in model.parameters()]
    modes = [module.training for module in model.modules()]
    drawn: list[object] = [torch.get_rng_state().tolist(), random.getstate()]
    drawn.append(np.random.get_state(legacy=False)["state"]["key"].tolist())
    return copy.deepcopy(tensors), modes, drawn


def trained_scene(data: Dataset, outputs: int, model: nn.Module | None = None) -> Scene:
    """A model in the middle of its training, one submodule in eval mode, gradients in place."""
    torch.manual_seed(0)
    if model is None:
        model = Noisy(data.train.inputs[0].numel(), outputs)
        model.frozen.eval()
    loss = nn.functional.cross_entropy(model(data.train.inputs), data.train.targets)
    loss.backward()
    return Scene(model, data, None, CPU)


CLASSIFIER_PROBES = [
    (DecisionBoundary(), moons, 2),
    (ConfusionMatrix(), digits, 10),
    (WorstMistakes(), digits, 10),
]


@pytest.mark.parametrize(("probe", "make", "outputs"), CLASSIFIER_PROBES)
def test_looking_leaves_no_trace(probe: Probe, make: Callable[[], Dataset], outputs: int) -> None:
    scene = trained_scene(make(), outputs)
    tensors, modes, drawn = everything(scene.model)
    data = [scene.data.train.inputs.clone(), scene.data.validation.inputs.clone()]  # type: ignore[union-attr]
    observer = probe.start()
    observer.begin(scene)
    for _ in range(2):
        observer.after_step(scene)
        assert observer.look(scene) is not None
    after, modes_after, drawn_after = everything(scene.model)
    for before, now in zip(tensors, after, strict=True):
        assert before is not None
        assert now is not None
        assert torch.equal(before, now)
    assert modes_after == modes
    assert drawn_after == drawn
    assert torch.equal(scene.data.train.inputs, data[0])  # type: ignore[union-attr]
    assert torch.equal(scene.data.validation.inputs, data[1])  # type: ignore[union-attr]
    assert torch.is_grad_enabled()


@pytest.mark.parametrize("probe", [Path(), WeightPath()])
def test_following_leaves_no_trace(probe: Probe) -> None:
    scene = landscape_scene() if isinstance(probe, Path) else regression_scene()
    for parameter in scene.model.parameters():
        parameter.grad = torch.ones_like(parameter)
    tensors, modes, drawn = everything(scene.model)
    observer = probe.start()
    observer.begin(scene)
    observer.after_step(scene)
    observer.look(scene)
    after, modes_after, drawn_after = everything(scene.model)
    assert all(torch.equal(a, b) for a, b in zip(tensors, after, strict=True))  # type: ignore[arg-type]
    assert (modes_after, drawn_after) == (modes, drawn)


@pytest.mark.parametrize(("probe", "make", "outputs"), CLASSIFIER_PROBES)
def test_the_mode_is_restored_where_the_model_fails(
    probe: Probe, make: Callable[[], Dataset], outputs: int
) -> None:
    scene = trained_scene(make(), outputs)
    observer = probe.start()
    observer.begin(scene)
    modes = [module.training for module in scene.model.modules()]
    state = torch.get_rng_state()

    def fail(*_: object) -> None:
        raise RuntimeError("no memory")

    broken = scene.model.register_forward_hook(fail)
    with pytest.raises(RuntimeError, match="no memory"):
        observer.look(scene)
    broken.remove()
    assert [module.training for module in scene.model.modules()] == modes
    assert torch.equal(torch.get_rng_state(), state)
    assert torch.is_grad_enabled()


@pytest.mark.parametrize(("probe", "make", "outputs"), CLASSIFIER_PROBES)
def test_a_diverged_model_gives_nothing_to_draw(
    probe: Probe, make: Callable[[], Dataset], outputs: int
) -> None:
    scene = trained_scene(make(), outputs)
    observer = probe.start()
    observer.begin(scene)
    with torch.no_grad():
        next(scene.model.parameters()).fill_(float("nan"))
    assert observer.look(scene) is None


def landscape_scene(start: tuple[float, float] = (4.0, 2.0)) -> Scene:
    landscape = quadratic(10, start)
    return Scene(LandscapeModel(landscape), None, landscape, CPU)


def regression_scene() -> Scene:
    torch.manual_seed(0)
    return Scene(nn.Linear(2, 1, bias=False), diabetes(features=("bmi", "bp")), None, CPU)


def test_path_is_the_surface_and_every_point_from_the_start() -> None:
    scene = landscape_scene()
    observer = Path().start()
    surface = observer.begin(scene)
    assert isinstance(surface, Surface)
    assert surface.x == scene.landscape.x  # type: ignore[union-attr]
    assert surface.heights.numpy()[0, 0] == pytest.approx(0.5 * (25 / 10 + 9))

    theta = next(scene.model.parameters())
    visited = [theta.tolist()]
    optimizer = torch.optim.SGD(scene.model.parameters(), lr=0.5)
    looks = []
    for step in range(1, 7):
        optimizer.zero_grad()
        scene.model().backward()
        optimizer.step()
        observer.after_step(scene)
        visited.append(theta.tolist())
        if step in (2, 6):
            looks.append(observer.look(scene))
    assert all(isinstance(seen, PathPoints) for seen in looks)
    points = [seen.points.numpy().tolist() for seen in looks if seen is not None]
    assert [len(part) for part in points] == [3, 4]
    assert points[0] + points[1] == visited
    assert observer.look(scene) is None


def test_points_that_are_not_finite_are_left_out() -> None:
    scene = landscape_scene()
    observer = Path().start()
    observer.begin(scene)
    for value in (1.0, float("inf"), float("nan"), 2.0):
        with torch.no_grad():
            next(scene.model.parameters())[1] = value
        observer.after_step(scene)
    seen = observer.look(scene)
    assert seen is not None
    assert seen.points.numpy()[:, 1].tolist() == [2.0, 1.0, 2.0]


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_a_path_on_a_gpu_is_the_path_on_the_cpu() -> None:
    cuda = torch.device("cuda")
    seen = []
    for device in (CPU, cuda):
        landscape = rosenbrock()
        scene = Scene(LandscapeModel(landscape).to(device), None, landscape, device)
        observer = Path().start()
        observer.begin(scene)
        for value in (1.0, 2.0, float("nan"), 3.0):
            with torch.no_grad():
                next(scene.model.parameters())[0] = value
            observer.after_step(scene)
        points = observer.look(scene)
        assert points is not None
        assert observer.look(scene) is None
        seen.append(points.points.numpy().tolist())
    assert seen[0] == seen[1] == [[0, 0], [1, 0], [2, 0], [3, 0]]


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
@pytest.mark.parametrize(("probe", "make", "outputs"), CLASSIFIER_PROBES)
def test_looking_on_a_gpu_sees_the_same(
    probe: Probe, make: Callable[[], Dataset], outputs: int
) -> None:
    data = make()
    model = mlp(data.train.inputs.shape[1], 16, outputs)
    pictures = []
    for device in (CPU, torch.device("cuda")):
        scene = Scene(model.to(device), data.to(device), None, device)
        observer = probe.start()
        observer.begin(scene)
        drawn = torch.cuda.get_rng_state()
        pictures.append(observer.look(scene))
        assert torch.equal(torch.cuda.get_rng_state(), drawn)
    on_cpu, on_gpu = pictures
    assert type(on_cpu) is type(on_gpu)
    if isinstance(on_cpu, Boundary) and isinstance(on_gpu, Boundary):
        np.testing.assert_allclose(on_cpu.scores.numpy(), on_gpu.scores.numpy(), atol=1e-4)
    else:
        assert isinstance(on_cpu, Mistakes) == isinstance(probe, WorstMistakes)


def test_two_runs_of_one_probe_share_nothing() -> None:
    probe = Path()
    first, second = probe.start(), probe.start()
    first.begin(landscape_scene((1.0, 1.0)))
    second.begin(landscape_scene((2.0, 2.0)))
    seen = first.look(landscape_scene())
    assert seen is not None
    assert seen.points.numpy().tolist() == [[1.0, 1.0]]


def test_weight_path_shows_the_training_loss_around_start_and_optimum() -> None:
    scene = regression_scene()
    assert scene.data is not None
    observer = WeightPath().start()
    surface = observer.begin(scene)
    assert isinstance(surface, Surface)
    assert surface.axes == ("weight of bmi", "weight of bp")
    assert surface.minimum == pytest.approx(least_squares(scene.data.train))

    start = next(scene.model.parameters()).flatten().tolist()
    assert surface.minimum is not None
    for edges, begin, lowest in zip((surface.x, surface.y), start, surface.minimum, strict=True):
        assert edges[0] < begin < edges[1]
        assert (edges[0] + edges[1]) / 2 == pytest.approx(lowest)

    heights = surface.heights.numpy()
    corner = torch.tensor([[surface.x[0], surface.y[0]]])
    errors = scene.data.train.inputs @ corner.T - scene.data.train.targets
    assert heights[0, 0] == pytest.approx(errors.square().mean().item(), rel=1e-5)
    assert heights.min() == pytest.approx(heights[40, 60], rel=1e-2)

    with torch.no_grad():
        next(scene.model.parameters()).fill_(0.5)
    observer.after_step(scene)
    seen = observer.look(scene)
    assert seen is not None
    assert seen.points.numpy().tolist() == [pytest.approx(start), [0.5, 0.5]]


def test_a_weight_path_that_starts_at_the_optimum_still_has_a_window() -> None:
    scene = regression_scene()
    assert scene.data is not None
    with torch.no_grad():
        best = torch.tensor([least_squares(scene.data.train)])
        next(scene.model.parameters()).copy_(best)
    surface = WeightPath().start().begin(scene)
    assert isinstance(surface, Surface)
    assert surface.x[1] - surface.x[0] > 0.1


def test_the_boundary_is_the_probability_of_class_1_on_the_grid() -> None:
    data = moons(n=400, seed=1)
    scene = Scene(mlp(2, 8, 2), data, None, CPU)
    observer = DecisionBoundary(columns=7, rows=5).start()
    assert not observer.watches
    observer.begin(scene)
    seen = observer.look(scene)
    assert isinstance(seen, Boundary)
    low, high = data.train.inputs.min(0).values, data.train.inputs.max(0).values
    for edges, least, most in zip((seen.x, seen.y), low.tolist(), high.tolist(), strict=True):
        assert edges[0] < least
        assert edges[1] > most
    scores = seen.scores.numpy()
    assert scores.shape == (5, 7)
    for row, y in ((0, seen.y[0]), (4, seen.y[1])):
        for column, x in ((0, seen.x[0]), (6, seen.x[1])):
            expected = scene.model(torch.tensor([[x, y]])).softmax(1)[0, 1].item()
            assert scores[row, column] == pytest.approx(expected, rel=1e-5)

    points = seen.points.numpy()
    assert points.shape == (200, 3)
    known = {(x, y, float(label)) for (x, y), label in zip(*_columns(data.train), strict=True)}
    assert {tuple(point) for point in points.tolist()} <= known
    assert 0.4 < points[:, 2].mean() < 0.6


def _columns(examples: Examples) -> tuple[list[list[float]], list[int]]:
    return examples.inputs.tolist(), examples.targets.tolist()


def test_of_three_classes_the_boundary_says_which_wins_and_how_surely() -> None:
    scene = Scene(mlp(2, 8, 3), blobs(classes=3, n=60), None, CPU)
    observer = DecisionBoundary(columns=4, rows=3).start()
    observer.begin(scene)
    seen = observer.look(scene)
    assert isinstance(seen, Boundary)
    assert seen.winners is not None
    shares = scene.model(torch.tensor([[seen.x[1], seen.y[0]]])).softmax(1)[0]
    assert seen.winners.numpy()[0, 3] == shares.argmax()
    assert seen.scores.numpy()[0, 3] == pytest.approx(shares.max().item(), rel=1e-5)
    assert seen.classes == ("blob 1", "blob 2", "blob 3")
    assert set(seen.points.numpy()[:, 2]) == {0, 1, 2}


def test_one_logit_is_the_logit_of_class_1() -> None:
    data = moons(n=40)
    line = nn.Linear(2, 1)
    with torch.no_grad():
        line.weight.copy_(torch.tensor([[3.0, 0.0]]))
        line.bias.zero_()
    observer = DecisionBoundary().start()
    scene = Scene(line, data, None, CPU)
    observer.begin(scene)
    seen = observer.look(scene)
    assert isinstance(seen, Boundary)
    scores = seen.scores.numpy()
    assert scores.shape == (48, 64)
    assert scores[0, 0] == pytest.approx(1 / (1 + np.exp(-3 * seen.x[0])), rel=1e-4)
    assert scores[0, -1] > 0.5 > scores[0, 0]
    assert len(seen.points) == len(data.train) == 30


def fruit(targets: list[int]) -> Dataset:
    images = torch.arange(float(len(targets) * 6)).reshape(-1, 6) / 100
    examples = Examples(images, torch.tensor(targets))
    return Dataset(
        "fruit", examples, examples, classes=("apple", "pear", "fig"), image_shape=(2, 3)
    )


def test_confusion_counts_true_by_predicted_class() -> None:
    data = fruit([0, 0, 1, 2, 2])
    predicted = torch.tensor([0, 1, 1, 0, 0])
    scene = Scene(Says(nn.functional.one_hot(predicted, 3) * 5.0), data, None, CPU)
    observer = ConfusionMatrix().start()
    assert not observer.watches
    observer.begin(scene)
    seen = observer.look(scene)
    assert isinstance(seen, Confusion)
    assert seen.classes == ("apple", "pear", "fig")
    assert seen.counts.numpy().tolist() == [[1, 1, 0], [0, 1, 0], [2, 0, 0]]


def test_the_most_confident_mistake_comes_first() -> None:
    data = fruit([0, 1, 2, 0])
    logits = torch.tensor([[0.0, 1.0, 0.0], [0.0, 9.0, 0.0], [5.0, 0.0, 0.0], [0.0, 0.0, 2.0]])
    scene = Scene(Says(logits), data, None, CPU)
    observer = WorstMistakes(most=2).start()
    assert not observer.watches
    observer.begin(scene)
    seen = observer.look(scene)
    assert isinstance(seen, Mistakes)
    assert (seen.wrong, seen.total) == (3, 4)
    assert seen.truth == ("fig", "apple")
    assert seen.predicted == ("apple", "fig")
    assert seen.confidence == pytest.approx(
        [logits[2].softmax(0)[0].item(), logits[3].softmax(0)[2].item()]
    )
    expected = data.validation.inputs[[2, 3]].reshape(2, 2, 3)
    np.testing.assert_array_equal(seen.images.numpy(), expected.numpy())


def test_a_model_without_mistakes_has_none_to_show() -> None:
    data = fruit([0, 1, 2])
    scene = Scene(Says(torch.eye(3)), data, None, CPU)
    observer = WorstMistakes().start()
    observer.begin(scene)
    seen = observer.look(scene)
    assert isinstance(seen, Mistakes)
    assert seen.images.numpy().shape == (0, 2, 3)
    assert (seen.wrong, seen.total, seen.truth) == (0, 3, ())


def test_images_with_a_channel_are_shown_without_it() -> None:
    data = digits(flat=False)
    torch.manual_seed(0)
    scene = Scene(nn.Sequential(nn.Flatten(), nn.Linear(64, 10)), data, None, CPU)
    observer = WorstMistakes().start()
    observer.begin(scene)
    seen = observer.look(scene)
    assert isinstance(seen, Mistakes)
    assert seen.images.numpy().shape == (12, 8, 8)


def test_counts_agree_between_the_two_pictures_of_mistakes() -> None:
    scene = Scene(mlp(64, 16, 10), digits(), None, CPU)
    matrix, worst = ConfusionMatrix().start(), WorstMistakes().start()
    matrix.begin(scene)
    worst.begin(scene)
    counts, mistakes = matrix.look(scene), worst.look(scene)
    assert isinstance(counts, Confusion)
    assert isinstance(mistakes, Mistakes)
    table = counts.counts.numpy()
    assert table.sum() == mistakes.total == len(digits().validation)
    assert table.sum() - np.trace(table) == mistakes.wrong


@pytest.mark.parametrize(
    ("probe", "scene", "message"),
    [
        (Path(), Scene(nn.Linear(2, 1), moons(), None, CPU), "landscape"),
        (Path(), Scene(nn.Linear(2, 1), None, rosenbrock(), CPU), "landscape"),
        (WeightPath(), Scene(nn.Linear(2, 1), diabetes(), None, CPU), "two weights"),
        (WeightPath(), Scene(nn.Linear(2, 1, bias=False), None, None, CPU), "needs data"),
        (WeightPath(), Scene(nn.Linear(2, 1, bias=False), diabetes(), None, CPU), "two features"),
        (DecisionBoundary(), Scene(mlp(64, 10), digits(), None, CPU), "two features"),
        (DecisionBoundary(), Scene(mlp(64, 10), None, None, CPU), "two features"),
        (
            DecisionBoundary(),
            Scene(mlp(2, 1), diabetes(features=("bmi", "bp")), None, CPU),
            "needs classes",
        ),
        (ConfusionMatrix(), Scene(mlp(10, 1), diabetes(), None, CPU), "classes"),
        (WorstMistakes(), Scene(mlp(2, 2), moons(), None, CPU), "images"),
    ],
)
def test_a_probe_says_what_it_needs(probe: Probe, scene: Scene, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        probe.start().begin(scene)


@pytest.mark.parametrize(
    ("probe", "name"),
    [
        (Path(), "surface"),
        (WeightPath(), "surface"),
        (DecisionBoundary(), "boundary"),
        (ConfusionMatrix(), "confusion"),
        (WorstMistakes(), "mistakes"),
    ],
)
def test_the_name_of_a_probe_is_the_name_of_its_view(probe: Probe, name: str) -> None:
    assert probe.name == name


def test_a_name_that_is_no_probe() -> None:
    import engine.probes

    with pytest.raises(AttributeError, match="Telescope"):
        _ = engine.probes.Telescope
