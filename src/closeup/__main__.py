"""`python -m closeup`: the command line, where the `closeup` script is not on the path."""

from closeup.cli.main import run

if __name__ == "__main__":
    run()
