"""Augmentations: right by hand, right on average, and all chance from the given generator."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from torch import Tensor

from engine.augment import (
    Brightness,
    Compose,
    Contrast,
    CutMix,
    Cutout,
    HorizontalFlip,
    Mixup,
    Noise,
    Normalise,
    RandomCrop,
    Rotate,
    Shift,
    VerticalFlip,
)
from engine.augment.catalog import augmentations
from engine.augment.draws import beta
from engine.augment.images import box_mask
from engine.augment.rotate import rotated
from engine.data import Augmentation, Batch, digits
from engine.errors import ConfigurationError

ALL: list[Augmentation] = [
    Shift(2),
    RandomCrop(2),
    HorizontalFlip(),
    VerticalFlip(),
    Rotate(20),
    Brightness(0.3),
    Contrast(0.3),
    Noise(0.1),
    Cutout(3),
    Mixup(10, alpha=0.4),
    Mixup(10, alpha=0.4, per_batch=True),
    CutMix(10),
    CutMix(10, per_batch=True),
    Compose((Shift(1), Cutout(3), Mixup(10))),
]
IDS = [type(augmentation).__name__ for augmentation in ALL]
few = settings(max_examples=20, deadline=None)


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def pictures(n: int = 32, channels: int = 1, height: int = 8, width: int = 8) -> Batch:
    """Random images without zeros, and classes in turn."""
    inputs = 0.1 + 0.8 * torch.rand(n, channels, height, width, generator=generator(9))
    return Batch(inputs, torch.arange(n) % 10)


@pytest.mark.parametrize("augmentation", ALL, ids=IDS)
def test_all_chance_comes_from_the_generator(augmentation: Augmentation) -> None:
    batch = pictures()
    kept = batch.inputs.clone(), batch.targets.clone()
    torch.manual_seed(1)
    before = torch.get_rng_state()
    random = generator(3)
    first = augmentation(batch, random)
    after = random.get_state()
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(2)
    random = generator(3)
    again = augmentation(batch, random)
    assert torch.equal(first.inputs, again.inputs)
    assert torch.equal(first.targets, again.targets)
    assert torch.equal(random.get_state(), after)
    assert not torch.equal(first.inputs, augmentation(batch, generator(4)).inputs)
    assert torch.equal(batch.inputs, kept[0])
    assert torch.equal(batch.targets, kept[1])
    assert first.inputs.data_ptr() != batch.inputs.data_ptr()


@few
@given(
    which=st.integers(0, len(ALL) - 1),
    n=st.integers(1, 9),
    channels=st.integers(1, 3),
    height=st.integers(3, 12),
    width=st.integers(3, 12),
    seed=st.integers(0, 2**40),
    double=st.booleans(),
)
def test_shapes_and_types_stay(
    *, which: int, n: int, channels: int, height: int, width: int, seed: int, double: bool
) -> None:
    batch = pictures(n, channels, height, width)
    inputs = batch.inputs.double() if double else batch.inputs
    out = ALL[which](Batch(inputs, batch.targets), generator(seed))
    assert out.inputs.shape == inputs.shape
    assert out.inputs.dtype == inputs.dtype
    assert out.inputs.isfinite().all()
    if out.targets.ndim == 2:
        assert out.targets.shape == (n, 10)
        torch.testing.assert_close(out.targets.sum(1), torch.ones(n))
    else:
        assert torch.equal(out.targets, batch.targets)


@pytest.mark.parametrize(
    "augmentation",
    [a for a in ALL if not isinstance(a, (Mixup, Noise))],
    ids=lambda a: type(a).__name__,
)
def test_rows_of_numbers_are_no_images(augmentation: Augmentation) -> None:
    train = digits().train
    with pytest.raises(ConfigurationError, match=r"as_images.*|flat=False") as caught:
        augmentation(Batch(train.inputs[:4], train.targets[:4]), generator())
    assert caught.value.field == "augment"
    assert "(4, 64)" in caught.value.reason


def moved(image: Tensor, down: int, across: int) -> Tensor:
    """One image (c, h, w) moved by hand."""
    out = torch.zeros_like(image)
    _, height, width = image.shape
    for y in range(height):
        for x in range(width):
            if 0 <= y - down < height and 0 <= x - across < width:
                out[:, y, x] = image[:, y - down, x - across]
    return out


def test_each_image_is_shifted_by_its_own_step() -> None:
    batch = pictures(200, 2, 5, 4)
    out = Shift(2, least=1)(batch, generator()).inputs
    seen = set()
    for image, shifted in zip(batch.inputs, out, strict=True):
        steps = [(y, x) for y in range(-2, 3) for x in range(-2, 3)]
        (step,) = [step for step in steps if torch.equal(moved(image, *step), shifted)]
        seen.add(step)
    assert len(seen) == 24
    assert (0, 0) not in seen


def test_shifts_are_equally_likely() -> None:
    marked = torch.zeros(20000, 1, 5, 5)
    marked[:, 0, 2, 2] = 1
    out = Shift(1)(Batch(marked, torch.zeros(20000)), generator()).inputs
    share = out.mean(0)[0]
    expected = torch.zeros(5, 5)
    expected[1:4, 1:4] = 1 / 9
    torch.testing.assert_close(share, expected, atol=0.01, rtol=0)
    assert torch.equal(Shift(0)(pictures(), generator()).inputs, pictures().inputs)


def test_crops_are_parts_of_the_padded_image() -> None:
    batch = pictures(400, 2, 6, 4)
    out = RandomCrop(padding=1, size=3)(batch, generator()).inputs
    assert out.shape == (400, 2, 3, 3)
    padded = torch.nn.functional.pad(batch.inputs, (1, 1, 1, 1))
    corners = set()
    for image, crop in zip(padded, out, strict=True):
        found = [
            (y, x)
            for y in range(6)
            for x in range(4)
            if torch.equal(image[:, y : y + 3, x : x + 3], crop)
        ]
        corners.update(found)
        assert found
    assert corners == {(y, x) for y in range(6) for x in range(4)}
    assert RandomCrop(padding=2)(batch, generator()).inputs.shape == batch.inputs.shape
    assert torch.equal(RandomCrop(padding=0)(batch, generator()).inputs, batch.inputs)
    with pytest.raises(ConfigurationError, match="up to 6"):
        RandomCrop(padding=1, size=7)(batch, generator())


@pytest.mark.parametrize(("flip", "dim"), [(HorizontalFlip, 3), (VerticalFlip, 2)])
def test_flips(flip: Any, dim: int) -> None:
    batch = pictures(2000)
    assert torch.equal(flip(1.0)(batch, generator()).inputs, batch.inputs.flip(dim))
    assert torch.equal(flip(0.0)(batch, generator()).inputs, batch.inputs)
    out = flip(0.3)(batch, generator()).inputs
    flipped = (out == batch.inputs.flip(dim)).flatten(1).all(1)
    kept = (out == batch.inputs).flatten(1).all(1)
    assert (flipped ^ kept).all()
    assert flipped.float().mean().item() == pytest.approx(0.3, abs=0.03)


def test_quarter_turns_are_exact_and_anticlockwise() -> None:
    images = pictures(3, 2, 7, 7).inputs.double()
    for quarter in range(-3, 4):
        turned = rotated(images, torch.full((3,), 90.0 * quarter))
        torch.testing.assert_close(turned, images.rot90(quarter, (2, 3)), atol=1e-6, rtol=0)
    upside_down = rotated(pictures(2, 1, 4, 9).inputs, torch.full((2,), 180.0))
    torch.testing.assert_close(
        upside_down, pictures(2, 1, 4, 9).inputs.flip((2, 3)), atol=1e-5, rtol=0
    )


def test_a_turn_keeps_proportions_in_images_that_are_not_square() -> None:
    """A dot 6 pixels right of the centre is 6 pixels above it after a quarter turn."""
    image = torch.zeros(1, 1, 21, 41)
    image[0, 0, 10, 26] = 1
    turned = rotated(image, torch.tensor([90.0]))
    assert turned[0, 0, 4, 20].item() == pytest.approx(1, abs=1e-4)


def test_angles_reach_as_far_as_asked() -> None:
    """A dot right of the centre rises by 15 · sin θ."""
    image = torch.zeros(1000, 1, 41, 41)
    image[:, 0, 20, 35] = 1
    out = Rotate(30)(Batch(image, torch.zeros(1000)), generator()).inputs[:, 0]
    rows = (out.sum(2) * torch.arange(41)).sum(1) / out.sum((1, 2))
    angles = torch.asin(((20 - rows) / 15).clamp(-1, 1)).rad2deg()
    assert angles.abs().max().item() == pytest.approx(30, abs=1)
    assert angles.mean().item() == pytest.approx(0, abs=1.5)
    assert angles.std().item() == pytest.approx(60 / 12**0.5, rel=0.05)
    assert torch.allclose(Rotate(0)(pictures(), generator()).inputs, pictures().inputs, atol=1e-6)


def test_brightness_and_contrast() -> None:
    batch = pictures(500, 3)
    brighter = Brightness(0.4, clamp=False)(batch, generator()).inputs
    factor = (brighter / batch.inputs).flatten(1)
    torch.testing.assert_close(factor, factor[:, :1].expand_as(factor))
    assert factor[:, 0].min().item() == pytest.approx(0.6, abs=0.02)
    assert factor[:, 0].max().item() == pytest.approx(1.4, abs=0.02)
    flatter = Contrast(0.4, clamp=False)(batch, generator()).inputs
    means = batch.inputs.mean((1, 2, 3), keepdim=True)
    torch.testing.assert_close(flatter.mean((1, 2, 3), keepdim=True), means)
    factor = ((flatter - means) / (batch.inputs - means)).flatten(1).median(1).values
    assert factor.min().item() == pytest.approx(0.6, abs=0.02)
    assert factor.max().item() == pytest.approx(1.4, abs=0.02)
    clamped = Brightness(1.0)(batch, generator()).inputs
    assert clamped.max() == 1


def test_noise_is_gaussian_and_of_the_chosen_size_for_any_shape() -> None:
    inputs = torch.full((2000, 5), 0.5)
    noise = Noise(0.2)(Batch(inputs, torch.zeros(2000)), generator()).inputs - inputs
    assert stats.kstest((noise / 0.2).flatten().numpy(), "norm").pvalue > 0.01
    clamped = Noise(2.0, clamp=True)(Batch(inputs, torch.zeros(2000)), generator()).inputs
    assert clamped.min() == 0
    assert clamped.max() == 1


def test_a_box_by_hand() -> None:
    images = torch.zeros(3, 1, 4, 5)
    y, x = torch.tensor([1, 0, 3]), torch.tensor([2, 0, 4])
    inside = box_mask(images, y, x, torch.tensor([2, 2, 3]), torch.tensor([2, 2, 1]))
    drawn = ["".join(".#"[int(cell)] for cell in row) for image in inside[:, 0] for row in image]
    assert drawn[:4] == [".##..", ".##..", ".....", "....."]
    assert drawn[4:8] == ["#....", ".....", ".....", "....."]
    assert drawn[8:] == [".....", ".....", "....#", "....#"]


@pytest.mark.parametrize("size", [1, 3, 4, 8, 20])
def test_cutout_blanks_one_square_of_the_expected_area(size: int) -> None:
    batch = pictures(4000, 2, 8, 6)
    cutout = Cutout(size)
    out = cutout(batch, generator()).inputs
    blank = out == 0
    assert torch.equal(out[~blank], batch.inputs[~blank])
    assert torch.equal(blank[:, 0], blank[:, 1])
    area = blank[:, 0].sum((1, 2)).float()
    assert area.min() > 0
    rows, columns = blank[:, 0].any(2).sum(1), blank[:, 0].any(1).sum(1)
    assert torch.equal(area, (rows * columns).float())
    assert rows.max() == min(size, 8)
    assert area.mean().item() == pytest.approx(cutout.expected_area(8, 6), rel=0.03)


def test_cutout_of_the_paper_blanks_196_pixels_on_average() -> None:
    """16 x 16 around any pixel of 32 x 32: 14 rows and 14 columns on average."""
    assert Cutout(16).expected_area(32, 32) == pytest.approx(196)
    assert Cutout(16, probability=0.5).expected_area(32, 32) == pytest.approx(98)
    batch = pictures(1000, 1, 32, 32)
    blank = (Cutout(16)(batch, generator()).inputs == 0).sum((1, 2, 3)).float()
    assert blank.mean().item() == pytest.approx(196, rel=0.03)
    half = (Cutout(16, probability=0.5)(batch, generator()).inputs == 0).sum((1, 2, 3))
    assert (half == 0).float().mean().item() == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("alpha", [0.1, 0.4, 1.0, 2.0, 4.0])
def test_lambda_comes_from_the_beta_distribution(alpha: float) -> None:
    drawn = beta(generator(1), torch.zeros(20000), alpha).double()
    assert drawn.isfinite().all()
    assert drawn.mean().item() == pytest.approx(0.5, abs=0.01)
    variance = 1 / (4 * (2 * alpha + 1))
    assert drawn.var().item() == pytest.approx(variance, rel=0.03)
    # In float32, numbers next to 1 all round to 1: compare where that does no harm.
    inner = drawn[(drawn > 0.01) & (drawn < 0.99)].numpy()
    law = stats.beta(alpha, alpha)
    low, high = law.cdf(0.01), law.cdf(0.99)
    assert len(inner) / 20000 == pytest.approx(high - low, abs=0.015)
    assert stats.kstest(law.cdf(inner), stats.uniform(low, high - low).cdf).pvalue > 0.01


@pytest.mark.parametrize("alpha", [1e-3, 0.01, 100.0, 1e4])
def test_lambda_is_a_number_for_extreme_alphas(alpha: float) -> None:
    drawn = beta(generator(1), torch.zeros(5000), alpha)
    assert ((drawn >= 0) & (drawn <= 1)).all()
    assert drawn.mean().item() == pytest.approx(0.5, abs=0.03)


def recovered(batch: Batch, out: Batch, classes: int) -> tuple[Tensor, Tensor]:
    """λ and partner of each example, from targets of which every example has its own class."""
    n = len(batch.inputs)
    assert classes == n
    share = out.targets.diagonal().clone()
    others = out.targets.clone()
    others.fill_diagonal_(0)
    partner = torch.where(others.sum(1) > 0, others.argmax(1), torch.arange(n))
    return share, partner


@few
@given(n=st.integers(2, 12), alpha=st.floats(0.1, 5), seed=st.integers(0, 2**40))
def test_mixup_blends_inputs_as_it_blends_targets(n: int, alpha: float, seed: int) -> None:
    batch = Batch(torch.rand(n, 3, generator=generator(1)), torch.arange(n))
    for per_batch in (False, True):
        out = Mixup(n, alpha, per_batch=per_batch)(batch, generator(seed))
        share, partner = recovered(batch, out, n)
        mixed = share[:, None] * batch.inputs + (1 - share[:, None]) * batch.inputs[partner]
        torch.testing.assert_close(out.inputs, mixed, atol=1e-5, rtol=0)
        torch.testing.assert_close(out.targets.sum(1), torch.ones(n))
        mates = share[partner != torch.arange(n)]
        if per_batch and len(mates):
            torch.testing.assert_close(mates, mates[:1].expand_as(mates))


def test_targets_of_mixup_by_hand() -> None:
    """λ = 0.3 of class 0 and 0.7 of class 1 is (0.3, 0.7)."""
    from engine.augment.mixing import blended, probabilities

    rows = probabilities(torch.tensor([0, 1]), 2, "mixup")
    mixed = blended(rows, rows[[1, 0]], torch.tensor([0.3, 1.0]))
    torch.testing.assert_close(mixed, torch.tensor([[0.3, 0.7], [0.0, 1.0]]))


def test_cross_entropy_takes_mixed_targets() -> None:
    """It is λ times the loss of one class plus 1 − λ times that of the other."""
    batch = pictures(10)
    out = Mixup(10, 1.0)(batch, generator())
    logits = torch.randn(10, 10, generator=generator(5))
    share, partner = recovered(batch, out, 10)
    loss = torch.nn.functional.cross_entropy
    own = loss(logits, batch.targets, reduction="none")
    other = loss(logits, batch.targets[partner], reduction="none")
    torch.testing.assert_close(
        loss(logits, out.targets, reduction="none"), share * own + (1 - share) * other
    )


def test_alpha_zero_mixes_nothing() -> None:
    batch = pictures(10)
    for augmentation in (Mixup(10, alpha=0), CutMix(10, alpha=0)):
        out = augmentation(batch, generator())
        assert torch.equal(out.inputs, batch.inputs)
        assert torch.equal(out.targets, torch.eye(10))


def test_float_targets_are_mixed_as_they_are() -> None:
    batch = Batch(torch.rand(6, 2, generator=generator()), torch.arange(6.0)[:, None])
    out = Mixup(1, 1.0)(batch, generator())
    assert out.targets.shape == (6, 1)
    assert not torch.equal(out.targets, batch.targets)
    twice = Compose((Mixup(10), CutMix(10)))(pictures(10), generator())
    torch.testing.assert_close(twice.targets.sum(1), torch.ones(10))


@few
@given(
    n=st.integers(2, 12),
    height=st.integers(2, 12),
    width=st.integers(2, 12),
    alpha=st.floats(0.1, 5),
    per_batch=st.booleans(),
    seed=st.integers(0, 2**40),
)
def test_the_lambda_of_cutmix_is_the_share_of_pixels_that_stayed(
    *, n: int, height: int, width: int, alpha: float, per_batch: bool, seed: int
) -> None:
    inputs = torch.arange(n).float()[:, None, None, None].expand(n, 2, height, width)
    out = CutMix(n, alpha, per_batch=per_batch)(Batch(inputs, torch.arange(n)), generator(seed))
    shares = torch.stack(
        [(out.inputs[:, 0] == number).float().mean((1, 2)) for number in range(n)], dim=1
    )
    torch.testing.assert_close(out.targets, shares, atol=1e-6, rtol=0)
    for number, image in enumerate(out.inputs[:, 0]):
        pasted = image != number
        # What was pasted is one full box.
        assert pasted.sum() == pasted.any(0).sum() * pasted.any(1).sum()
        assert torch.equal(out.inputs[number, 0], out.inputs[number, 1])


def test_boxes_of_cutmix_are_as_large_as_lambda_asks() -> None:
    """With λ uniform and the centre anywhere, a box of side s·h shows (1 − s/4) of each side."""
    n, size = 4000, 64
    inputs = torch.arange(n).float()[:, None, None, None].expand(n, 1, size, size)
    out = CutMix(1, 1.0)(Batch(inputs, torch.zeros(n).long()), generator())
    stayed = (out.inputs == inputs).float().mean((1, 2, 3))
    side = torch.linspace(0, 1, 10001)[1:].sqrt()
    expected = 1 - (side * (1 - side / 4)).square().mean()
    assert stayed.mean().item() == pytest.approx(expected.item(), abs=0.02)


def test_a_class_beyond_the_last_one() -> None:
    for augmentation in (Mixup(9), CutMix(9)):
        with pytest.raises(ConfigurationError, match="class 9") as caught:
            augmentation(pictures(10), generator())
        assert caught.value.field in ("mixup.classes", "cutmix.classes")


def test_normalise() -> None:
    batch = pictures(4, 3)
    out = Normalise((0.1, 0.2, 0.3), (1.0, 2.0, 4.0))(batch, generator()).inputs
    torch.testing.assert_close(out[:, 1], (batch.inputs[:, 1] - 0.2) / 2)
    with pytest.raises(ConfigurationError, match="3 numbers"):
        Normalise((0.1307,), (0.3081,))(batch, generator())


def test_compose_goes_in_order_with_one_generator() -> None:
    batch = pictures()
    random = generator(7)
    by_hand = Noise(0.1)(Shift(1)(batch, random), random)
    together = Compose((Shift(1), Noise(0.1)))(batch, generator(7))
    assert torch.equal(by_hand.inputs, together.inputs)
    nothing = Compose(())(batch, generator())
    assert nothing is batch


@pytest.mark.parametrize(
    ("name", "setting", "value"),
    [
        ("shift", "pixels", -1),
        ("shift", "least", -1),
        ("random_crop", "padding", -1),
        ("random_crop", "size", 0),
        ("horizontal_flip", "probability", 1.1),
        ("vertical_flip", "probability", -0.1),
        ("rotate", "degrees", -1),
        ("brightness", "change", 1.5),
        ("contrast", "change", -0.5),
        ("noise", "deviation", -0.1),
        ("cutout", "size", 0),
        ("cutout", "probability", float("nan")),
        ("mixup", "alpha", -1),
        ("mixup", "classes", 0),
        ("cutmix", "alpha", float("nan")),
        ("cutmix", "classes", 0),
        ("normalise", "std", (0.0,)),
        ("normalise", "std", (1.0, 1.0)),
    ],
)
def test_settings_that_cannot_be(name: str, setting: str, value: object) -> None:
    needed: dict[str, dict[str, object]] = {
        "mixup": {"classes": 10},
        "cutmix": {"classes": 10},
        "normalise": {"mean": (0.5,), "std": (1.0,)},
    }
    with pytest.raises(ConfigurationError) as caught:
        augmentations.make(name, **(needed.get(name, {}) | {setting: value}))
    assert caught.value.field in (f"{name}.{setting}", "shift.pixels")


def test_a_batch_on_another_device_is_answered_there() -> None:
    """The generator may lie on the CPU; the answer lies with the batch."""
    far = Batch(torch.zeros(4, 1, 8, 8, device="meta"), torch.zeros(4, device="meta"))
    for augmentation in (Shift(1), RandomCrop(1), HorizontalFlip(), Noise(0.1), Cutout(3)):
        assert augmentation(far, generator()).inputs.device.type == "meta"


def test_importing_loads_no_torch() -> None:
    code = (
        "import sys, engine.augment.catalog, engine.data.catalog;"
        "import engine.data.order, engine.data.loader, engine.data.cross_validation;"
        "print(sorted({'torch', 'sklearn', 'numpy'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
