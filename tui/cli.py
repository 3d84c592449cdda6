"""Entry of the `tutor` command. Imports nothing: worker processes import this module too."""

from __future__ import annotations

import sys


def main() -> None:
    """Without arguments the app opens, and does not wait for what reads arguments."""
    from tui.garbage import come_back, keep_out

    keep_out()
    if len(sys.argv) == 1:
        from tui.headless.launch import launch

        raise SystemExit(launch())
    from tui.typer_app import app

    come_back()
    app(prog_name="tutor")


if __name__ == "__main__":
    main()
