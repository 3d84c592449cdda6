"""What somebody else wrote can be shown in a terminal."""

from __future__ import annotations

from lessons.checking.explaining import LONGEST_MESSAGE, explained
from lessons.checking.harmless import LONGEST, harmless, harmless_data, without_controls
from lessons.checking.messages import Raised


def test_what_steers_a_terminal_shows_as_a_mark() -> None:
    assert harmless("a\x1b[2J\x9b\u202eb\ud800\n\tc") == "a\ufffd[2J\ufffd\ufffdb\ufffd\n\tc"
    assert without_controls("é\x1b\u200d\f\r\n\t\x7f\0") == "é\ufffd\u200d\f\r\n\t\ufffd\ufffd"


def test_all_texts_of_data_are_made_harmless_and_none_is_endless() -> None:
    data = {"a": ["\x1b", ("\x07", 1, None)], "b": "x" * (LONGEST + 1)}
    assert harmless_data(data) == {"a": ["\ufffd", ["\ufffd", 1, None]], "b": "x" * LONGEST}


def test_an_error_is_as_long_as_can_be_read() -> None:
    raised = Raised(["E" * 9000] * 99, "m" * 99_999, [1] * 99, ["f" * 9000] * 99)
    error = explained(raised, "x" * 9000)
    assert len(error.original) < 2 * LONGEST_MESSAGE
    assert len(error.traceback) < 10_000
