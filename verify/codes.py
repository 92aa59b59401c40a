"""The exit codes of a run, in one place: the help, the README and whoever calls from another program read them here."""

from __future__ import annotations

AS_EXPECTED, NOT_AS_EXPECTED, TROUBLE, ALARM, INTERRUPTED = 0, 1, 2, 3, 130

MEANING = {
    AS_EXPECTED: "everything came out as its file expects",
    NOT_AS_EXPECTED: "a claim did not",
    TROUBLE: "usage, environment, or a lemma that could not be judged; the others are judged all the same",
    ALARM: "the readings disagree: proved, and yet an instance violates it (wins over 2 and 1)",
    INTERRUPTED: "interrupted; what was computed is saved, and the same command goes on from there",
}
