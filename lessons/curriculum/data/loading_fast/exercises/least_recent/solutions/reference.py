"""What is found goes to the end of the dictionary."""

from torch.utils.data import Dataset


class LRU(Dataset):
    def __init__(self, source, size):
        self.source, self.size = source, size
        self.kept = {}

    def __len__(self):
        return len(self.source)

    def __getitem__(self, index):
        if index in self.kept:
            self.kept[index] = self.kept.pop(index)
            return self.kept[index]
        if len(self.kept) == self.size:
            self.kept.pop(next(iter(self.kept)))
        self.kept[index] = self.source[index]
        return self.kept[index]
