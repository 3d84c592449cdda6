"""getitem-is-a-batch: "The change is made to the images." It is meant for one of them."""

from torch.utils.data import Dataset


class Pictures(Dataset):
    def __init__(self, images, labels, change=None):
        self.images, self.labels, self.change = images, labels, change

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        images = self.images.clone()
        if self.change is not None:
            images = self.change(images)
        return images[index], self.labels[index]
