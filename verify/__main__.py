"""``python -m verify``."""

from verify.cli import cli

if __name__ == "__main__":
    cli(prog_name="python -m verify")
