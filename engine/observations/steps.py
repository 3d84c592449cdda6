"""What a training step costs, and what it is worth."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StepProfile:
    """Where the time and the memory of one step go."""

    data: float
    """Seconds to gather a batch."""
    forward: float
    """Seconds from the batch to the loss."""
    backward: float
    """Seconds from the loss to the gradients."""
    optimizer: float
    """Seconds from the gradients to the new weights."""
    samples: int
    """Examples in the batch; 0 for a run without data."""
    parameters: int
    """Bytes."""
    gradients: int
    """Bytes."""
    optimizer_state: int
    """Bytes."""
    activations: int
    """Bytes kept from the forward pass for the backward pass."""

    @property
    def seconds(self) -> float:
        """The whole step."""
        return self.data + self.forward + self.backward + self.optimizer

    @property
    def samples_per_second(self) -> float:
        """Throughput of such steps."""
        return self.samples / self.seconds if self.seconds > 0 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseScale:
    """How far the gradients of mini-batches scatter around the gradient."""

    batch_size: int
    batches: int
    """Mini-batches compared."""
    signal: float
    """Estimate of |G|², the squared length of the true gradient; may fall below 0."""
    noise: float
    """Estimate of tr Σ, the variance of one example's gradient, summed over the weights."""
    scale: float
    """tr Σ / |G|², in examples; nan where the signal is drowned."""
