"""The doors: the command line and the pages. They translate and never decide."""
