"""The learner's cache over a data set that notes what it is asked for."""


def asked(module, size, order):
    """Numbers that had to be read while these were asked for, and what came back."""
    reads = []

    class Source:
        def __len__(self):
            return 100

        def __getitem__(self, index):
            reads.append(index)
            return 10 * index

    cache = module.LRU(Source(), size)
    got = [cache[index] for index in order]
    return {"reads": reads, "got": got, "length": len(cache)}
