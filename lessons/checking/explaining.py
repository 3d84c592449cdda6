"""Errors of the learner's code, as the judge reports them."""

from __future__ import annotations

import signal

from lessons.checking.harmless import cut
from lessons.checking.messages import Raised
from lessons.checking.verdict import Explained, Limit
from lessons.checking.words import explain_error

MOST_LINES = 12
LONGEST_LINE = 200
LONGEST_NAME = 200
LONGEST_MESSAGE = 4000
"""Characters; the learner's process cuts it as well, if it is left to."""
LONGEST_LOOKED_AT = 1000
"""Of a message, where plain words are looked for: the patterns take the square of its length."""
LONGEST_SOURCE = 200_000
"""Characters of a learner's file: reading more than that takes seconds."""
_OUT_OF_MEMORY = ("can't allocate memory", "Cannot allocate memory", "out of memory")
_LIMIT_SIGNALS: dict[int, Limit] = {
    getattr(signal, "SIGXCPU", 0): "time",
    getattr(signal, "SIGXFSZ", 0): "file size",
}
NO_TEXT = Explained(
    original="UnicodeDecodeError: the file is not UTF-8",
    title="The file is not UTF-8 text",
    words="Some of it is stored in another way. Save it as UTF-8 in your editor.",
)
TOO_LONG = Explained(
    original="more than is read",
    title="The text is too long",
    words="An exercise takes some dozens of lines. Look at what has been pasted in.",
)


def unreadable(source: str) -> Explained | None:
    """Why a file is not even looked at; None for one that can be read."""
    if len(source) > LONGEST_SOURCE:
        return TOO_LONG
    try:
        source.encode()
    except UnicodeEncodeError:  # it was read from bytes that are no UTF-8
        return NO_TEXT
    return None


def explained(raised: Raised, source: str) -> Explained:
    """What was raised, where, and what it means."""
    kinds = [kind[:LONGEST_NAME] for kind in raised.kinds[:8]] or ["Exception"]
    kind, message = kinds[0], cut(raised.message.strip(), LONGEST_MESSAGE)
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    line = raised.lines[-1] if raised.lines else None
    code = lines[line - 1] if line is not None and 0 < line <= len(lines) else ""
    looked_at, code = message[:LONGEST_LOOKED_AT], code[:LONGEST_LOOKED_AT]
    words = next(
        (found for name in kinds if (found := explain_error(name, looked_at, code, source=source))),
        None,
    )
    return Explained(
        original=f"{kind}: {message}" if message else kind,
        title=words.title if words else "",
        words=words.words if words else "",
        line=line,
        traceback=_traceback(raised, lines),
    )


def limit_of(raised: Raised) -> Limit:
    """The limit that an error speaks of; empty where it is about something else."""
    if "MemoryError" in raised.kinds or "OutOfMemoryError" in raised.kinds:
        return "memory"
    if "RuntimeError" in raised.kinds and any(w in raised.message for w in _OUT_OF_MEMORY):
        return "memory"
    if "OSError" in raised.kinds and "File too large" in raised.message:
        return "file size"
    return ""


def limit_of_end(status: int | None) -> Limit:
    """The limit that ended a process; empty where it ended for another reason."""
    return _LIMIT_SIGNALS.get(-status, "") if status is not None and status < 0 else ""


def vanished(status: int | None) -> Explained:
    """A process that was gone before it had answered. How it ended proves nothing."""
    title = "The program ended itself"
    if status is None:
        original, title = "the channel was closed", "The program cut itself off"
    elif status < 0:
        name = _signal(-status)
        original, title = f"ended by {name}", "The program crashed"
    else:
        original = f"ended with exit status {status}"
    words = (
        "It was gone before it had answered. What is asked for is a function's result: "
        "nothing that ends the program can stand for it."
    )
    return Explained(original=original, title=title, words=words)


def garbled() -> Explained:
    """A process that answered with something that is no answer."""
    return Explained(
        original="an answer that cannot be read",
        title="Something else came back than a result",
        words=(
            "Between your code and the checks only results are passed on. "
            "Leave open files and sockets that you did not open yourself alone."
        ),
    )


def _traceback(raised: Raised, lines: list[str]) -> str:
    """Only the learner's frames; made anew here, from line numbers and the learner's own text."""
    told = []
    for line, function in list(zip(raised.lines, raised.functions, strict=False))[-MOST_LINES:]:
        place = f", in {function[:LONGEST_NAME]}" if function else ""
        told.append(f"line {line}{place}")
        if 0 < line <= len(lines):
            told.append(f"    {cut(lines[line - 1].strip(), LONGEST_LINE)}")
    return "\n".join(told)


def _signal(number: int) -> str:
    try:
        return f"signal {number} ({signal.Signals(number).name})"
    except ValueError:
        return f"signal {number}"
