"""A data set of pictures, changed whenever one is asked for."""

from collections.abc import Callable

from torch import Tensor
from torch.utils.data import Dataset

Change = Callable[[Tensor], Tensor]


class Pictures(Dataset):
    """Pairs of an image and its label."""

    def __init__(self, images: Tensor, labels: Tensor, change: Change | None = None) -> None:
        """Images (n, 64), labels (n,); `change` turns one image (64,) into another one."""
        raise NotImplementedError

    def __len__(self) -> int:
        """How many samples there are."""
        raise NotImplementedError

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        """Sample number `index`: the changed image and the label, which is not changed."""
        raise NotImplementedError
