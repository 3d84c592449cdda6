"""eval-is-frozen: Eval mode for all of it. Then the dropouts rest as well."""

from torch import nn


def begin_epoch(model: nn.Module) -> None:
    model.eval()
