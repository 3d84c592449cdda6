"""The options of `tutor runs` and its commands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

runs = typer.Typer(no_args_is_help=False)
Named = Annotated[list[str], typer.Argument(help="Ids of runs; a unique beginning or end will do.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it without a question.")]


@runs.callback(invoke_without_command=True)
def list_runs(  # noqa: PLR0917 - typer gives every option by name
    context: typer.Context,
    find: Annotated[
        list[str] | None,
        typer.Option(help="Word to be found: momentum, #tag, lr=0.1, -failed; repeatable."),
    ] = None,
    lesson: Annotated[str | None, typer.Option(help="Only runs of this lesson.")] = None,
    status: Annotated[
        str | None,
        typer.Option(help="finished, stopped, diverged, failed, running or unfinished."),
    ] = None,
    sort: Annotated[
        str,
        typer.Option(
            help="when, lesson, run, seed, status, steps, loss, best, seconds, size or tags."
        ),
    ] = "when",
    turned: Annotated[
        bool, typer.Option("--reverse", help="The other way round than at first.")
    ] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="At most this many.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    folder: Annotated[
        Path | None,
        typer.Option("--in", help="The runs of this folder, as in `run --out`."),
    ] = None,
) -> None:
    """All runs ever made: find, look at, note, write out, clean up."""
    context.obj = folder
    if context.invoked_subcommand is None:
        from tui.headless.runs import Question
        from tui.headless.runs import list_runs as listing

        question = Question(
            words=tuple(word for words in find or () for word in words.split()),
            lesson=lesson,
            status=status,
            sort=sort,
            turned=turned,
            limit=limit,
            as_json=as_json,
        )
        raise typer.Exit(listing(folder, question))


@runs.command("show")
def show_run(
    context: typer.Context,
    run: Annotated[str, typer.Argument(help="Id of a run; a unique beginning or end will do.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Everything about one run, with its loss."""
    from tui.headless.runs import show_run as show

    raise typer.Exit(show(context.obj, run, as_json=as_json))


@runs.command("export")
def export_runs(
    context: typer.Context,
    run: Named,
    format_: Annotated[
        str, typer.Option("--format", help="csv, jsonl, tensorboard, svg or markdown.")
    ] = "csv",
    to: Annotated[
        Path | None, typer.Option(help="Folder to write to. Default: exports, beside the runs.")
    ] = None,
) -> None:
    """Write runs as a table, JSON lines, TensorBoard logs, a picture or a report."""
    from tui.headless.runs import export_runs as export

    raise typer.Exit(export(context.obj, run, format_, to))


@runs.command("note")
def note_runs(  # noqa: PLR0917 - typer gives every option by name
    context: typer.Context,
    run: Named,
    name: Annotated[str | None, typer.Option(help="What to call it; empty: its scenario.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Tag to add; repeatable.")] = None,
    untag: Annotated[list[str] | None, typer.Option(help="Tag to take off; repeatable.")] = None,
    pin: Annotated[
        bool | None, typer.Option("--pin/--no-pin", help="Keep it through every clean-up.")
    ] = None,
    note: Annotated[str | None, typer.Option(help="A few words of your own.")] = None,
) -> None:
    """Name, tag or pin runs."""
    from tui.headless.runs_cleaning import Noted
    from tui.headless.runs_cleaning import note_runs as write

    noted = Noted(
        name=name, tags=tuple(tag or ()), untags=tuple(untag or ()), pinned=pin, note=note
    )
    raise typer.Exit(write(context.obj, run, noted))


@runs.command("delete")
def delete_runs(context: typer.Context, run: Named, yes: Yes = False) -> None:
    """Put runs into the trash."""
    from tui.headless.runs_cleaning import delete_runs as delete

    raise typer.Exit(delete(context.obj, run, yes=yes))


@runs.command("restore")
def restore_runs(
    context: typer.Context,
    run: Annotated[
        list[str] | None, typer.Argument(help="Ids of runs in the trash. Default: all.")
    ] = None,
) -> None:
    """Take runs out of the trash."""
    from tui.headless.runs_cleaning import restore_runs as restore

    raise typer.Exit(restore(context.obj, run or ()))


@runs.command("clean")
def clean_runs(  # noqa: PLR0917 - typer gives every option by name
    context: typer.Context,
    older_than: Annotated[
        float | None, typer.Option(min=0, help="Runs that are at least so many days old.")
    ] = None,
    status: Annotated[
        list[str] | None, typer.Option(help="Runs that ended so; repeatable.")
    ] = None,
    snapshots: Annotated[
        bool, typer.Option("--snapshots", help="Drop only their snapshots; curves stay.")
    ] = False,
    trash: Annotated[bool, typer.Option("--trash", help="Empty the trash for good.")] = False,
    yes: Yes = False,
) -> None:
    """What runs take on disk, and less of it. Says what is freed, and asks."""
    from tui.headless.runs_cleaning import CleanUp
    from tui.headless.runs_cleaning import clean_runs as clean

    asked = CleanUp(
        older_than=older_than, statuses=tuple(status or ()), snapshots=snapshots, trash=trash
    )
    raise typer.Exit(clean(context.obj, asked, yes=yes))
