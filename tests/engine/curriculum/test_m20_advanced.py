"""M20, advanced training: every live experiment, made by the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from statistics import fmean

import pytest
import torch
from m16_m23 import ACCURACY, digits, loss_of, measured, run, score, seen
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim.lr_scheduler import CosineAnnealingLR
from trained import SEEDS

from engine import Experiment, data, fit, optim, probes, schedules
from engine import nn as models
from engine.attacks import FGSM, adversarial_training
from engine.compress import Ensemble, distillation, fitted_along
from engine.compress.ensemble import How
from engine.data import Batch, Dataset
from engine.losses import SoftTargets
from engine.metrics import iou
from engine.nn.vision.detection import intersection_over_union
from engine.observations import Detections, Pictures, PointCloud
from engine.schedules import Horizon, preview
from engine.tricks import EMA

THREE = (0, 1, 2)
AVERAGES: tuple[How, ...] = ("logits", "probabilities")


@pytest.mark.parametrize(
    ("average", "low", "high"),
    [
        (EMA(0.999, every=17, debias=False), 0.0, 0.4),  # once an epoch of 17 steps
        (EMA(0.999, debias=False), 0.8, 0.93),
        (EMA(0.98, debias=False), 0.93, 1.0),
        (EMA(0.999), 0.92, 1.0),
    ],
    ids=["each epoch", "each step", "shorter memory", "debiased"],
)
def test_20_1_an_average_taken_once_an_epoch_stays_where_it_began(
    average: EMA, low: float, high: float
) -> None:
    """20.1 EMA of weights: 0.999 per epoch is near chance; per step, or with 0.98, it is not."""
    for seed in SEEDS:
        made = digits(64, optimizer=optim.SGD(0.3), epochs=30, evaluate_every=510, average=average)
        events = run(made, seed)
        assert measured(events, "accuracy")[-1] > 0.93
        assert low <= measured(events, "accuracy", weights="average")[-1] < high


def test_20_1_what_is_left_of_the_beginning() -> None:
    """20.1 EX: after 30 updates with 0.999 the average is 0.970 of the initial weights."""
    model = nn.Linear(1, 1, bias=False)
    nn.init.ones_(model.weight)
    average = EMA(0.999, debias=False).start(model)
    nn.init.zeros_(model.weight)
    for _ in range(30):
        average.update()
    with average.swapped_in():
        assert model.weight.item() == pytest.approx(0.970, abs=5e-4)


def test_20_2_several_models_are_better_than_one() -> None:
    """20.2 Ensembles: one to seven models; and the averages of logits and of probabilities."""
    made = digits(of=data.subset(data.digits(), 150), batch_size=16, epochs=20)
    members = [fit(made, seed=seed, device="cpu") for seed in range(7)]
    alone = [loss_of(made, member) for member in members]
    together = [loss_of(made, Ensemble(members[:count])) for count in (1, 3, 7)]
    assert together[0] == pytest.approx(alone[0], rel=1e-4)
    assert together[2] < 0.96 * fmean(alone)
    assert score(made, Ensemble(members)) >= fmean([score(made, each) for each in members])


class Says(nn.Module):
    """The same scores whatever it is asked."""

    def __init__(self, *scores: float) -> None:
        super().__init__()
        self.scores = nn.Parameter(torch.tensor([scores]))

    def forward(self, inputs: Tensor) -> Tensor:
        return self.scores


def test_20_2_one_that_is_sure_outweighs_the_rest_in_logits() -> None:
    """20.2 EX: the average of logits is not the average of probabilities."""
    two = [Says(9.0, 0.0), Says(0.0, 3.0)]
    first = {how: Ensemble(two, how)(torch.zeros(1))[0, 0].exp().item() for how in AVERAGES}
    assert first["logits"] == pytest.approx(0.953, abs=1e-3)  # σ((9 − 3) / 2)
    assert first["probabilities"] == pytest.approx(0.524, abs=1e-3)  # (σ(9) + σ(−3)) / 2


def wave() -> schedules.TorchSchedule:
    """Cosine annealing of half a period of 50: it falls and rises again."""
    return schedules.TorchSchedule(lambda optimizer: CosineAnnealingLR(optimizer, T_max=50))


def test_20_3_snapshots_belong_where_the_rate_is_lowest() -> None:
    """20.3 Snapshot ensembles: members from the minima and from the maxima of the rate."""
    gains, members = [], []
    for seed in THREE:
        made = digits(
            64,
            of=data.subset(data.digits(), 600),
            optimizer=optim.SGD(1.0),
            schedule=wave(),
            batch_size=16,
            steps=300,
        )
        low = fitted_along(made, (50, 150, 250), seed=seed, device="cpu")
        high = fitted_along(made, (100, 200, 300), seed=seed, device="cpu")
        gains.append(score(made, Ensemble(low)) - score(made, Ensemble(high)))
        alone = [fmean([score(made, each) for each in kind]) for kind in (low, high)]
        members.append(alone[0] - alone[1])
    assert fmean(gains) > 0.01
    assert min(members) > 0.05


def test_20_3_plain_cosine_goes_back_up() -> None:
    """20.3 EX: with T_max = 50 epochs 50, 100, 150, 200 have the rates min, max, min, max."""
    horizon = Horizon(200, 1)
    plain = preview(wave(), horizon, 0.1)
    saw = preview(schedules.CosineRestarts(50), horizon, 0.1)
    epochs = (49, 99, 149, 199)
    assert [plain[epoch] > 0.05 for epoch in epochs] == [False, True, False, True]
    assert max(saw[epoch] for epoch in epochs) < 0.001


def test_20_4_a_student_learns_from_what_a_teacher_knows() -> None:
    """20.4 Distillation: a teacher of 128 units helps where labels are few and partly wrong."""
    teacher = fit(digits(128, epochs=15, optimizer=optim.Adam(3e-3)), device="cpu")
    few = data.with_label_noise(data.subset(data.digits(), 100), 0.3)
    for seed in SEEDS:
        alone = digits(16, of=few, epochs=30)
        taught = replace(alone, step_loss=distillation(teacher, temperature=3.0, alpha=0.9))
        found = [score(alone, fit(each, seed=seed, device="cpu")) for each in (alone, taught)]
        assert found[1] > found[0] + 0.05


def test_20_4_no_teacher_gives_capacity() -> None:
    """20.4 as the curriculum has it: 4 units and clean labels. No gain is to be had there: the
    student is too small for what it is told, and the teacher knows no more than the labels."""
    teacher = fit(digits(128, epochs=15, optimizer=optim.Adam(3e-3)), device="cpu")
    gains = []
    for seed in THREE:
        alone = digits(4, epochs=15)
        taught = replace(alone, step_loss=distillation(teacher, temperature=3.0, alpha=0.9))
        found = [score(alone, fit(each, seed=seed, device="cpu")) for each in (alone, taught)]
        gains.append(found[1] - found[0])
        assert max(found) < score(alone, teacher) - 0.05
    assert fmean(gains) < 0.05
    logits = torch.randn(5, 10)
    assert SoftTargets(3.0)(logits, logits.clone()).item() == pytest.approx(0.0, abs=1e-6)  # EX


STANDARD = data.standardised(data.digits(), over="all")
UNARMED = digits(64, of=STANDARD, optimizer=optim.Adam(3e-3))


@cache
def undefended(seed: int) -> nn.Module:
    """A model that has never been attacked."""
    return fit(UNARMED, seed=seed, device="cpu")


def under(attack: FGSM, model: nn.Module) -> float:
    """Accuracy on the test split under attack."""
    return score(replace(UNARMED, predict=attack.predict), model)


def test_20_5_accuracy_falls_with_epsilon_and_wrong_bounds_attack_at_zero() -> None:
    """20.5 Adversarial examples: from ε = 0, where bounds of 0 and 1 already change the images."""
    inputs = STANDARD.train.inputs
    assert ((inputs < 0) | (inputs > 1)).float().mean().item() == pytest.approx(0.855, abs=0.005)
    for seed in SEEDS:
        model = undefended(seed)
        low, high = inputs.min().item(), inputs.max().item()
        right = [under(FGSM(e, low=low, high=high), model) for e in (0.0, 0.1, 0.3)]
        wrong = [under(FGSM(e, low=0.0, high=1.0), model) for e in (0.0, 0.1, 0.3)]
        assert right[0] == score(UNARMED, model)
        assert right[0] > right[1] + 0.02 > right[2] + 0.1
        assert wrong[0] < right[0] - 0.02
        assert wrong[2] > right[2] + 0.05  # the wrong bounds also weaken a strong attack


def test_20_5_training_under_attack_withstands_it() -> None:
    """20.5 Adversarial training; digits and what is added to them as pictures."""
    attack = FGSM.within(STANDARD.train, 0.3)

    def shown(model: nn.Module, count: int) -> Tensor:
        batch = Batch(STANDARD.test.inputs[:count], STANDARD.test.targets[:count])  # type: ignore[union-attr]
        both = torch.cat([batch.inputs, attack.attacked(model, batch)])
        return both.clamp(-2, 2).div(4).add(0.5).reshape(-1, 8, 8)

    for seed in SEEDS:
        made = replace(
            UNARMED,
            step_loss=adversarial_training(attack),
            probes=(probes.Samples(shown, count=4),),
        )
        hardened = fit(made, seed=seed, device="cpu")
        assert under(attack, hardened) > under(attack, undefended(seed)) + 0.05
        assert score(made, hardened) > 0.9
    assert seen(Pictures, run(made, steps=3))[-1].images.shape[0] == 8


@cache
def forged(seed: int) -> tuple[Tensor, PointCloud]:
    """How many of 1000 forgeries lie near each of eight clouds, and what the probe saw last."""
    ring = data.gaussian_ring()

    def draw(model: nn.Module, count: int) -> Tensor:
        assert isinstance(model, models.GAN)
        return model.sample(count)

    made = Experiment(
        model=lambda: models.point_gan(16),
        data=ring,
        step_loss=models.gan_loss,
        optimizer=optim.Adam(3e-3, betas=(0.5, 0.999)),
        batch_size=128,
        steps=1200,
        evaluate_every=1200,
        probes=(probes.Samples(draw, count=1000),),
    )
    cloud = seen(PointCloud, run(made, seed))[-1]
    inputs, targets = ring.train.inputs, ring.train.targets
    centres = torch.stack([inputs[targets == mode].mean(dim=0) for mode in range(8)])
    nearest = torch.cdist(torch.tensor(cloud.drawn.numpy()), centres).min(dim=1)
    return nearest.indices[nearest.values < 0.3].bincount(minlength=8), cloud


@pytest.mark.parametrize("seed", SEEDS)
def test_20_6_and_23_5_a_gan_finds_the_ring(seed: int) -> None:
    """20.6 GAN: a ring of eight Gaussians. 23.5 Capstone GAN: 8 modes."""
    near, cloud = forged(seed)
    assert len(cloud.drawn) == 1000
    assert int((near >= 5).sum()) >= 7
    assert int(near.sum()) > 400


def test_20_6_why_detach() -> None:
    """20.6 EX: so that the discriminator's loss gives the generator no gradient; what it has comes
    from its own loss alone, with logits that still have a slope where the judge is certain."""
    logit = torch.tensor([-200.0], requires_grad=True)
    F.binary_cross_entropy_with_logits(logit, torch.ones(1)).backward()
    assert logit.grad is not None
    assert logit.grad.item() == -1.0
    model = models.point_gan()
    forgeries = model.sample(8)
    model.discriminator(forgeries.detach()).sum().backward()
    assert all(parameter.grad is None for parameter in model.generator.parameters())


def least_sure(model: nn.Module, images: Tensor) -> tuple[models.Detections, ...]:
    """What is in the images, unsure answers included."""
    return models.decode(model(images), least_score=0.1)


def test_20_7_a_detector_finds_one_box() -> None:
    """20.7 Detection: one digit in each synthetic image, no download."""
    for seed in SEEDS:
        made = Experiment(
            model=lambda: models.Detector(10, width=8, halvings=2),
            data=data.scenes(n=300, max_boxes=1, size=16, smallest=8, largest=12, noise=0.02),
            loss=models.detection_loss,
            optimizer=optim.Adam(1e-2),
            batch_size=30,
            epochs=15,
            evaluate_every=90,
            probes=(probes.Boxes(decode=least_sure, count=30),),
        )
        looked = seen(Detections, run(made, seed))[-1]
        true = [torch.tensor(each.numpy()[:1, 1:5]) for each in looked.true]
        found = [torch.tensor(each.numpy()[:1, 1:5]) for each in looked.found]
        guess = torch.tensor([[0.5, 0.5, 0.5, 0.6]])
        middle = fmean(_overlap(one, guess) for one in true)
        assert fmean(map(_overlap, true, found)) > max(0.45, middle + 0.05)


def _overlap(true: Tensor, found: Tensor) -> float:
    """IoU of two boxes (1, 4); 0 where nothing was found."""
    return intersection_over_union(true, found).item() if len(found) else 0.0


def test_20_7_iou_of_two_boxes() -> None:
    """20.7 EX: two squares that share a quarter of each have an IoU of 1/7."""
    a, b = torch.tensor([[0.0, 0.0, 2.0, 2.0]]), torch.tensor([[1.0, 1.0, 3.0, 3.0]])
    assert iou(a, b).item() == pytest.approx(1 / 7)


SENTENCES = data.sentiment(n=1500)
READERS: dict[str, Callable[[], nn.Module]] = {
    "bag": lambda: models.BagOfWords(len(SENTENCES.tokens), 2),
    "lstm": lambda: models.RecurrentClassifier(len(SENTENCES.tokens), 2, hidden=32),
}


def reading(name: str, of: Dataset = SENTENCES) -> Experiment:
    """Is the sentence positive?"""
    return Experiment(
        model=READERS[name],
        data=of,
        loss=F.cross_entropy,
        optimizer=optim.Adam(1e-2),
        batch_size=64,
        epochs=7,
        metrics=ACCURACY,
        evaluate_every=126,
    )


def test_20_8_and_23_4_negation_needs_the_order_of_words() -> None:
    """20.8 Sentiment: a bag of words against an LSTM. 23.4 End-to-end text project: reach 90 %."""
    for seed in SEEDS:
        assert measured(run(reading("bag"), seed), "accuracy")[-1] < 0.6
        assert measured(run(reading("lstm"), seed), "accuracy")[-1] > 0.9


def test_20_8_an_unseen_word_is_1() -> None:
    """20.8 EX: the index of a word that the training split does not have."""
    vocabulary = data.Vocabulary.build([["not", "good"], ["good", "plot"]])
    assert vocabulary.encode(["good", "zeugma"]) == [2, 1]
    assert data.UNK == 1
