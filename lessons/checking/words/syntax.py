"""Words for files that Python cannot read."""

from __future__ import annotations

from lessons.checking.words.rule import Rule

_SYNTAX = ("SyntaxError", "IndentationError", "TabError")

SYNTAX = (
    Rule(
        pattern=r"cannot contain null bytes",
        title="This is no text",
        words="""There are bytes in the file that no text has. Was another file saved under this
        name, or one as UTF-16? Save it as UTF-8.""",
        kinds=(*_SYNTAX, "ValueError"),
    ),
    Rule(
        pattern=r"expected an indented block after (?P<what>.+?) on line (?P<n>\d+)",
        title="Nothing stands below line {n}",
        words="""After the colon in line {n} ({what}) at least one line has to be indented, by
        four spaces more. If there is nothing to do yet, write `pass`.""",
        kinds=_SYNTAX,
    ),
    Rule(
        pattern=r"unexpected indent",
        title="This line is indented too far",
        words="""It starts further right than the line above, which opened no block. Lines of
        one block start at the same place.""",
        kinds=_SYNTAX,
    ),
    Rule(
        pattern=r"unindent does not match any outer indentation level",
        title="This line starts between two levels",
        words="""It goes back to the left, but to no place where a block above has started.
        Four spaces a level.""",
        kinds=_SYNTAX,
    ),
    Rule(
        pattern=r"inconsistent use of tabs and spaces",
        title="Tabs and spaces are mixed",
        words="""They may look alike, but not to Python. Indent with spaces only, four a level.""",
        kinds=_SYNTAX,
    ),
    Rule(
        pattern=r"^expected ':'",
        title="A colon is missing",
        words="""`def`, `class`, `if`, `else`, `for`, `while` and `with` end their line with a
        colon.""",
        kinds=_SYNTAX,
    ),
    Rule(
        pattern=r"'(?P<what>[(\[{])' was never closed",
        title="A bracket is never closed",
        words="""Count the brackets from this line on: one `{what}` has no partner.""",
        kinds=_SYNTAX,
    ),
    Rule(
        pattern=r"unmatched '(?P<what>[\)\]\}])'|closing parenthesis '(?P<other>.)' does not match",
        title="A closing bracket too many",
        words="""`{what}{other}` closes nothing that is open. Count the brackets of this line
        and the one above.""",
        kinds=_SYNTAX,
    ),
    Rule(
        pattern=r"Maybe you meant '==' or ':=' instead of '='",
        title="`=` where `==` is meant",
        words="""One `=` gives a name a value; two compare.""",
        kinds=_SYNTAX,
    ),
    Rule(
        pattern=r"cannot assign to (?P<what>.+?)(?: here)?(?:\. Maybe you meant .*)?(?: \(|$)",
        title="Nothing can be stored there",
        words="""On the left of `=` stands a name, or a place in something. {what} is neither.
        To compare, write `==`.""",
        kinds=_SYNTAX,
    ),
    Rule(
        pattern=r"unterminated (?P<what>.*?)string literal",
        title="A text is never closed",
        words="""The quote that opens it has no partner. It has to be the same kind of quote,
        in the same line, or three of them for several lines.""",
        kinds=_SYNTAX,
    ),
    Rule(
        pattern=r"invalid character '(?P<what>.)'",
        title="Python does not know the sign {what}",
        words="""It was probably pasted from a text: typographic quotes, a long dash or a times
        sign. Type it anew: `"`, `-`, `*`.""",
        kinds=_SYNTAX,
    ),
    Rule(
        pattern=r"'(?P<what>return|await|yield|break|continue)' (?P<place>outside "
        r"function|outside loop"
        r"|not properly in loop)",
        title="`{what}` {place}",
        words="""The line stands too far left: it has to be indented, as a part of what it
        belongs to.""",
        kinds=_SYNTAX,
    ),
    Rule(
        pattern=r"Missing parentheses in call to '(?P<what>\w+)'",
        title="`{what}` needs brackets",
        words="""Write `{what}(...)`: it is a function.""",
        kinds=_SYNTAX,
    ),
    Rule(
        pattern=r"non-default argument follows default argument"
        r"|parameter without a default follows parameter with a default",
        title="Defaults come last",
        words="""In a line `def`, arguments without a default stand before those with one.""",
        kinds=_SYNTAX,
    ),
    Rule(
        pattern=r"positional argument follows keyword argument",
        title="Names come last",
        words="""In a call, arguments by place stand before those by name.""",
        kinds=_SYNTAX,
    ),
    Rule(
        pattern=r"expected 'else' after 'if' expression",
        title="`else` is missing",
        words="""`a if condition else b` always needs both sides.""",
        kinds=_SYNTAX,
    ),
    Rule(
        pattern=r"^invalid syntax(?:\. Perhaps you forgot a comma\?)?",
        title="Python cannot read this line",
        words="""Often the fault is just before the marked place, or in the line above: a
        bracket that is open, a comma or an operator that is missing, a word that Python keeps
        for itself (`lambda`, `class`), or `++`, which Python does not have.""",
        kinds=_SYNTAX,
    ),
)
