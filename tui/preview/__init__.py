"""The app as an author sees it: in the middle of a lesson that changes while it is shown."""
