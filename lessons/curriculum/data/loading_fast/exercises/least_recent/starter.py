"""A cache for a data set whose samples are dear."""

from torch.utils.data import Dataset


class LRU(Dataset):
    """Keeps up to `size` samples of `source`."""

    def __init__(self, source: Dataset, size: int) -> None:
        self.source, self.size = source, size
        self.kept = {}

    def __len__(self) -> int:
        return len(self.source)

    def __getitem__(self, index: int):
        """Sample number `index`, read from `source` only where it is not kept."""
        if index in self.kept:
            return self.kept[index]
        if len(self.kept) == self.size:
            self.kept.pop(next(iter(self.kept)))
        self.kept[index] = self.source[index]
        return self.kept[index]
