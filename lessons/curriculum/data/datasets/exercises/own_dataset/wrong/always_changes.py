"""There is always a change: without one, None is called."""

from torch.utils.data import Dataset


class Pictures(Dataset):
    def __init__(self, images, labels, change=None):
        self.images, self.labels, self.change = images, labels, change

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        return self.change(self.images[index].clone()), self.labels[index]
