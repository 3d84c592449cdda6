"""row-is-a-copy: "A row taken out of a tensor is a tensor of its own." It is a view."""

from torch.utils.data import Dataset


class Pictures(Dataset):
    def __init__(self, images, labels, change=None):
        self.images, self.labels, self.change = images, labels, change

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        image = self.images[index]
        if self.change is not None:
            image = self.change(image)
        return image, self.labels[index]
