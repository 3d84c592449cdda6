"""Inputs changed on purpose so that a model misreads them, and training that withstands it."""

from engine.attacks.fgsm import FGSM
from engine.attacks.training import adversarial_training

__all__ = ["FGSM", "adversarial_training"]
