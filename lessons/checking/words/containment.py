"""Words for what a checked file may not do, or do without end."""

from __future__ import annotations

from lessons.checking.words.rule import Rule

CONTAINMENT = (
    Rule(
        pattern=r"maximum recursion depth exceeded",
        title="A function calls itself without end",
        words="""Every call waits for the next one. Look at what should end it: a case that
        returns without calling, and arguments that come nearer to it. In a `Module`, `forward`
        must not call the model itself.""",
        kinds=("RecursionError",),
    ),
    Rule(
        pattern=r"tried to allocate (?P<bytes>\d+) bytes",
        title="More memory than there is",
        words="""One tensor of {size} was asked for. Look at its sizes: two large dimensions
        multiplied, often by an outer product or a broadcast that was not meant (a column
        against a row).""",
        more=lambda found: {"size": _size(int(found["bytes"]))},
    ),
    Rule(
        pattern=r"",
        title="The memory for this exercise is used up",
        words="""The code asked for more than it may have. Look for a list that grows in a
        loop, losses that are kept with their graphs (keep `loss.item()`), or a tensor with two
        large dimensions.""",
        kinds=("MemoryError", "OutOfMemoryError"),
    ),
    Rule(
        pattern=r"File too large|Errno 27",
        title="The file grew too large",
        words="""What is checked may write small files only, and an exercise needs none. Print
        less, or keep numbers in a list.""",
        kinds=("OSError",),
    ),
    Rule(
        pattern=r"Resource temporarily unavailable|can't start new thread|Errno 11\b"
        r"|start other processes",
        title="No further processes or threads",
        words="""Your code is checked in one process of its own. Leave out `num_workers`, pools and
        threads: an exercise does without.""",
        kinds=("BlockingIOError", "OSError", "RuntimeError", "PermissionError"),
    ),
    Rule(
        pattern=r"Network is unreachable|Name or service not known|Temporary failure in name "
        r"resolution"
        r"|getaddrinfo|Connection refused|[Ss]ocket|network",
        title="There is no network while a file is checked",
        words="""Exercises need nothing from outside: the data come with the course. Leave the
        download out.""",
        kinds=("OSError", "gaierror", "ConnectionRefusedError", "PermissionError", "URLError"),
    ),
    Rule(
        pattern=r"may (?P<what>read|write)",
        title="Other files are out of reach",
        words="""Your code is checked in an empty folder of its own and may {what} only there. An
        exercise needs no files: the data come as arguments.""",
        kinds=("PermissionError",),
    ),
    Rule(
        pattern=r"",
        title="This is not allowed while a file is checked",
        words="""Your code is checked in a place of its own, without network and without other
        people's files. An exercise needs neither: work with what the function is given.""",
        kinds=("PermissionError",),
    ),
    Rule(
        pattern=r"No such file or directory: '(?P<path>[^']*)'",
        title="There is no file `{path}`",
        words="""Your code is checked in an empty folder of its own. An exercise needs no
        files: the data come as arguments.""",
        kinds=("FileNotFoundError",),
    ),
    Rule(
        pattern=r"EOF when reading a line",
        title="Nobody can type while a file is checked",
        words="""`input()` waits for the keyboard, and there is none. Take values as arguments.""",
        kinds=("EOFError",),
    ),
    Rule(
        pattern=r"",
        title="The program ended itself",
        words="""`exit()`, `quit()` and `sys.exit()` end everything, the checks as well. A
        function gives back its value with `return`.""",
        kinds=("SystemExit",),
    ),
)


def _size(count: int) -> str:
    amount = float(count)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.4g} {unit}"
        amount /= 1000
    return f"{amount:.4g} TB"
