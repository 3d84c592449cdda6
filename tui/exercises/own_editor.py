"""The learner's own editor: which it is, and whether it needs the terminal for itself."""

from __future__ import annotations

import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lessons.errors import TutorError

GRAPHICAL = frozenset(
    {
        "atom", "bbedit", "code", "code-insiders", "codium", "cursor", "gedit", "geany",
        "gnome-text-editor", "gvim", "idea", "kate", "kwrite", "macvim", "mate", "mousepad",
        "mvim", "notepad", "notepad++", "open", "pluma", "pycharm", "subl", "sublime_text",
        "textedit", "vscodium", "windsurf", "xed", "zed", "zeditor",
    }
)  # fmt: skip
"""Editors that open a window of their own."""
USUAL = ("nano", "vim", "vi", "emacs", "notepad")
"""Tried in this order where the learner has named none."""

Which = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class OwnEditor:
    """How an editor is started."""

    command: tuple[str, ...]
    graphical: bool
    """Whether it opens a window beside the terminal."""

    def beside(self, file: Path) -> None:
        """Open a file in a window and go on. Raises TutorError where it cannot be started."""
        nothing = subprocess.DEVNULL
        try:
            subprocess.Popen(
                [*self.command, str(file)],
                stdin=nothing,
                stdout=nothing,
                stderr=nothing,
                start_new_session=True,
            )
        except OSError as error:
            raise self.refused(error) from error

    def here(self, file: Path) -> int:
        """Open a file in this terminal and wait; returns the editor's exit status.

        Raises TutorError where it cannot be started.
        """
        # Ctrl+C there is meant for the editor, but a terminal sends it to this process as well.
        before = signal.signal(signal.SIGINT, lambda *_: None)
        try:
            return subprocess.run([*self.command, str(file)], check=False).returncode
        except OSError as error:
            raise self.refused(error) from error
        finally:
            signal.signal(signal.SIGINT, before)

    def refused(self, error: OSError) -> TutorError:
        """What to say where it cannot be started."""
        return TutorError(
            "Your editor did not start",
            f"{self.command[0]}: {error.strerror or error}.",
            "VISUAL or EDITOR names the editor; set it before you start the app.",
        )


def own_editor(environment: Mapping[str, str], which: Which = shutil.which) -> OwnEditor:
    """The editor of this environment. Raises TutorError where there is none."""
    named = next(
        (value for name in ("VISUAL", "EDITOR") if (value := environment.get(name, "").strip())), ""
    )
    try:
        command = tuple(shlex.split(named, posix=sys.platform != "win32"))
    except ValueError:
        command = (named,)
    if not command:
        found = next((name for name in USUAL if which(name)), None)
        if found is None:
            raise TutorError(
                "There is no editor to open",
                "Neither VISUAL nor EDITOR is set, and none of the usual editors was found.",
                "Set EDITOR to the command that opens yours, or write in the app.",
            )
        command = (found,)
    name = Path(command[0].replace("\\", "/")).name.casefold().removesuffix(".exe")
    window = name in GRAPHICAL or (name == "emacsclient" and "-c" in command)
    return OwnEditor(command, graphical=window)
