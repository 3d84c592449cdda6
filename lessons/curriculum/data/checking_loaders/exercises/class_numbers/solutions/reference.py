"""Keep the folders, then number."""


def class_numbers(root):
    names = sorted(entry.name for entry in root.iterdir() if entry.is_dir())
    return {name: number for number, name in enumerate(names)}
