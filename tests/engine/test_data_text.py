"""Texts and sequences: honest vocabularies and splits, and targets that follow the task's rule."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from datetime import date
from importlib.resources import files

import pytest
import torch
from data_samples import splits
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor
from torch.utils.data import DataLoader

from engine.data import Dataset, Examples
from engine.data.text import (
    END,
    PAD,
    UNK,
    BucketBatches,
    VariableLength,
    Vocabulary,
    addition,
    characters,
    dates,
    delayed_copy,
    echo,
    marker,
    pad_batch,
    padded,
    parity,
    python_reference,
    python_reference_documents,
    recall,
    reversal,
    review_sentences,
    reviews,
    sentiment,
    which_first,
    words,
)
from engine.data.text.catalog import texts
from engine.errors import ConfigurationError

SEEDS = st.integers(0, 2**32)
GENERATED = [name for name in texts.names if name not in ("reviews", "python_reference")]


def rows(data: Dataset) -> list[tuple[list[str], Tensor]]:
    """Every example: its tokens without padding, and its target."""
    return [
        ([data.tokens[number] for number in row if number != PAD], target)
        for part in splits(data)
        for row, target in zip(part.inputs.tolist(), part.targets, strict=True)
    ]


def answers(data: Dataset) -> list[tuple[str, str]]:
    """Of a task in which a text is written: what is read, and what should be written."""
    end = data.tokens[END]
    pairs = []
    for source, target in rows(data):
        written = "".join(data.tokens[number] for number in target.tolist() if number != PAD)
        assert written.count(end) == 1
        assert written.endswith(end)
        pairs.append(("".join(source), written.removesuffix(end)))
    return pairs


# Every one of them


@pytest.mark.parametrize("name", texts.names)
def test_the_same_seed_gives_the_same_tensors_and_nothing_global_is_drawn(name: str) -> None:
    torch.manual_seed(1)
    before = torch.get_rng_state()
    first = texts.make(name, seed=3)
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(2)
    again, other = texts.make(name, seed=3), texts.make(name, seed=4)
    for a, b in zip(splits(first), splits(again), strict=True):
        assert torch.equal(a.inputs, b.inputs)
        assert torch.equal(a.targets, b.targets)
    assert first.tokens == again.tokens
    assert first.train.inputs.shape != other.train.inputs.shape or not torch.equal(
        first.train.inputs, other.train.inputs
    )


@pytest.mark.parametrize("name", texts.names)
def test_tokens_are_numbers_of_names_and_padding_stands_at_the_end(name: str) -> None:
    data = texts.make(name)
    assert data.tokens[PAD] == "<pad>"
    assert len(set(data.tokens)) == len(data.tokens)
    for part in splits(data):
        assert part.inputs.dtype == part.targets.dtype == torch.int64
        assert part.inputs.min() >= 0
        assert part.inputs.max() < len(data.tokens)
        real = (part.inputs != PAD).long()
        assert (real.diff(dim=1) <= 0).all()
        assert real[:, 0].all()
        if data.classes:
            assert part.targets.unique().tolist() == list(range(len(data.classes)))
        else:
            assert part.targets.max() < len(data.tokens)


@pytest.mark.parametrize("name", [n for n in texts.names if n not in ("delayed_copy",)])
def test_no_example_is_in_two_splits(name: str) -> None:
    parts = [set(map(tuple, part.inputs.tolist())) for part in splits(texts.make(name))]
    if name == "reviews":  # cut, and with unknown words, two sentences may look alike
        assert len(parts[0] & parts[1]) + len(parts[0] & parts[2]) < 10
        return
    assert all(not parts[0] & held_out for held_out in parts[1:])


@pytest.mark.parametrize("name", GENERATED)
def test_three_quarters_train(name: str) -> None:
    data = texts.make(name, n=40)
    assert (len(data.train), len(data.validation), data.test) == (30, 10, None)
    with pytest.raises(ConfigurationError, match="n cannot be 7"):
        texts.make(name, n=7)


def test_importing_loads_no_torch() -> None:
    code = (
        "import sys, engine.data.text;"
        "print(sorted({'torch', 'sklearn', 'numpy'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


# Words and vocabularies


def test_words_and_characters() -> None:
    assert words("It's NOT good, is it?!") == ["it's", "not", "good", ",", "is", "it", "?", "!"]
    assert words("café – 20th-century ’’") == ["café", "–", "20th", "-", "century", "’", "’"]
    assert characters("ab b") == ["a", "b", " ", "b"]


def test_a_vocabulary() -> None:
    texts = [["the", "cat", "sat"], ["the", "dog", "sat"], ["a", "cat", "<unk>"]]
    everything = Vocabulary.build(texts)
    assert everything.tokens == ("<pad>", "<unk>", "cat", "sat", "the", "a", "dog")
    often = Vocabulary.build(texts, min_freq=2)
    assert often.tokens == ("<pad>", "<unk>", "cat", "sat", "the")
    assert Vocabulary.build(texts, size=4).tokens == ("<pad>", "<unk>", "cat", "sat")
    assert often.encode(["the", "dog", "sat"]) == [4, UNK, 3]
    assert often.decode([4, 1, 3, 0, 0]) == ["the", "<unk>", "sat"]
    assert len(often) == 5
    with pytest.raises(ConfigurationError, match="min_freq"):
        Vocabulary.build(texts, min_freq=0)
    with pytest.raises(ConfigurationError, match="size"):
        Vocabulary.build(texts, size=1)


def test_padding_and_cutting() -> None:
    assert padded([[1, 2, 3], [4]]).tolist() == [[1, 2, 3], [4, 0, 0]]
    assert padded([[1, 2, 3], [4]], 2).tolist() == [[1, 2], [4, 0]]
    assert padded([], 3).shape == (0, 3)
    assert padded([[]]).tolist() == [[0]]
    with pytest.raises(ConfigurationError, match="length"):
        padded([[1]], 0)


# Reviews


def test_the_reviews_come_with_their_licence() -> None:
    note = files("engine.data.text").joinpath("movie_reviews.LICENSE.txt").read_text("utf-8")
    assert "Copyright (c) 2016 C.J. Hutto" in note
    assert "Permission is hereby granted" in note
    rated = review_sentences()
    assert len(rated) == 10_042
    assert all(0.5 <= abs(rating) <= 4 for rating, _ in rated)
    assert (-0.6, "Effective but too tepid biopic") in rated


def test_reviews() -> None:
    data = reviews(seed=1)
    sizes = [len(part) for part in splits(data)]
    assert sum(sizes) == len({sentence for _, sentence in review_sentences()})
    assert [size / sum(sizes) for size in sizes] == pytest.approx([0.6, 0.2, 0.2], abs=0.001)
    for part in splits(data):
        assert part.inputs.shape == (len(part), 40)
        assert part.targets.float().mean().item() == pytest.approx(0.497, abs=0.002)
    truth = {" ".join(words(sentence)[:8]): rating > 0 for rating, sentence in review_sentences()}
    known = [
        truth[" ".join(row[:8])] == bool(target)
        for row, target in rows(data)
        if " ".join(row[:8]) in truth
    ]
    assert len(known) > 4000
    assert sum(known) / len(known) > 0.99


def test_the_vocabulary_of_reviews_is_that_of_the_training_split() -> None:
    data = reviews(min_freq=3, length=300)
    counts = Counter(data.train.inputs.flatten().tolist())
    assert min(counts[number] for number in range(2, len(data.tokens))) >= 3
    assert counts[UNK] > 0
    held_out = Counter(data.validation.inputs.flatten().tolist())
    assert held_out[UNK] / (held_out.total() - held_out[PAD]) > counts[UNK] / (
        counts.total() - counts[PAD]
    )
    everything = reviews(min_freq=1, length=300)
    assert not (everything.train.inputs == UNK).any()
    assert (everything.validation.inputs == UNK).any()


def test_fewer_words_and_fewer_sentences() -> None:
    data = reviews(vocabulary_size=100, sentences=500, length=10)
    assert len(data.tokens) == 100
    assert sum(len(part) for part in splits(data)) == 500
    assert data.train.inputs.shape[1] == 10
    letters = reviews(sentences=200, level="character", length=30)
    assert all(len(token) == 1 for token in letters.tokens[2:])
    for settings_, field in (
        ({"level": "words"}, "level"),
        ({"sentences": 3}, "sentences"),
        ({"length": 0}, "length"),
        ({"min_freq": 0}, "min_freq"),
    ):
        with pytest.raises(ConfigurationError, match=field):
            reviews(**settings_)


# The Python reference


def test_the_reference_holds_every_paragraph_once() -> None:
    documents = python_reference_documents()
    paragraphs = [
        " ".join(paragraph.split())
        for text in documents
        for paragraph in text.split("\n\n")
        if paragraph.strip()
    ]
    assert len(set(paragraphs)) == len(paragraphs) > 1000
    assert sum(map(len, documents)) > 200_000


@pytest.mark.parametrize("stride", [None, 10])
def test_windows_of_the_reference(stride: int | None) -> None:
    data = python_reference(context=32, stride=stride, seed=5)
    text = "".join(python_reference_documents())
    for part in splits(data):
        assert part.inputs.shape == part.targets.shape == (len(part), 32)
        assert torch.equal(part.inputs[:, 1:], part.targets[:, :-1])
        step = stride or 32
        if step < 32:
            assert torch.equal(part.inputs[1:, : 32 - step], part.inputs[:-1, step:])
        else:
            assert torch.equal(part.inputs[1:, 0], part.targets[:-1, -1])
    sizes = [len(part) * (stride or 32) for part in splits(data)]
    assert [size / len(text) for size in sizes] == pytest.approx([0.8, 0.1, 0.1], abs=0.02)
    assert (data.train.inputs > UNK).all()


def test_the_reference_is_split_between_documents() -> None:
    data = python_reference(context=50, seed=2)
    train, validation, test = (
        "".join(data.tokens[number] for number in part.inputs.flatten().tolist())
        for part in splits(data)
    )
    documents = python_reference_documents()
    whole = [document for document in documents if len(document) > 300]
    homes = [
        [document[100:250] in text for text in (train, validation, test)] for document in whole
    ]
    found = [home for home in homes if any(home)]
    assert len(found) > 0.8 * len(whole)  # others hold a character that training does not know
    assert all(sum(home) == 1 for home in found)


def test_the_vocabulary_of_the_reference_is_that_of_the_training_split() -> None:
    for seed in range(8):  # in some of them, others hold a character that training does not
        data = python_reference(context=8, seed=seed)
        seen = torch.cat([data.train.inputs, data.train.targets]).unique().tolist()
        assert seen == list(range(UNK + 1, len(data.tokens)))


def test_a_context_that_does_not_fit() -> None:
    with pytest.raises(ConfigurationError, match=r"context.*Give a number below"):
        python_reference(context=100_000)
    with pytest.raises(ConfigurationError, match="stride"):
        python_reference(stride=0)


# Sequences: the target follows the rule


@given(seed=SEEDS, shortest=st.integers(2, 6), more=st.integers(0, 5))
@settings(max_examples=10)
def test_reversal(seed: int, shortest: int, more: int) -> None:
    longest = shortest + more
    data = reversal(n=60, shortest=shortest, longest=longest, symbols=20, seed=seed)
    assert data.train.inputs.shape[1] == longest
    assert data.train.targets.shape[1] == longest + 1
    for word, written in answers(data):
        assert shortest <= len(word) <= longest
        assert written == word[::-1]


@given(seed=SEEDS)
@settings(max_examples=5)
def test_dates(seed: int) -> None:
    data = dates(n=400, seed=seed)
    assert data.train.inputs.shape[1] == 28
    assert data.train.targets.shape[1] == 11
    shapes = set()
    for text, iso in answers(data):
        day = date.fromisoformat(iso)
        assert 1950 <= day.year <= 2049
        assert str(day.year) in text
        assert day.strftime("%b") in text
        number, *_ = [int(n) for n in re.findall(r"\d+", text) if n != str(day.year)]
        assert number == day.day
        if "day," in text:
            assert text.startswith(day.strftime("%A"))
        shapes.add(re.sub(r"\d+", "9", re.sub(r"[A-Z][a-z]+", "A", text)))
    assert shapes == {"9 A 9", "A 9, 9", "A, 9 A 9", "A. 9, 9"}
    iso_dates = [iso for _, iso in answers(data)]
    assert len(set(iso_dates)) == len(iso_dates)


@given(seed=SEEDS, digits=st.integers(2, 6), backwards=st.booleans())
@settings(max_examples=10)
def test_addition(seed: int, digits: int, backwards: bool) -> None:
    data = addition(n=100, digits=digits, backwards=backwards, seed=seed)
    assert data.train.inputs.shape[1] == 2 * digits + 1
    assert data.train.targets.shape[1] == digits + 2
    for text, written in answers(data):
        a, b = text.split("+")
        assert int(written[::-1] if backwards else written) == int(a) + int(b)
        assert max(len(a), len(b)) <= digits


@given(seed=SEEDS, shortest=st.integers(8, 12), more=st.integers(0, 5))
@settings(max_examples=10)
def test_parity(seed: int, shortest: int, more: int) -> None:
    lengths = {"shortest": shortest, "longest": shortest + more}
    data = parity(n=60, seed=seed, **lengths)
    for bits, target in rows(data):
        assert shortest <= len(bits) <= shortest + more
        assert target.item() == bits.count("1") % 2
    for bits, target in rows(parity(n=60, seed=seed, every_place=True, **lengths)):
        running = [data.tokens[number] for number in target.tolist() if number != PAD]
        assert running == [str(bits[: t + 1].count("1") % 2) for t in range(len(bits))]


@given(seed=SEEDS, items=st.integers(1, 5), delay=st.integers(0, 20))
@settings(max_examples=10)
def test_delayed_copy(seed: int, items: int, delay: int) -> None:
    data = delayed_copy(n=20, items=items, delay=delay, seed=seed)
    for tokens, target in rows(data):
        assert len(tokens) == items + delay + items
        assert tokens.index("<go>") == items + delay
        assert tokens[items : items + delay] == ["<blank>"] * delay
        assert not target[: items + delay].any()
        assert [data.tokens[number] for number in target[items + delay :]] == tokens[:items]


@given(seed=SEEDS, delay=st.integers(0, 11))
@settings(max_examples=10)
def test_echo(seed: int, delay: int) -> None:
    data = echo(n=20, length=12, delay=delay, seed=seed)
    for part in splits(data):
        assert not part.targets[:, :delay].any()
        assert torch.equal(part.targets[:, delay:], part.inputs[:, : 12 - delay])


@given(seed=SEEDS, length=st.integers(4, 15))
@settings(max_examples=10)
def test_marker(seed: int, length: int) -> None:
    data = marker(n=60, length=length, seed=seed)
    for tokens, target in rows(data):
        assert tokens.count("*") == 1
        assert tokens[tokens.index("*") + 1] == data.classes[target.item()]


@given(seed=SEEDS, which=st.sampled_from(["first", "last"]))
@settings(max_examples=10)
def test_recall(seed: int, which: str) -> None:
    data = recall(n=200, which=which, length=60, seed=seed)
    assert data.train.inputs.shape == (150, 60)
    lengths = set()
    for tokens, target in rows(data):
        assert data.classes[target.item()] == tokens[0 if which == "first" else -1]
        lengths.add(len(tokens))
    assert min(lengths) >= 3
    assert max(lengths) == 10


@given(seed=SEEDS, length=st.integers(4, 15))
@settings(max_examples=10)
def test_which_first(seed: int, length: int) -> None:
    data = which_first(n=60, length=length, seed=seed)
    for tokens, target in rows(data):
        assert tokens.count("A") == tokens.count("B") == 1
        first = min(tokens.index("A"), tokens.index("B"))
        assert data.classes[target.item()] == f"{tokens[first]} first"


def test_impossible_sequences() -> None:
    impossible = [
        (lambda: reversal(shortest=5, longest=4), "longest"),
        (lambda: reversal(symbols=27), "symbols"),
        (lambda: parity(n=100, shortest=4, longest=4), r"n cannot be 100.*at most 16"),
        (lambda: addition(digits=0), "digits"),
        (lambda: addition(n=200, digits=1), "at most 100"),
        (lambda: echo(length=5, delay=5), "length"),
        (lambda: delayed_copy(delay=-1), "delay"),
        (lambda: recall(which="middle"), "which"),
        (lambda: recall(longest=10, length=9), "length"),
        (lambda: marker(length=1), "length"),
        (lambda: which_first(symbols=1), "symbols"),
        (lambda: sentiment(negated=1.5), "negated"),
    ]
    for make, message in impossible:
        with pytest.raises(ConfigurationError, match=message):
            make()


# Opinions


def test_sentiment_is_the_adjective_turned_round_by_a_negation() -> None:
    good = {"good", "great", "funny", "clever", "moving", "lovely", "fresh", "charming"}
    data = sentiment(seed=3)
    assert data.classes == ("negative", "positive")
    assert max(len(tokens) for tokens, _ in rows(data)) <= data.train.inputs.shape[1]
    for tokens, target in rows(data):
        negated = bool({"not", "never", "hardly"} & set(tokens))
        assert data.classes[target.item()] == (
            "positive" if bool(good & set(tokens)) != negated else "negative"
        )
    turned = [bool({"not", "never", "hardly"} & set(tokens)) for tokens, _ in rows(data)]
    assert sum(turned) / len(turned) == pytest.approx(0.5, abs=0.05)
    plain = sentiment(negated=0.0)
    assert not {"not", "never", "hardly"} & set(plain.tokens)


def test_no_word_alone_tells_the_sentiment() -> None:
    data = sentiment(n=4000)
    for number in range(2, len(data.tokens)):
        said = data.train.targets[(data.train.inputs == number).any(dim=1)].float()
        if len(said) > 100:
            assert said.mean().item() == pytest.approx(0.5, abs=0.16)


def test_a_linear_model_of_counts_fails_at_negation_and_at_nothing_else() -> None:
    from sklearn.linear_model import LogisticRegression

    def accuracy(negated: float) -> float:
        data = sentiment(negated=negated)

        def counts(part: Examples) -> Tensor:
            return torch.stack([row.bincount(minlength=len(data.tokens)) for row in part.inputs])

        model = LogisticRegression(max_iter=500).fit(counts(data.train), data.train.targets)
        return float(model.score(counts(data.validation), data.validation.targets))

    assert accuracy(0.0) > 0.98
    assert accuracy(0.5) < 0.78


# Collating


def test_batches_of_different_lengths() -> None:
    data = VariableLength([[3, 4, 5], [6], [7, 8]], [0, 1, 0])
    (batch,) = DataLoader(data, batch_size=3, collate_fn=pad_batch)
    assert batch.tokens.tolist() == [[3, 4, 5], [6, 0, 0], [7, 8, 0]]
    assert batch.lengths.tolist() == [3, 1, 2]
    assert batch.targets.tolist() == [0, 1, 0]
    assert data.lengths == (3, 1, 2)
    with pytest.raises(ValueError, match="1 sequences but 2 targets"):
        VariableLength([[1]], [0, 1])
    with pytest.raises(RuntimeError, match="equal size"):
        next(iter(DataLoader(data, batch_size=3)))


def test_padding_comes_off_and_on_again() -> None:
    examples = recall(n=100, length=60).train
    data = VariableLength.of(examples)
    assert max(data.lengths) == 10
    batches = list(DataLoader(data, batch_size=32, collate_fn=pad_batch))
    whole = [row[:length] for b in batches for row, length in zip(b.tokens, b.lengths, strict=True)]
    for row, original in zip(whole, examples.inputs, strict=True):
        assert torch.equal(row, original[: len(row)])
    assert torch.equal(torch.cat([b.targets for b in batches]), examples.targets)


@given(
    lengths=st.lists(st.integers(1, 50), min_size=1, max_size=80),
    size=st.integers(1, 9),
    pool=st.integers(1, 5),
)
@settings(max_examples=20)
def test_buckets_hold_every_example_once(lengths: list[int], size: int, pool: int) -> None:
    buckets = BucketBatches(lengths, size, pool=pool, seed=1)
    batches = list(buckets)
    assert len(buckets) == len(batches)
    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    assert all(1 <= len(batch) <= size for batch in batches)


def test_buckets_save_padding() -> None:
    data = VariableLength.of(reviews(sentences=1000).train)

    def filled(**options: object) -> int:
        return sum(b.tokens.numel() for b in DataLoader(data, collate_fn=pad_batch, **options))

    buckets = BucketBatches(data.lengths, 16)
    assert filled(batch_sampler=buckets) < 0.75 * filled(batch_size=16)
    first, again = list(buckets), list(buckets)
    buckets.set_epoch(1)
    assert first == again != list(buckets)
    assert first != list(BucketBatches(data.lengths, 16, seed=1))
