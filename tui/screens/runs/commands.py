"""Everything a learner can do with all runs."""

from __future__ import annotations

from tui.commands import Command

MOVING = (
    Command("down", ("down", "j"), "choose", "One row down.", label="↑↓", palette=False),
    Command("up", ("up", "k"), "up", "One row up.", footer=False, palette=False),
    Command("page_down", ("pagedown",), "page down", "A page down.", footer=False, palette=False),
    Command("page_up", ("pageup",), "page up", "A page up.", footer=False, palette=False),
    Command("first", ("home", "g"), "first row", "To the first row.", footer=False, palette=False),
    Command("last", ("end", "G"), "last row", "To the last row.", footer=False, palette=False),
)
LOOKING = (
    Command("open", ("enter",), "open", "Open the run in its lab.", palette=False),
    Command("mark", ("space",), "mark", "Mark the run, or take the mark off.", label="space"),
    Command("compare", ("c",), "compare", "The marked runs together, in one lab."),
    Command("filter", ("f",), "filter", "Type what to find: momentum status:finished #tag lr=0.1."),
    Command("offer", ("F",), "filter by", "Choose a status, a lesson or a tag.", footer=False),
    Command("sort", ("s",), "sort", "Sort by the next column."),
    Command("turn", ("S",), "turn round", "Sort the other way round.", footer=False),
    Command("about", ("i",), "about", "Everything about the run, or less of it."),
    Command("mark_all", ("a",), "mark all", "Mark all runs listed, or none.", footer=False),
)
CHANGING = (
    Command("tag", ("t",), "tag", "Give the runs tags to find them by."),
    Command("rename", ("n",), "name", "Give the run a name; none gives its scenario's back."),
    Command("pin", ("P",), "pin", "Keep the runs through every clean-up.", footer=False),
    Command("delete", ("delete", "backspace"), "delete", "Put the runs into the trash.", "del"),
    Command("undo", ("u",), "undo", "Take back the last thing done to runs."),
    Command("export", ("E",), "export", "Write the runs as CSV, JSON, TensorBoard, SVG, Markdown."),
    Command("disk", ("D",), "disk", "What runs take on disk, and less of it."),
)
LEAVING = (Command("back", ("escape", "q"), "back", "Back to where you were.", palette=False),)
ACTIONS = (*MOVING, *LOOKING, *CHANGING, *LEAVING)
