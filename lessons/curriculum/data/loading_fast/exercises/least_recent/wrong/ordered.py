"""dictionary-knows-use: "An OrderedDict is an LRU." It knows the order of storing as well, no more."""

from collections import OrderedDict

from torch.utils.data import Dataset


class LRU(Dataset):
    def __init__(self, source, size):
        self.source, self.size = source, size
        self.kept = OrderedDict()

    def __len__(self):
        return len(self.source)

    def __getitem__(self, index):
        if index not in self.kept:
            if len(self.kept) == self.size:
                self.kept.popitem(last=False)
            self.kept[index] = self.source[index]
        return self.kept[index]
