"""A clock stamps every use; the oldest stamp goes."""

from torch.utils.data import Dataset


class LRU(Dataset):
    def __init__(self, source, size):
        self.source, self.size = source, size
        self.samples, self.used, self.clock = {}, {}, 0

    def __len__(self):
        return len(self.source)

    def __getitem__(self, index):
        self.clock += 1
        if index not in self.samples:
            if len(self.samples) >= self.size:
                oldest = min(self.used, key=self.used.get)
                del self.samples[oldest], self.used[oldest]
            self.samples[index] = self.source[index]
        self.used[index] = self.clock
        return self.samples[index]
