"""counts-from-one: "The first class is number 1." A network's outputs are counted from 0."""


def class_numbers(root):
    names = sorted(entry.name for entry in root.iterdir() if entry.is_dir())
    return {name: number for number, name in enumerate(names, start=1)}
