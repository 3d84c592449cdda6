"""Numbers in, drawn cells out. The only package that knows plotext.

`spec`, `palette` and `seen` are light and describe what is to be drawn; `chart` and `views`
draw it and load numpy and plotext, so import those only when there is something to draw.
"""
