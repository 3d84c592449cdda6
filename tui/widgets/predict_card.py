"""A prediction: choose an outcome, say how sure you are, then see what the runs say."""

from __future__ import annotations

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from lessons.progress.records import PredictionGiven, Verdict
from lessons.schema import Predict
from tui.key_words import key_of
from tui.symbols import Symbols
from tui.widgets.card import Card
from tui.widgets.confidence import CONFIDENCE, confidence_question
from tui.widgets.lines import BLANK, Paragraph, inline


class PredictCard(Card):
    """Options by number, then the confidence by number. Open to change until the runs are made."""

    KIND = "Predict"

    given: reactive[PredictionGiven | None] = reactive(None, init=False)
    """What the learner expects."""
    verdict: reactive[Verdict | None] = reactive(None, init=False)
    """What the finished runs say."""
    locked: reactive[bool] = reactive(False, init=False)
    """Whether the runs are made, so that it can no longer be changed."""
    pending: reactive[str | None] = reactive(None, init=False)
    """Key of the option that is chosen while the confidence is still to come."""

    class Given(Message):
        """The learner made a prediction, or skipped it."""

        def __init__(self, block: str, given: PredictionGiven) -> None:
            super().__init__()
            self.block = block
            self.given = given

    class Chosen(Message):
        """The learner chose an option and is asked how sure they are."""

    def __init__(self, predict: Predict, symbols: Symbols) -> None:
        super().__init__(predict.id, symbols)
        self.predict = predict

    def offers(self) -> frozenset[str]:
        """Digits and skipping, until the runs are made."""
        return frozenset() if self.locked else frozenset({"answer", "skip"})

    def asks(self) -> str:
        """What a digit says now."""
        return "how sure" if self.pending else "answer"

    def numbers(self) -> int:
        """How many digits mean something now."""
        return len(CONFIDENCE) if self.pending else len(self.predict.options)

    def answer(self, digit: int) -> None:
        """Choose an option, or say how sure you are."""
        if self.locked or digit > self.numbers():
            return
        if self.pending is None:
            self.pending = self.predict.options[digit - 1].key
            self.post_message(self.Chosen())
            return
        given = PredictionGiven(choice=self.pending, confidence=digit)
        self.pending = None
        self.post_message(self.Given(self.block, given))

    def step_back(self) -> bool:
        """Take back an option of which the learner is not sure yet; False where there is none."""
        taken, self.pending = self.pending is not None, None
        return taken

    def skip(self) -> None:
        """Read on without a prediction."""
        if not self.locked:
            self.pending = None
            self.post_message(self.Given(self.block, PredictionGiven(choice=None, confidence=None)))

    def watch_given(self) -> None:
        """Show what was given."""
        self.show()

    watch_verdict = watch_locked = watch_pending = watch_given

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The question, the options, and how it stands."""
        return (
            Paragraph(inline(self.predict.ask)),
            BLANK,
            *self.options(),
            BLANK,
            *self.state(),
        )

    def options(self) -> tuple[Paragraph, ...]:
        """What can be expected; the learner's choice and what was observed carry signs."""
        chosen = self.pending or (self.given.choice if self.given else None)
        return tuple(
            self.option(
                number,
                inline(option.text, "bold" if option.key == chosen else ""),
                self.sign(option.key, chosen),
                open_=not self.locked and self.pending is None,
            )
            for number, option in enumerate(self.predict.options, 1)
        )

    def sign(self, key: str, chosen: str | None) -> Content:
        """In front of an option: whether the runs bear it out, or the learner chose it."""
        if self.verdict is not None and key == self.verdict.observed:
            return Content.styled(self.symbols.done, "bold $success")
        if key == chosen:
            return Content.styled(self.symbols.pointer, "bold $accent")
        return Content(" ")

    def state(self) -> tuple[Paragraph, ...]:
        """What is expected of the learner, or what came of it."""
        if self.verdict is not None:
            return (self.outcome(self.verdict),)
        if self.pending is not None:
            return confidence_question(key_of(self, "back"))
        if self.given is None:
            count = len(self.predict.options)
            skips = f"{key_of(self, 'skip')} skips the prediction"
            keys = "1 or 2" if count == 2 else f"1 to {count}"
            return (self.quiet(f"{keys} answers. {skips}, which is noted."),)
        if self.locked:
            return (self.quiet(f"{self.said(self.given)}"),)
        done = "given" if self.given.choice is None else "changed"
        return (self.quiet(f"{self.said(self.given)} It can be {done} until the runs are made."),)

    def quiet(self, text: str) -> Paragraph:
        """A remark."""
        return Paragraph(inline(text, "$muted"))

    def text_of(self, key: str) -> str:
        """What the learner reads for an option."""
        return next((option.text for option in self.predict.options if option.key == key), key)

    def said(self, given: PredictionGiven) -> str:
        """The prediction in words."""
        if given.choice is None or given.confidence is None:
            return "You skipped this prediction."
        return f"You say {self.text_of(given.choice)} ({CONFIDENCE[given.confidence - 1]})."

    def outcome(self, verdict: Verdict) -> Paragraph:
        """Prediction beside observation."""
        observed = f"the runs say **{self.text_of(verdict.observed)}**."
        if self.given is None or self.given.choice is None or self.given.confidence is None:
            return Paragraph(inline(f"You skipped this one; {observed}"))
        sure = CONFIDENCE[self.given.confidence - 1]
        said = f"You said {self.text_of(self.given.choice)} ({sure})"
        if verdict.right:
            lead = Content.styled(f"{self.symbols.done} ", "bold $success")
            return Paragraph(inline(f"{said}, and so do the runs."), lead)
        lead = Content.styled(f"{self.symbols.wrong} ", "bold $error")
        return Paragraph(inline(f"{said}; {observed}"), lead)
