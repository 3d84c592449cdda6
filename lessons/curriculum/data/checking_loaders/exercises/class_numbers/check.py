"""Checks of `class_numbers`."""

import random

from lessons.checking import Learner, check, expect

NAMES = ("ant", "bee", "cat", "dog", "eel", "fox", "gnu", "hen")
HIDDEN = (".DS_Store", ".cache", ".index")
PLAIN = ("LICENSE", "a_list", "README", "checksums", "Makefile")


def right(folders: list[str]) -> dict[str, int]:
    """Folders sorted by name, from 0."""
    return {name: number for number, name in enumerate(sorted(folders))}


def numbered(learner: Learner, folders: list[str], files: list[str]) -> None:
    """Compare with what is right, where some files lie about; say which thought leads elsewhere."""
    listing = sorted([*folders, *files])
    everything = {name: number for number, name in enumerate(listing)}
    unhidden = right([name for name in listing if not name.startswith(".")])
    undotted = right([name for name in listing if "." not in name])
    gaps = {name: everything[name] for name in folders}
    expect.equal(
        learner.stage("numbered", folders, files),
        right(folders),
        known=(
            expect.Known(
                everything,
                "Files have got numbers too. Only folders hold a class.",
                tag="only-folders-are-listed",
            ),
            expect.Known(
                gaps,
                "The files are gone, and their numbers with them: sort out first, then number.",
                tag="filters-after-numbering",
            ),
            expect.Known(
                unhidden,
                "Hidden files are left out, but others lie there as well. "
                "What tells a folder from a file?",
                tag="only-hidden-files-stray",
            ),
            expect.Known(
                undotted,
                "Files with a dot in their name are left out, but others lie there as well. "
                "What tells a folder from a file?",
                tag="only-hidden-files-stray",
            ),
        ),
    )


@check("Folders alone are numbered by name, from 0.", why="The same folder, the same labels.")
def folders_alone(learner: Learner) -> None:
    folders = random.sample(NAMES, 4)
    got = learner.stage("numbered", folders, [])
    one_more = {name: number + 1 for name, number in right(folders).items()}
    if sorted(got) == sorted(folders) and sorted(got.values()) == list(range(len(folders))):
        expect.equal(
            got,
            right(folders),
            message="Every folder has a number, but they do not follow the names. In which order "
            "a folder is listed is up to the file system: sort.",
        )
    expect.equal(
        got,
        right(folders),
        known=(
            expect.Known(
                {number: name for name, number in right(folders).items()},
                "This is turned round: the name is to lead to the number.",
            ),
            expect.Known(
                {f"Path({name!r})": number for name, number in right(folders).items()},
                "The keys are paths. The task wants the names of the folders, which are text: "
                "`entry.name`.",
            ),
            expect.Known(
                one_more,
                "Numbers begin at 0, as the outputs of a network do.",
                tag="counts-from-one",
            ),
        ),
    )


@check("A hidden file that sorts first changes nothing.", why="File managers leave such files.")
def hidden(learner: Learner) -> None:
    numbered(learner, random.sample(NAMES, 3), [random.choice(HIDDEN)])


@check(
    "Neither do other files, wherever they sort.",
    why="A list, a licence, a page of notes: somebody always leaves something.",
)
def others(learner: Learner) -> None:
    files = [random.choice(HIDDEN), *random.sample(PLAIN, 3), "ant.txt"]
    numbered(learner, ["bee", *random.sample(NAMES[2:], 3)], files)
