"""`python -m tui` is `tutor`."""

from tui.cli import main

if __name__ == "__main__":
    main()
