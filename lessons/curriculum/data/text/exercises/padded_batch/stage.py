"""The learner's function in a DataLoader."""

from torch.utils.data import DataLoader


def loaded(module, rows, labels, batch_size):
    """Every batch as a list of its parts."""
    samples = list(zip(rows, labels, strict=True))
    loader = DataLoader(samples, batch_size=batch_size, collate_fn=module.padded_batch)
    return [list(batch) for batch in loader]
