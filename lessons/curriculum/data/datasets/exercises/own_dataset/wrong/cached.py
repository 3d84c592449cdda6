"""getitem-is-kept: "What was made once need not be made again." A random change has to be."""

from torch.utils.data import Dataset


class Pictures(Dataset):
    def __init__(self, images, labels, change=None):
        self.images, self.labels, self.change = images, labels, change
        self.kept = {}

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        if index not in self.kept:
            image = self.images[index].clone()
            self.kept[index] = self.change(image) if self.change else image
        return self.kept[index], self.labels[index]
