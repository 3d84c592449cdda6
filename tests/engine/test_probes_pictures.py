"""Images, texts, points and boxes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import torch
from probe_samples import (
    Restless,
    brighter,
    detector,
    images,
    look,
    planar,
    points,
    scene,
    scenes,
    sentences,
)
from torch import Tensor, nn

from engine.augment import Shift
from engine.data import Batch, Dataset, Examples, digits
from engine.errors import ConfigurationError
from engine.nn import mlp
from engine.nn.vision.detection import Detections as Found
from engine.nn.vision.detection import Detector
from engine.nn.vision.detection import decode as decode_answers
from engine.observations import LARGEST, Detections, Pictures, PointCloud, Texts
from engine.probes import Augmented, Boxes, ImageGrid, Kernels, Probe, Samples
from engine.probes.pictures import as_images, as_texts, pictures, that_fit

# Making images


def test_images_of_every_shape() -> None:
    batch = torch.rand(2, 3, 4, 5)
    assert torch.equal(as_images(batch), batch)  # type: ignore[arg-type]
    assert torch.equal(as_images(batch[:, 0]), batch[:, :1])  # type: ignore[arg-type]
    assert torch.equal(as_images(batch.flatten(1), (4, 5)), batch)  # type: ignore[arg-type]
    assert as_images(torch.rand(2, 7, 4, 5)).shape == (2, 1, 4, 5)  # type: ignore[union-attr]
    assert as_images(torch.rand(2, 20)) is None


def test_a_large_image_is_averaged_down() -> None:
    image = torch.arange(256.0).repeat(128, 1).reshape(1, 1, 128, 256)
    small = as_images(image)
    assert small is not None
    assert small.shape == (1, 1, 32, 64)
    assert small[0, 0, 0, :2].tolist() == [1.5, 5.5]


def test_no_more_images_than_fit() -> None:
    shown = pictures(torch.zeros(1000, 3, 30, 30), [str(n) for n in range(1000)])
    assert len(shown.images) == len(shown.captions) == that_fit(torch.zeros(1, 3, 30, 30)) == 6
    assert len(shown.images.data) <= LARGEST < len(shown.images.data) / 6 * 7


def test_characters_are_written_without_spaces() -> None:
    part = Examples(torch.zeros(1, 1), torch.zeros(1))
    letters = Dataset("letters", part, part, tokens=("<pad>", "<unk>", "a", "b", " "))
    assert as_texts(torch.tensor([[2, 4, 3, 0]]), letters) == ("a b",)
    assert as_texts(torch.tensor([[2.0]]), letters) == ()
    assert as_texts(torch.tensor([[2, 3, 5, 0]]), sentences()) == ("a good film",)


# Images of the data


def test_the_first_images_come_with_their_classes() -> None:
    data = digits()
    observer = ImageGrid(count=4, split="test").start()
    here = scene(mlp(64, 10), data)
    seen = observer.begin(here)
    assert isinstance(seen, Pictures)
    assert data.test is not None
    chosen = torch.linspace(0, len(data.test) - 1, 4).round().long()
    expected = data.test.inputs[chosen].reshape(4, 1, 8, 8)
    np.testing.assert_array_equal(seen.images.numpy(), expected.numpy())
    assert seen.captions == tuple(str(label) for label in data.test.targets[chosen].tolist())
    assert (seen.low, seen.high, seen.columns) == (0, 1, 0)
    assert observer.look(here) is None


def test_each_row_is_an_image_and_what_becomes_of_it() -> None:
    data = images()
    probe = Augmented((brighter, Shift(1)), images=3, variants=2, seed=5)
    seen = probe.start().begin(scene(Restless(), data))
    assert isinstance(seen, Pictures)
    assert seen.columns == 3
    assert seen.captions == ("original", "draw 1", "draw 2") * 3
    rows = seen.images.numpy().reshape(3, 3, 8, 8)
    chosen = torch.linspace(0, 159, 3).round().long()
    originals = data.train.inputs[chosen]
    np.testing.assert_array_equal(rows[:, 0], originals[:, 0].numpy())

    random = torch.Generator().manual_seed(5)
    targets = data.train.targets[chosen]
    for draw in (1, 2):
        batch = Shift(1)(brighter(Batch(originals, targets), random), random)
        np.testing.assert_array_equal(rows[:, draw], batch.inputs[:, 0].numpy())
    assert not np.array_equal(rows[:, 1], rows[:, 2])


def test_large_images_make_fewer_rows() -> None:
    part = Examples(torch.rand(9, 3, 32, 32), torch.zeros(9).long())
    data = Dataset("photos", part, part, classes=("a",))
    probe = Augmented((brighter,), images=9, variants=1)
    seen = probe.start().begin(scene(nn.Flatten(), data))
    assert isinstance(seen, Pictures)
    assert seen.images.shape == (4, 3, 32, 32)


@pytest.mark.parametrize("probe", [ImageGrid(), Augmented((brighter,))])
@pytest.mark.parametrize("data", [points(), sentences(), None])
def test_what_is_no_image_is_refused(probe: Probe, data: Dataset | None) -> None:
    with pytest.raises(ConfigurationError, match="images in the train split"):
        probe.start().begin(scene(planar(), data))


def test_a_split_that_is_not_there_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="images in the test split"):
        ImageGrid(split="test").start().begin(scene(Restless(), images()))
    with pytest.raises(ConfigurationError, match=r"ImageGrid\.split"):
        ImageGrid(split="training")


# Kernels


def test_kernels_are_drawn_around_grey() -> None:
    model = Restless()
    seen = look(Kernels(most=3), scene(model, images()))
    assert isinstance(seen, Pictures)
    weight = model.conv.weight.detach()[:3]
    np.testing.assert_array_equal(seen.images.numpy(), weight.numpy())
    assert seen.high == -seen.low == weight.abs().max().item()
    assert seen.captions == ("conv[0]", "conv[1]", "conv[2]")


def test_a_linear_layer_that_reads_the_image_is_drawn_as_one() -> None:
    model = mlp(64, 6, 10)
    seen = look(Kernels(), scene(model, digits()))
    assert isinstance(seen, Pictures)
    expected = next(model.parameters()).detach().reshape(6, 1, 8, 8)
    np.testing.assert_array_equal(seen.images.numpy(), expected.numpy())


def test_a_kernel_of_one_pixel_is_passed_over() -> None:
    model = nn.Sequential(nn.Conv2d(1, 2, 1), nn.Conv2d(2, 3, 3))
    seen = look(Kernels(), scene(model, images()))
    assert isinstance(seen, Pictures)
    assert seen.captions == ("1[0]", "1[1]", "1[2]")
    assert seen.images.shape == (3, 1, 3, 3)


def test_a_model_without_kernels_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="Kernels needs a convolution"):
        Kernels().start().begin(scene(planar(), points()))
    with pytest.raises(ConfigurationError, match="Did you mean 'conv'"):
        Kernels("cone").start().begin(scene(Restless(), images()))


# Samples


def test_samples_are_the_same_draws_at_every_look() -> None:
    here = scene(nn.Linear(2, 2), points())

    def draw(model: nn.Module, count: int) -> Tensor:
        assert not model.training
        return model(torch.randn(count, 2))  # type: ignore[no-any-return]

    observer = Samples(draw, count=7).start()
    observer.begin(here)
    first, second = observer.look(here), observer.look(here)
    assert isinstance(first, PointCloud)
    assert isinstance(second, PointCloud)
    assert first.drawn.shape == (7, 2)
    assert first.drawn.data == second.drawn.data
    assert len(first.real) == 7
    with torch.no_grad():
        here.model.bias += 1  # type: ignore[operator]
    third = observer.look(here)
    assert isinstance(third, PointCloud)
    np.testing.assert_allclose(third.drawn.numpy(), first.drawn.numpy() + 1, atol=1e-6)
    other = look(Samples(draw, count=7, seed=1), here)
    assert isinstance(other, PointCloud)
    assert other.drawn.data != third.drawn.data


def test_points_without_data_stand_alone() -> None:
    seen = look(Samples(lambda model, count: torch.zeros(count, 2)), scene(planar(), None))
    assert isinstance(seen, PointCloud)
    assert seen.real.numpy().shape == (0, 2)


def test_images_and_texts() -> None:
    here = scene(planar(), points())
    drawn = look(Samples(lambda model, count: torch.ones(count, 5, 6), count=3), here)
    assert isinstance(drawn, Pictures)
    assert drawn.images.shape == (3, 1, 5, 6)

    def write(model: nn.Module, count: int) -> Sequence[str]:
        return ["word " * 500] * 1000

    written = look(Samples(write), here)
    assert isinstance(written, Texts)
    assert sum(map(len, written.texts)) <= LARGEST
    assert written.texts[0].startswith("word word")
    with pytest.raises(ConfigurationError, match=r"not numbers of shape \(16, 9\)"):
        look(Samples(lambda model, count: torch.zeros(count, 9)), here)


# Boxes


def test_true_boxes_are_those_that_are_there_and_the_surest_found_comes_first() -> None:
    data = scenes()

    some = Found(torch.rand(3, 4), torch.tensor([0.2, 0.9, 0.5]), torch.tensor([1, 0, 1]))
    none = Found(torch.zeros(0, 4), torch.zeros(0), torch.zeros(0).long())

    def decode(model: nn.Module, inputs: Tensor) -> list[Found]:
        return [some if number else none for number in range(len(inputs))]

    seen = look(Boxes(decode, count=4), scene(detector(), data))
    assert isinstance(seen, Detections)
    chosen = torch.linspace(0, 39, 4).round().long()
    np.testing.assert_array_equal(seen.images.numpy(), data.validation.inputs[chosen].numpy())
    for true, number in zip(seen.true, chosen, strict=True):
        np.testing.assert_array_equal(true.numpy(), data.validation.targets[number, :1].numpy())
    assert seen.found[0].shape == (0, 6)
    found = seen.found[1].numpy()
    assert found[:, 0].tolist() == [0, 1, 1]
    assert found[:, 5].tolist() == pytest.approx([0.9, 0.5, 0.2])
    np.testing.assert_array_equal(found[:, 1:5], some.boxes[[1, 2, 0]].numpy())
    assert seen.classes == ("zero", "one")


def test_many_boxes_are_cut_to_the_surest() -> None:
    part = Examples(torch.zeros(2, 1, 64, 64), torch.zeros(2, 1, 5))
    data = Dataset("crowd", part, part)

    def decode(model: nn.Module, inputs: Tensor) -> list[Found]:
        scores = torch.linspace(0, 1, 900)
        return [Found(torch.rand(900, 4), scores, torch.zeros(900))] * len(inputs)

    seen = look(Boxes(decode), scene(detector(), data))
    assert isinstance(seen, Detections)
    assert [boxes.shape for boxes in seen.found] == [(50, 6)] * 2
    assert seen.found[0].numpy()[0, 5] == 1


def test_our_own_detector_needs_no_function() -> None:
    model = Detector(2, width=2)
    with torch.no_grad():
        model.head.bias[0] = 9  # sure that there is something everywhere
    here = scene(model, scenes())
    seen = look(Boxes(), here)
    assert isinstance(seen, Detections)
    shown = scenes().validation.inputs[torch.linspace(0, 39, 6).round().long()]
    with torch.no_grad():
        expected = decode_answers(model.eval()(shown))
    for found, things in zip(seen.found, expected, strict=True):
        assert len(found) == len(things) > 0
        np.testing.assert_allclose(found.numpy()[:, 1:5], things.boxes.numpy(), rtol=1e-5)
    with pytest.raises(ConfigurationError, match="Boxes needs a Detector"):
        Boxes().start().begin(scene(detector(), scenes()))


def test_images_without_boxes_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="Boxes needs images"):
        Boxes(lambda model, inputs: []).start().begin(scene(Restless(), images()))


def test_a_function_may_take_gradients_and_leaves_none() -> None:
    """An adversarial example by the fast gradient sign method."""
    data = images()
    here = scene(Restless(), data)

    def attack(model: nn.Module, count: int) -> Tensor:
        digits = data.validation.inputs[:count].clone().requires_grad_()
        with torch.enable_grad():
            loss = nn.functional.cross_entropy(model(digits), data.validation.targets[:count])
            (gradient,) = torch.autograd.grad(loss, digits)
        return (digits + 0.1 * gradient.sign()).clamp(0, 1)

    seen = look(Samples(attack, count=3), here)
    assert isinstance(seen, Pictures)
    moved = np.abs(seen.images.numpy() - data.validation.inputs[:3].numpy())
    assert 0 < moved.max() <= 0.1 + 1e-6
    assert all(parameter.grad is None for parameter in here.model.parameters())
