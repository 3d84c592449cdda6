"""`python -m lessons.format`: writes `FORMAT.md` anew."""

from lessons.format.document import FORMAT, document

FORMAT.write_text(document(), encoding="utf-8")
