"""Optimisers as the papers write them, to be read; each gives what `torch.optim` gives."""

from engine.optim.from_scratch.adam import AdamW
from engine.optim.from_scratch.rule import FromScratch, adamw, sgd
from engine.optim.from_scratch.sgd import SGD

__all__ = ["SGD", "AdamW", "FromScratch", "adamw", "sgd"]
