"""The options of the `tutor` command; the only place that knows typer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Learn deep learning with PyTorch in the terminal: predict, run, look, explain.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def start(context: typer.Context) -> None:
    """Without a command: open the app where you left it."""
    if context.invoked_subcommand is None:
        from tui.headless.launch import launch

        raise typer.Exit(launch())


@app.command("list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Units and lessons, with minutes, topics and progress."""
    from tui.headless.listing import listing

    raise typer.Exit(listing(as_json=as_json))


@app.command()
def run(  # noqa: PLR0917 - typer gives every option by name
    lesson: Annotated[
        str, typer.Argument(help="A lesson, or a share string: unit/lesson?knob=value#seed=3")
    ],
    scenario: Annotated[
        list[str] | None, typer.Option(help="Scenario to run; repeatable. Default: all.")
    ] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="knob=value; repeatable.")] = None,
    steps: Annotated[int | None, typer.Option(min=1, help="Stop after this many steps.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of all random numbers.")] = None,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda, mps.")] = "auto",
    jsonl: Annotated[
        str | None, typer.Option(help="Write events as JSON lines; - is standard output.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Keep the runs in this folder.")] = None,
) -> None:
    """Train a lesson's lab without a screen."""
    from tui.headless.asked import Asked
    from tui.headless.run import run_lesson

    asked = Asked(
        text=lesson,
        scenarios=tuple(scenario or ()),
        settings=tuple(set_ or ()),
        steps=steps,
        seed=seed,
        device=device,
    )
    raise typer.Exit(run_lesson(asked, jsonl=jsonl, out=out))


@app.command()
def lint(
    lessons: Annotated[list[str] | None, typer.Argument(help="Lessons; default: all.")] = None,
    quick: Annotated[bool, typer.Option(help="Only what can be seen without training.")] = False,
) -> None:
    """Prove the curriculum sound: read it, then train every scenario."""
    from tui.headless.lint import lint_lessons

    raise typer.Exit(lint_lessons(tuple(lessons or ()), quick=quick))


@app.command()
def new(
    lesson: Annotated[str, typer.Argument(help="unit/lesson, in lower-case letters.")],
) -> None:
    """Make a lesson folder that already lints."""
    from tui.headless.lint import new_lesson

    raise typer.Exit(new_lesson(lesson))


@app.command()
def doctor() -> None:
    """Look at the environment, change nothing, and say what to do about each problem."""
    from tui.headless.doctor import doctor as examine

    raise typer.Exit(examine())
