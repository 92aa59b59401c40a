"""The one kind of error that a person is shown: a sentence that names the place, the cause and what to do."""

from __future__ import annotations


class Trouble(Exception):
    """A mistake in the input or the environment. Its message is one sentence or two; the exit code is 2."""
