"""Starts the app of the screen benchmark. As light as `tutor`: workers import this file, too."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from tui.frame_clock import quicken

    quicken()
    from tests.benchmarks.screen_lessons import run

    run()
