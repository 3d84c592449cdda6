"""Which number belongs to which folder of images."""

from pathlib import Path


def class_numbers(root: Path) -> dict[str, int]:
    """Name of each class folder in `root` → its number, sorted by name, from 0."""
    names = sorted(entry.name for entry in root.iterdir())
    return {name: number for number, name in enumerate(names)}
