"""What the shape of a term shows: its sort, and its sign."""

from __future__ import annotations

from fractions import Fraction

from proofs.kernel.atoms import Table
from proofs.kernel.polynomials import Letter
from proofs.kernel.syntax import BINDERS, Formula, Reject, Term, height, open_binder, show

REAL_HEADS = ("sin", "cos", "pi", "max", "min", "sgn", "if")  # of real arguments


class Sorted(Table):
    """Sorts and signs of terms about the letters in scope."""

    def sort(self, t: Term) -> str:
        """The sort of a term; refuses what is ill-sorted."""
        if isinstance(t, int):
            return "index"
        if type(t) is Fraction:
            return "real"
        if isinstance(t, str):
            if t not in self.letters:
                raise Reject("letter", f"{t!r} is not declared")
            return self.letters[t].sort
        head, args = t[0], t[1:]
        if head in ("val", "grad"):
            self._want(t, args[0], "function")
            self._want(t, args[1], "vector")
            return "real" if head == "val" else "vector"
        if head in ("hess", "inv", "app"):
            wanted = {"hess": ("function", "vector"), "inv": ("operator",), "app": ("operator", "vector")}[head]
            for a, sort in zip(args, wanted, strict=True):
                self._want(t, a, sort)
            return "vector" if head == "app" else "operator"
        if head in ("floor", "ceil", "binom"):
            for a in args:
                self._want(t, a, "index" if head == "binom" else "real")
            return "index"
        if head == "at":
            kind = self._want(t, args[0], "real sequence", "vector sequence", "function sequence")
            self._want(t, args[1], "index")
            return kind.split()[0]
        if head in BINDERS:
            ends = "real" if head == "int" else "index"
            self._want(t, args[0], ends)
            self._want(t, args[1], ends)
            inside = self._want(t, self.opened(t)[1], "real", *(() if head == "int" else ("vector",)))
            return "vector" if inside == "vector" else "real"
        if head in ("dot",):
            self._want(t, args[0], "vector")
            self._want(t, args[1], "vector")
            return "real"
        if head in ("sq", "norm"):
            self._want(t, args[0], "vector", "real")
            return "real"
        if head == "slack":
            relation = self.slack_of(args[0])
            return "vector" if self.sort(relation[1]) == "vector" else "real"
        if head == "pow":
            self._want(t, args[0], "real")
            self._want(t, args[1], "index")
            return "real"
        if head in ("^", "sqrt", "log", "exp", *REAL_HEADS):
            for a in args[:1] if head == "^" else args:
                self._want(t, a, "real")
            return "real"
        sorts = [self._want(t, a, "real", "vector") for a in args]
        if head == "/":
            if sorts[1] == "vector":
                raise Reject("sort", f"{show(t)} divides by a vector")
            return "vector" if sorts[0] == "vector" else "real"
        vectors = sorts.count("vector")
        if (head == "*" and vectors > 1) or (head == "+" and 0 < vectors < len(sorts)):
            raise Reject("sort", f"{show(t)} mixes reals and vectors")
        return "vector" if vectors else "index" if set(sorts) == {"index"} else "real"

    def _want(self, t: Term, a: Term, *sorts: str) -> str:
        found = self.sort(a)
        if found not in sorts and not (found == "index" and "real" in sorts):
            raise Reject("sort", f"{show(a)} is a {found} in {show(t)}")
        return found

    def opened(self, t: Term) -> tuple[str, Term]:
        """A binder's body with an internal letter for the bound one, and that letter.

        The name is the height of the body: names along a path differ, and the same sum reads the same at any depth. The
        letter has no sign: it is shared by binders with different ranges.
        """
        name = f"#{height(t[3])}"
        self.letters[name] = Letter("real" if t[0] == "int" else "index")
        return name, open_binder(t[3], name)

    def slack_of(self, name: str) -> Formula:
        relation = self.facts.get(name)
        if relation is None:
            raise Reject("fact", f"{name!r} is no fact in scope")
        if relation[0] not in ("<=", "<", "=="):
            raise Reject("fact", f"{name!r} is no relation")
        return relation

    def sign(self, t: Term) -> str:
        """What the shape of a term shows of its sign: "> 0", ">= 0" or nothing. Never a search."""
        if type(t) is int or type(t) is Fraction:
            return "> 0" if t > 0 else ">= 0" if t == 0 else ""
        if isinstance(t, str):
            return self.letters[t].sign if t in self.letters else ""
        head = t[0]
        if head == "slack":
            return {"<": "> 0", "<=": ">= 0", "==": ">= 0"}[self.slack_of(t[1])[0]]
        if head in ("sq", "norm"):
            return ">= 0"
        if head in ("exp", "pi"):
            return "> 0"
        if head in ("max", "min", "if"):
            signs = [self.sign(a) for a in (t[3:] if head == "if" else t[1:])]
            if head == "max" and "> 0" in signs:
                return "> 0"
            return ("> 0" if set(signs) == {"> 0"} else ">= 0") if (any if head == "max" else all)(signs) else ""
        if head == "at":
            return self.letters[t[1]].sign if t[1] in self.letters else ""
        if head == "sqrt":
            return "> 0" if self.sign(t[1]) == "> 0" else ">= 0"
        if head == "pow":
            return self.sign(t[1])
        if head == "^":
            base = self.sign(t[1])
            return base if base == "> 0" or (base and t[2] >= 0) else ">= 0" if t[2] % 2 == 0 and t[2] >= 0 else ""
        if head in ("sum", "batches"):
            return ">= 0" if self.sign(self.opened(t)[1]) else ""
        if head in ("floor", "ceil"):
            return self.sign(t[1]) if head == "ceil" or not self.sign(t[1]) else ">= 0"
        if head == "binom":
            return ">= 0"
        if head in ("+", "*", "/"):
            signs = [self.sign(a) for a in t[1:]]
            if not all(signs) or (head == "/" and signs[1] != "> 0"):
                return ""
            strict = any(s == "> 0" for s in signs) if head == "+" else all(s == "> 0" for s in signs)
            return "> 0" if strict else ">= 0"
        return ""
