"""Says how lessons are written: `FORMAT.md` and JSON Schemas, made from the shapes themselves."""
