"""Errors that a person may meet."""

from __future__ import annotations

from engine.events import Problem


class EngineError(Exception):
    """Something the engine cannot do, with a reason and a next step."""

    def __init__(self, title: str, reason: str, next_step: str, details: str = "") -> None:
        super().__init__(f"{title}. {reason} {next_step}")
        self.problem = Problem(title=title, reason=reason, next_step=next_step, details=details)

    def __reduce__(self) -> tuple[type[EngineError], tuple[str, str, str, str]]:
        problem = self.problem
        return (
            EngineError,
            (problem.title, problem.reason, problem.next_step, problem.details),
        )
