"""What the lesson on text says is what its lab and PyTorch show."""

from __future__ import annotations

import pytest
import torch
from helpers import Bench, bench
from torch import nn
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import default_collate

from engine import data
from engine.data.text import Vocabulary, words
from engine.events import Probed
from engine.observations import Embedded, Matrix, Texts
from lessons.curriculum.data.text import lab
from lessons.lab import FinishedRun


@pytest.fixture(scope="module")
def text() -> Bench:
    return bench("data/text")


def percent(run: FinishedRun) -> str:
    return f"{100 * lab.share_right(run):.0f}"


def test_figures_of_the_two_means(text: Bench) -> None:
    told = text.after("run-1")
    masked, unmasked = text.run("masked"), text.run("unmasked")
    assert f"it judges {percent(masked)} in 100 rightly, without it {percent(unmasked)}," in told
    made = lab.opinions(1, 160)
    assert made.train.inputs.shape == (600, 160)
    assert (made.validation.targets == 1).float().mean().item() == pytest.approx(0.56)
    lengths = (made.train.inputs != lab.PAD).sum(dim=1)
    assert round(lengths.float().mean().item()) == 9
    assert lengths.max() == 12


def test_more_padding_changes_an_unmasked_answer_only() -> None:
    tokens = torch.randint(1, 50, (3, 8))
    wide = nn.functional.pad(tokens, (0, 50))
    for masked in (True, False):
        model = lab.BagOfWords(50, masked=masked)
        same = torch.allclose(model(tokens), model(wide), atol=1e-6)
        assert same == masked


def test_an_unmasked_model_recovers_in_time(text: Bench) -> None:
    longer = text.run(None, masked=False, epochs=20)
    assert lab.share_right(longer) > 0.9


def test_the_padding_index_of_an_embedding_is_no_mask() -> None:
    vectors = nn.Embedding(5, 3, padding_idx=0)
    assert not vectors.weight[0].any()
    row = torch.tensor([[4, 2, 0, 0]])
    mean = vectors(row).mean(dim=1)
    torch.testing.assert_close(mean, vectors(row).sum(dim=1) / 4)
    bag = nn.EmbeddingBag(5, 3, mode="mean", padding_idx=0)
    torch.testing.assert_close(bag(row), bag(row[:, :2]))


def test_how_sentences_become_numbers(text: Bench) -> None:
    tokens = lab.opinions(1, 13).tokens
    encoded = Vocabulary(tokens).encode(["the", "film", "was", "charming"])
    assert "the film was charming → " + " ".join(map(str, encoded)) in " ".join(
        block.markdown for block in text.lesson.blocks if hasattr(block, "markdown")
    ).replace("  ", " ").replace("  ", " ")


def test_what_pytorch_does_with_unequal_rows(text: Bench) -> None:
    rows = [torch.tensor([4, 2]), torch.tensor([3, 4, 1])]
    with pytest.raises(RuntimeError) as raised:
        default_collate(list(rows))
    assert str(raised.value) in text.after("mean_of_three")
    assert pad_sequence(rows, batch_first=True).tolist() == [[4, 2, 0], [3, 4, 1]]
    assert pad_sequence(rows).shape == (3, 2)


def test_counts_of_the_vocabularies(text: Bench) -> None:
    before, after = text.after("padded_batch"), text.after("vocabularies")
    every, frequent = (lab.reviews(least, 40) for least in (1, 3))
    assert len(every.train) == 2400
    assert f"hold {len(every.tokens) - 2} different words and marks" in before
    assert f"only {len(frequent.tokens) - 2} remain" in before
    whole = lab.reviews(1, 300)
    counts = whole.train.inputs.flatten().bincount()
    assert f"{(counts[2:] == 1).sum()} of them occur a single time" in text.after("padded_batch")
    shares = [
        f"{100 * ((part.inputs == 1).sum() / (part.inputs > 0).sum()).item():.0f} %"
        for part in (frequent.train, every.validation, frequent.validation)
    ]
    assert f"are {shares[0]} of the words of the *text*" in after
    assert f"{shares[1]} of the words in the new sentences are unknown" in after
    assert f"it is {shares[2]}." in after
    assert len(every.validation) == 800


def test_figures_of_the_reviews(text: Bench) -> None:
    after = text.after("vocabularies")
    every, frequent = text.run("all_words"), text.run("frequent")
    assert f"it is {percent(every)} %, with the frequent quarter {percent(frequent)} %." in after
    losses = [f"{run.loss[-10:].mean():.2f}" for run in (every, frequent)]
    assert f"mean of {losses[0]} with all words, and {losses[1]} without" in after


def test_what_the_views_show(text: Bench) -> None:
    seen = [event.seen for event in text.events("frequent") if isinstance(event, Probed)]
    (texts, *_) = (each for each in seen if isinstance(each, Texts))
    assert "<unk>" in " ".join(texts.texts)
    (batch, *_) = (
        event.seen
        for event in text.events("masked")
        if isinstance(event, Probed) and isinstance(event.seen, Matrix)
    )
    assert (batch.rows, batch.columns) == (24, 160)


def test_where_the_words_stand(text: Bench) -> None:
    *_, seen = (
        event.seen
        for event in text.events("masked")
        if isinstance(event, Probed) and isinstance(event.seen, Embedded)
    )
    along = dict(zip(seen.labels, seen.points.numpy()[:, 0].tolist(), strict=True))
    ends = [(along[one], along[other]) for one, other in (("bad", "lovely"), ("silly", "charming"))]
    for low, high in (sorted(pair) for pair in ends):
        assert low < along["is"] < high
        assert low < along["in"] < high
    assert len({one < other for one, other in ends}) == 1


def test_numbers_of_the_questions(text: Bench) -> None:
    corpus = [["good", "film"], ["good", ",", "good", "plot"], ["bad", "film"]]
    assert text.number("size_of_the_vocabulary") == len(Vocabulary.build(corpus, min_freq=2))
    assert text.number("mean_of_three") == (6 + 2 + 1) / 12
    assert words("这部电影很好") == ["这部电影很好"]
    assert isinstance(lab.opinions(1, 13), data.Dataset)


def test_every_scenario_is_run(text: Bench) -> None:
    assert text.never_run() == set()
