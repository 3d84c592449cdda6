"""One epoch of the learner's loader, and a bag of words that learns from it."""

import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.utils.data import DataLoader


def epoch(module, texts, labels, batch_size):
    """The vocabulary, and every batch of one epoch as a list of its parts."""
    got = module.batches(texts, labels.clone(), batch_size)
    if isinstance(got, DataLoader) or len(got) != 2:
        return "parts", []
    vocabulary, loader = got
    return dict(vocabulary), [list(batch) for batch in loader]


def trained(module, texts, labels, new_texts):
    """Train for 15 epochs, and say which of the new texts are positive."""
    vocabulary, loader = module.batches(texts, labels.clone(), 32)
    bag = nn.EmbeddingBag(len(vocabulary), 8, mode="mean", padding_idx=0)
    model = nn.Sequential(bag, nn.Linear(8, 2))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
    for _ in range(15):
        for tokens, _, targets in loader:
            optimizer.zero_grad()
            cross_entropy(model(tokens), targets).backward()
            optimizer.step()
    with torch.no_grad():
        rows = [torch.tensor([[vocabulary.get(word, 1) for word in text]]) for text in new_texts]
        return torch.cat([model(row) for row in rows]).argmax(dim=1)
