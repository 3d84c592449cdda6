"""The options of the `tutor` command; with `typer_runs` the only place that knows typer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tui.typer_runs import runs

app = typer.Typer(
    help="Learn deep learning with PyTorch in the terminal: predict, run, look, explain.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    plain: Annotated[
        bool, typer.Option("--plain", help="Lessons as lines of text: choose one by its number.")
    ] = False,
    profile: Annotated[
        str | None, typer.Option(help="Learn as someone: progress, runs and settings of their own.")
    ] = None,
    lessons: Annotated[
        list[Path] | None,
        typer.Option(help="Folder with lessons to have as well; repeatable."),
    ] = None,
) -> None:
    """Without a command: open the app where you left it."""
    from lessons.reading.sources import open_folder
    from tui.headless.profiles import learn_as

    for folder in lessons or ():
        open_folder(folder.expanduser())
    if status := learn_as(profile):
        raise typer.Exit(status)
    if plain and context.invoked_subcommand not in (None, "learn"):
        raise typer.BadParameter(
            "it stands behind the command: `tutor run LESSON --plain`.", param_hint="--plain"
        )
    if context.invoked_subcommand is None:
        if plain:
            from tui.plain.start import learn

            raise typer.Exit(learn(None))
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
    plain: Annotated[
        bool, typer.Option("--plain", help="Tell of the runs in lines of text; no bars, no plots.")
    ] = False,
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
    if plain and jsonl is None:
        from tui.plain.start import run_in_words

        raise typer.Exit(run_in_words(asked, out=out))
    raise typer.Exit(run_lesson(asked, jsonl=jsonl, out=out))


@app.command("learn")
def learn_(
    lesson: Annotated[str, typer.Argument(help="unit/lesson")],
    unattended: Annotated[
        bool, typer.Option(help="Nobody answers: skip every question, make every run.")
    ] = False,
) -> None:
    """Take a lesson as lines of text, as `tutor --plain` does."""
    from tui.plain.start import learn

    raise typer.Exit(learn(lesson, unattended=unattended))


@app.command()
def check(
    lesson: Annotated[str, typer.Argument(help="unit/lesson, or unit/lesson:exercise")],
    file: Annotated[
        str | None,
        typer.Argument(help="File to judge; - is standard input. Default: your own of the app."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Seed of the inputs that the checks draw.")
    ] = None,
) -> None:
    """Judge the code of an exercise: 0 passed, 1 failed, 2 not attempted, 3 over a limit."""
    from tui.headless.check import Asked
    from tui.headless.check import check as judge

    raise typer.Exit(judge(Asked(text=lesson, file=file, seed=seed, as_json=as_json)))


@app.command()
def place() -> None:
    """Where do I start? Predictions and a few questions, as lines of text, find your place."""
    from tui.plain.start import find_place

    raise typer.Exit(find_place())


@app.command("workbench")
def workbench_(
    lesson: Annotated[
        str | None, typer.Argument(help="unit/lesson, or unit/lesson#id; default: a small tensor.")
    ] = None,
    step: Annotated[
        list[str] | None,
        typer.Option(help="Statement to run; repeatable. Default: ask, or the suggested ones."),
    ] = None,
) -> None:
    """Small tensors as grids of text: what an operation does to shape, strides and memory."""
    from tui.headless.workbench import workbench

    raise typer.Exit(workbench(lesson, tuple(step or ())))


@app.command("review")
def review_(
    minutes: Annotated[
        float, typer.Option(min=0.5, max=60, help="About how long; nothing is begun after that.")
    ] = 3.0,
    plain: Annotated[
        bool, typer.Option("--plain", help="Curves in words instead of drawings.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Ask nothing; list what is due as one JSON object.")
    ] = False,
) -> None:
    """A few questions of lessons and about your runs, as they come due. Status 1: left early."""
    from tui.headless.review import review

    raise typer.Exit(review(minutes=minutes, plain=plain, as_json=as_json))


@app.command()
def lint(
    lessons: Annotated[
        list[str] | None, typer.Argument(help="Lessons, by id or folder; default: all.")
    ] = None,
    quick: Annotated[bool, typer.Option(help="Only what can be seen without training.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Only which topics are taught, and by what.")
    ] = False,
) -> None:
    """Prove lessons sound: read them, train every scenario, judge every kept answer."""
    if coverage:
        from tui.headless.coverage import print_coverage

        raise typer.Exit(print_coverage(as_json=as_json))
    from tui.headless.lint import Asked, lint_lessons

    asked = Asked(lessons=tuple(lessons or ()), quick=quick, as_json=as_json)
    raise typer.Exit(lint_lessons(asked))


@app.command()
def new(
    lesson: Annotated[str, typer.Argument(help="unit/lesson, in lower-case letters.")],
    into: Annotated[
        Path | None, typer.Option("--in", help="Folder of units, outside of this program.")
    ] = None,
    exercise: Annotated[
        str | None, typer.Option(help="Add an exercise of this name to a lesson that exists.")
    ] = None,
    kind: Annotated[
        str, typer.Option(help="Of the exercise: complete, mend, fade, goal, output, order.")
    ] = "complete",
) -> None:
    """Make a lesson that lints, or add an exercise to one."""
    from tui.headless.new import Asked
    from tui.headless.new import new as make

    raise typer.Exit(make(Asked(lesson=lesson, into=into, exercise=exercise, kind=kind)))


@app.command()
def preview(
    lesson: Annotated[
        str, typer.Argument(help="unit/lesson or a folder, with #block or #line to begin there.")
    ],
) -> None:
    """Open a lesson in the middle; it is shown anew when it is saved. Nothing is kept."""
    from tui.headless.preview import preview as show

    raise typer.Exit(show(lesson))


@app.command()
def schema(
    block: Annotated[
        str | None, typer.Argument(help="lesson, unit, quiz, exercise …; default: all of them.")
    ] = None,
) -> None:
    """What may be written in a lesson, as JSON Schema; lessons/FORMAT.md says it in words."""
    from tui.headless.schema import print_schema

    raise typer.Exit(print_schema(block))


@app.command()
def doctor() -> None:
    """Look at the environment, change nothing, and say what to do about each problem."""
    from tui.headless.doctor import doctor as examine

    raise typer.Exit(examine())


@app.command()
def profiles(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Who learns on this machine; `tutor --profile NAME` learns as one of them."""
    from tui.headless.profiles import list_profiles

    raise typer.Exit(list_profiles(as_json=as_json))


@app.command()
def export(
    to: Annotated[Path, typer.Argument(help="File to write; - is standard output.")],
    workspace: Annotated[
        bool, typer.Option("--workspace", help="Also the files of your exercises.")
    ] = False,
) -> None:
    """Write your progress as one JSON document."""
    from tui.headless.exchange import export_progress

    raise typer.Exit(export_progress(to, workspace=workspace))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="What `tutor export` wrote; - is standard input.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what it would bring, and change nothing.")
    ] = False,
) -> None:
    """Take in progress from another machine; what is there already is not doubled."""
    from tui.headless.exchange import import_progress

    raise typer.Exit(import_progress(file, dry_run=dry_run))


@app.command()
def report(
    lesson: Annotated[
        list[str] | None, typer.Option(help="Lesson to report on; repeatable. Default: all.")
    ] = None,
    format_: Annotated[str, typer.Option("--format", help="markdown or json.")] = "markdown",
    to: Annotated[Path | None, typer.Option(help="File to write. Default: print it.")] = None,
) -> None:
    """What you predicted, ran, found and explained."""
    from tui.headless.report import write_report

    raise typer.Exit(write_report(tuple(lesson or ()), format_, to))


@app.command()
def reports(
    folder: Annotated[
        Path, typer.Argument(help="Folder of reports: `report --format json --to NAME.json`.")
    ],
    format_: Annotated[str, typer.Option("--format", help="markdown, csv or json.")] = "markdown",
    to: Annotated[Path | None, typer.Option(help="File to write. Default: print it.")] = None,
) -> None:
    """A folder of reports as one table, a row for every learner."""
    from tui.headless.report_table import write_table

    raise typer.Exit(write_table(folder, format_, to))


app.add_typer(runs, name="runs")
