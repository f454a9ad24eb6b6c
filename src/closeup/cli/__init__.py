"""The command line: one file per command, what it writes, and what a person sees."""
