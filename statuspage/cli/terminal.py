"""What is printed: words of others are shown there, and steer no terminal."""

import logging

import click


def visible(text: str) -> str:
    """A text in which what a terminal would obey, or would not show, is written out: ``\\x1b``."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text
    )


def say(text: object, *, err: bool = False) -> None:
    """Print a text, each of its lines :func:`visible`."""
    click.echo(_lines(str(text)), err=err)


class LogFormat(logging.Formatter):
    """A line of the log, with those of an exception below it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(name)s: %(message)s", datefmt="%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        """The words of a record."""
        return _lines(super().format(record))


def _lines(text: str) -> str:
    return "\n".join(map(visible, text.split("\n")))
