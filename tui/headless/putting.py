"""Where what a command makes goes: to standard output, or whole into a file."""

from __future__ import annotations

import sys
from pathlib import Path

from engine.atomic import replacing


def put_text(text: str, to: Path | None) -> None:
    """Print it; into a file where there is one, whose name is printed. Raises EngineError."""
    if to is None:
        sys.stdout.write(text)
        return
    with replacing(to) as file:
        file.write(text.encode())
    sys.stdout.write(f"{to}\n")
