"""Shows. The only place that imports textual, rich, plotext and typer."""
