"""A case: look at the broken run, name the fault, confirm it, mend it, see what it was."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static

from lessons.clinics.mended import changes
from lessons.clinics.shown import Figure
from lessons.exercises.folder import read_starter
from lessons.progress.records import ClinicStep
from tui.clinics import telling
from tui.clinics.charts import chart
from tui.commands import Command, bindings
from tui.messages import ExerciseRequested
from tui.plots.theme_look import look_of
from tui.screens.clinic.commands import ACTIONS
from tui.screens.clinic.lab import ClinicLabScreen
from tui.screens.clinic.working import Learned, Working
from tui.screens.code import CodeScreen
from tui.screens.scrolling import ScrollingScreen
from tui.symbols import Symbols
from tui.widgets.key_bar import KeyBar
from tui.widgets.line_chart import LineChart
from tui.widgets.lines import BLANK, Lines, Paragraph, inline
from tui.widgets.prose import Prose
from tui.widgets.row_list import Row, RowList
from tui.widgets.top_line import TopLine


class ClinicScreen(Working, ScrollingScreen):
    """Shows the stage that the learner has come to; everything before it stays readable."""

    CSS_PATH = "clinic.tcss"
    PLACE = "Clinic"
    AUTO_FOCUS = ""
    ACTIONS = ACTIONS
    BINDINGS = bindings(ACTIONS)

    top = query_one(TopLine)
    choices = query_one("#choices", RowList)
    asked_anew = False
    """Whether the learner was asked to confirm that the case begins again."""

    def compose(self) -> ComposeResult:
        """Words and choices on the left, curves and figures on the right."""
        yield TopLine()
        yield Static(id="stages")
        with Horizontal(id="body"):
            with VerticalScroll(id="left", can_focus=False):
                yield Prose(self.case.complaint)
                yield Lines(id="told")
                yield RowList(self.tutor.symbols, id="choices")
                yield Lines(id="about")
                yield Vertical(id="end")
            with Vertical(id="right"):
                yield LineChart(id="upper")
                yield LineChart(id="lower")
                yield Static(id="figures")
        yield KeyBar(self.tutor.symbols)

    def on_mount(self) -> None:
        """Show what is known, look for the rest."""
        for plot in self.query(LineChart):
            plot.can_focus = False
        self.show()
        self.look()

    def on_screen_resume(self) -> None:
        """Back from the lab or the code."""
        if self.is_mounted:
            self.look()

    def use_symbols(self, symbols: Symbols) -> None:
        """Write with other signs from now on."""
        super().use_symbols(symbols)
        self.show()

    @on(Learned)
    def show(self) -> None:
        """Write everything anew."""
        if self.gone or not self.query("#told"):
            return
        at, signs = self.at, self.tutor.symbols
        step = f" {signs.step_in} "
        self.top.left = Content.assemble(("Clinic" + step, "$muted"), (self.case.title, "bold"))
        self.top.right = self.busy or (f"{signs.done} mended" if at.ever_mended else "")
        self.query_one("#stages", Static).update(telling.path(at, signs))
        self.set_class(at.stage in ("name", "test", "mend"), "-choosing")
        told = telling.asked(at, self.key_of, loaded=self.mended is not None)
        self.query_one("#told", Lines).paragraphs = told
        self.show_choices()
        self.show_charts()
        self.show_end()
        self.show_keys()

    def show_choices(self) -> None:
        """Suspects or tests, those that were tried marked."""
        at, signs = self.at, self.tutor.symbols
        rows: tuple[Row, ...] = ()
        if at.stage == "name":
            rows = tuple(
                Row(
                    key=one.key,
                    mark=signs.wrong if one.key in at.suspected else "",
                    text=one.name,
                    quiet=one.key in at.suspected,
                )
                for one in self.case.suspects
            )
        elif at.stage == "test":
            rows = tuple(
                Row(
                    key=one.key,
                    mark=signs.done if one.key in at.tested else "",
                    text=one.ask,
                    quiet=one.key in at.tested,
                )
                for one in self.case.trials
            )
        if rows != self.choices.rows:
            others = [row.key for row in rows] != [row.key for row in self.choices.rows]
            self.choices.rows = rows
            self.choices.cursor = 0 if others else self.choices.cursor
        self.choices.display = bool(rows)
        if rows and self.focused is not self.choices:
            self.choices.focus(scroll_visible=False)
        self.show_about()

    @on(RowList.Highlighted)
    def show_about(self) -> None:
        """What is known of the highlighted row, and of the last step."""
        about = self.query_one("#about", Lines)
        row, at = self.choices.current, self.at
        paragraphs: tuple[Paragraph, ...] = ()
        if at.stage == "name" and row is not None and row.key in at.suspected:
            paragraphs = telling.suspicion(
                self.case.suspect(row.key), self.figures, right=row.key == self.case.fault
            )
        elif at.stage == "test" and row is not None:
            paragraphs = self.about_trial(row.key)
        elif at.stage == "mend" and at.tested:
            paragraphs = (*self.about_trial(at.tested[-1]), BLANK)
            paragraphs += (Paragraph(inline(self.case.exercise.ask)),)
        about.paragraphs = paragraphs
        if paragraphs:
            self.call_after_refresh(about.scroll_visible, animate=False)

    def about_trial(self, key: str) -> tuple[Paragraph, ...]:
        """A test in full, and what it has shown."""
        trial, shown, at = self.case.trial(key), self.shown.get(key), self.at
        paragraphs: tuple[Paragraph, ...] = (Paragraph(inline(trial.ask)),)
        if key not in at.tested:
            if not at.tested:
                fits = telling.suspicion(
                    self.case.suspect(self.case.fault), self.figures, right=True
                )
                paragraphs = (*fits, BLANK, *paragraphs)
            return paragraphs
        if shown is None:
            return paragraphs
        return (*paragraphs, BLANK, *telling.outcome(self.case, trial, shown, at.tested))

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Of the learner's own run."""
        return self.patient.figures if self.patient is not None else ()

    def show_charts(self) -> None:
        """What belongs to the stage: the run, the trial, both programs."""
        look = look_of(self.app, self.tutor.settings.symbols)
        at, log = self.at, self.case.log_loss
        upper, lower = self.query_one("#upper", LineChart), self.query_one("#lower", LineChart)
        key = self.choices.current.key if self.choices.current is not None else ""
        trial = self.shown.get(key if at.stage == "test" else at.tested[-1] if at.tested else "")
        figures = trial.figures if trial is not None and at.stage in ("test", "mend") else ()
        self.query_one("#figures", Static).update(telling.figure_rows(figures))
        if at.stage == "compare" and self.mended is not None:
            mended = self.mended
            upper.show(chart("loss", (mended.broken, mended.own), look, log=log))
            scores = (mended.broken_scores, mended.own_scores)
            lower.show(chart(f"validation {self.case.score}", scores, look))
            return
        patient = self.patient
        upper.show(chart("loss", (patient.loss,) if patient else (), look, log=log))
        if figures and trial is not None and trial.trails:
            lower.show(chart("the test", trial.trails, look))
        else:
            lower.show(chart("gradient", (patient.norm,) if patient else (), look, log=log))

    def show_end(self) -> None:
        """The replay and the explanation, once the run is mended."""
        end, at = self.query_one("#end", Vertical), self.at
        if not at.mended:
            if end.children:
                end.remove_children()
            return
        told = telling.replay(self.case, at, self.figures, self.shown)
        if self.mended is not None:
            told += telling.changed(changes(read_starter(self.case.exercise), self.mended.source))
        if not end.children:
            end.mount(Lines(id="replay"), Prose(self.case.explanation))
        self.call_after_refresh(self.write_replay, told)

    def write_replay(self, told: tuple[Paragraph, ...]) -> None:
        """Write it where it stands."""
        for lines in self.query("#replay").results(Lines):
            lines.paragraphs = told

    @on(RowList.Chosen)
    def chosen(self, message: RowList.Chosen) -> None:
        """Name a suspect, or make a test."""
        at = self.at
        if at.stage == "name" and message.key not in at.suspected:
            right = message.key == self.case.fault
            self.keep(ClinicStep(stage="fault", answer=message.key, right=right))
            self.show()
        elif at.stage == "test" and message.key not in at.tested:
            self.test(self.case.trial(message.key))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What means something only at a stage is offered only there."""
        stage = self.at.stage
        offered = {
            "take": stage in ("name", "test"),
            "mend": stage in ("mend", "compare"),
            "page_down": stage == "compare",
        }
        return offered.get(action, True) and super().check_action(action, parameters)

    def footer_commands(self) -> tuple[Command, ...]:
        """Without rows the arrows read on, and there is nothing to choose."""
        rows = bool(self.choices.rows)
        return tuple(one for one in super().footer_commands() if rows or one.id != "down")

    def action_down(self) -> None:
        """One row down; without rows, one line."""
        if self.choices.rows:
            self.choices.move(1)
            self.show_charts()
        else:
            self.move(1)

    def action_up(self) -> None:
        """One row up; without rows, one line."""
        if self.choices.rows:
            self.choices.move(-1)
            self.show_charts()
        else:
            self.move(-1)

    def action_take(self) -> None:
        """Take the highlighted row."""
        self.choices.choose()

    def action_lab(self) -> None:
        """To the broken run."""
        self.app.push_screen(ClinicLabScreen(self.case))

    def action_code(self) -> None:
        """The program as it was handed in."""
        self.app.push_screen(CodeScreen(self.lesson, read_starter(self.case.exercise)))

    def action_mend(self) -> None:
        """To the learner's own file."""
        self.post_message(ExerciseRequested(self.lesson, self.case.exercise))

    def action_anew(self) -> None:
        """Begin again, once the same key has confirmed it."""
        if not self.asked_anew:
            self.asked_anew = True
            self.notify(
                f"{self.key_of('anew')} again begins this case again. Your code stays as it is.",
                markup=False,
            )
            return
        self.asked_anew = False
        self.keep(ClinicStep(stage="begun", answer="", right=False))
        self.show()

    def action_back(self) -> None:
        """Back to the ward or the lesson."""
        self.app.pop_screen()
