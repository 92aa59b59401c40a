"""Errors that a person can act on."""


class UsageError(Exception):
    """What was asked cannot be done as asked; the message is one sentence that says what to change."""
