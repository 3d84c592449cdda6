"""One picture for each kind of observation; `draw_view` finds the one that is asked for."""
