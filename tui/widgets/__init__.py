"""One public widget per file: attributes come down, messages go up."""
