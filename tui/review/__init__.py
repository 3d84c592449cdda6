"""Reviews as they are told, on the screen and in lines: words, drawings, how much is due."""
