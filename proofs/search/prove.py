"""Write a theorem's certificate: the author's steps in order, every leaf found by search and checked by the kernel.

Untrusted: what is written here counts only after the kernel has read it back.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from proofs import language as lang
from proofs.certificate import FOLDER, inference, path_of, save, statement
from proofs.kernel.checker import Checker, Verified, check_theorem, open_theorem
from proofs.kernel.interpretation import check_model
from proofs.kernel.normal import Letter
from proofs.kernel.syntax import RELATIONS, Formula, Reject, bind, substitute
from proofs.printing import plain
from proofs.reader import read, sign_conditions
from proofs.search import candidates
from proofs.search.calculus import Calculus
from proofs.search.finite import Finite
from proofs.search.linear import find
from proofs.search.logic import Logic, NotFound
from proofs.search.refute import counterexample, instance, model_data, prove_memberships
from proofs.theorem import Obligation, Step, Theorem
from proofs.writer import write

Data = dict[str, Any]


class ExampleRefused(Exception):
    """The example of a theorem is no model of its hypotheses, or that was not shown; the message says why."""


class Author(Logic, Finite, Calculus):
    """Fills an author's steps, one after the other, in the scope of a live checker."""

    def __init__(self, theorem: Theorem, checker: Checker) -> None:
        self.theorem, self.checker, self.count = theorem, checker, 0

    def inside(self, checker: Checker) -> Author:
        inner = Author(self.theorem, checker)
        inner.count = self.count + 100
        return inner

    def name(self) -> str:
        self.count += 1
        while f"s{self.count}" in self.checker.facts:
            self.count += 1
        return f"s{self.count}"

    def words(self, formula: Formula) -> str:
        """A formula of the kernel as the page has it."""
        letters = {name: lang.Letter(name, *kind) for name, kind in self.checker.letters.items()}
        return str(plain(write(formula, letters)))

    def leaf(self, claim: Formula, using: Any, where: str) -> tuple[list[Data], Data]:
        """Steps that establish inline facts, and the step that proves the claim from them."""
        before, names, squares = self.resolve(using)
        step = find(self.checker, claim, names, squares)
        if step is None:
            raise NotFound(f"lemma {self.theorem.name}, {where}: no certificate for {self.words(claim)} from "
                           f"{', '.join(names) or 'nothing'}; name a further fact, or suggest a square")
        return before, step

    def resolve(self, using: Any) -> tuple[list[Data], list[str], list[Any]]:
        before, names, squares = [], [], []
        for use in using:
            if isinstance(use, str):
                if use not in self.checker.facts:
                    known = ", ".join(self.checker.facts)
                    raise NotFound(f"lemma {self.theorem.name}: {use!r} is no fact here (known: {known})")
                names.append(use)
            elif use.rule == "square":
                squares += [read(v) for v in use.data["vectors"]]
            else:
                steps = self.step(use)
                before += steps
                names.append(steps[-1]["name"])
        return before, names, squares

    def justify(self, claim: Formula, using: Any, where: str) -> str | Data:
        """A fact's name or a step for a side condition, found from the facts given (or from all relations in scope)."""
        relations = [n for n, f in self.checker.facts.items() if f[0] in RELATIONS]
        names = [u for u in using if isinstance(u, str)] or (relations if claim[0] in RELATIONS else list(self.checker.facts))
        for name in names:
            if self.checker.facts[name][0] == claim[0] and self.checker.same(self.checker.facts[name], claim):
                return name
        if claim[0] not in RELATIONS:
            raise NotFound(f"lemma {self.theorem.name}, {where}: no fact says {self.words(claim)}; "
                           "prove it by a step of its own")
        squares = [read(v) for u in using if isinstance(u, Step) and u.rule == "square" for v in u.data["vectors"]]
        integers = claim[0] == "<=" and all(self.checker.sort(t) == "index" for t in claim[1:])
        wider = ("<", ("+", claim[1], -1), claim[2])  # the same for integers
        for goal in (claim, wider) if integers else (claim,):
            for subset in ([], names):
                try:
                    step = find(self.checker, goal, subset, squares)
                except Reject:
                    continue
                if step is not None:
                    step = {k: v for k, v in step.items() if k != "claim"}
                    return step if goal == claim else {"rule": "integer", "by": step}
        raise NotFound(f"lemma {self.theorem.name}, {where}: the side condition {self.words(claim)} was not found from "
                       f"{', '.join(names)}")

    def add(self, data: Data, name: str = "") -> Data:
        data = {"name": name or self.name(), **data}
        self.checker.run([data])
        return data

    def steps(self, steps: Any) -> list[Data]:
        return [data for step in steps for data in self.step(step)]

    def step(self, step: Step) -> list[Data]:
        """The kernel's steps for one of the author's."""
        make: Callable[[Step, Data], tuple[list[Data], Data]] = getattr(self, "_" + step.rule)
        before, data = make(step, step.data)
        return [*before, self.add(data, step.name)]

    # --- one method a rule: what it leaves to search ---------------------------------------------------------------

    def _have(self, step: Step, d: Data):
        from proofs.steps import square
        using = (*d["using"], square(*d["square"])) if d["square"] else d["using"]
        return self.goal(read(d["claim"]), using, step.name or "a fact")

    def _instance(self, step: Step, d: Data):
        schema = self.checker.facts.get(d["of"])
        if schema is None or schema[0] != "forall":
            raise NotFound(f"lemma {self.theorem.name}: {d['of']!r} is no statement for all that could be used here")
        values = {name: read(v) for name, v in d["at"].items()}
        conditions = [self.justify(substitute(c, values), d["conditions"], f"condition of {d['of']}") for c in schema[2]]
        return [], {"rule": "instance", "of": d["of"], "at": values, "conditions": conditions}

    def _cite(self, step: Step, d: Data):
        theorem = self.checker.library.get(d["theorem"].name)
        if theorem is None:
            raise NotFound(f"lemma {self.theorem.name} cites {d['theorem'].name}, which has no certificate; "
                           "prove that one first")
        values = {name: read(v) for name, v in d["letters"].items()}
        for name in theorem.letters:
            values.setdefault(name, name)
        signs = {}
        for name, (sort, sign) in theorem.letters.items():
            if isinstance(values[name], tuple) and values[name][0] == "members":
                continue
            if sign and "sequence" not in sort and self.checker.sign(values[name]) not in (sign, "> 0"):
                signs[name] = self.justify(("<" if sign == "> 0" else "<=", 0, values[name]), (), f"sign of {name}")
        hypotheses = {}
        for name, formula in theorem.hypotheses.items():
            wanted = d["hypotheses"].get(name, name)
            need = substitute(formula, values)
            if wanted in self.checker.facts and self.checker.same(self.checker.facts[wanted], need):
                hypotheses[name] = wanted
            else:
                found = next((n for n, f in self.checker.facts.items() if f == need), None)
                hypotheses[name] = found or self.justify(need, (), f"hypothesis {name} of {theorem.name}")
        return [], {"rule": "cite", "theorem": theorem.name, "digest": theorem.digest, "fact": d["fact"], "letters": values,
                    "hypotheses": hypotheses} | ({"signs": signs} if signs else {})

    def _assume(self, step: Step, d: Data):
        return [], {"rule": "assume", "claim": read(d["claim"])}

    def _rewrite(self, step: Step, d: Data):
        return [], {"rule": "rewrite", "with": d["with"]}

    def _generalise(self, step: Step, d: Data):
        letters = [(v.name, v.sort) for v in d["letters"]]
        conditions = {f"sign of {v.name}": c for v in d["letters"] for c in sign_conditions(v)}
        conditions |= {name: read(f) for name, f in d["conditions"].items()}
        inner = self.inside(self.checker.child({v.name: Letter(v.sort) for v in d["letters"]}))
        for name, formula in conditions.items():
            inner.checker.assume(name, formula, frozenset())
        return [], {"rule": "generalise", "letters": letters, "conditions": conditions, "proof": inner.steps(d["proof"])}

    def _induction(self, step: Step, d: Data):
        name, claim = d["letter"].name, read(d["claim"])
        base = self.inside(self.checker.child({})).steps(d["base"])
        inner = self.inside(self.checker.child({name: Letter("index")}))
        inner.checker.assume("range", ("<=", read(d["from"]), name), frozenset())
        inner.checker.assume("hypothesis", claim, frozenset())
        return [], {"rule": "induction", "letter": name, "from": read(d["from"]), "claim": claim, "base": base,
                    "step": inner.steps(d["step"])}

    def _body(self, d: Data, part: str) -> Any:
        return bind(read(d[part]), d["index"].name)

    def _telescope(self, step: Step, d: Data):
        lo, hi = self.checker.facts[d["of"]][2][0][1], read(d["hi"])
        return [], {"rule": "telescope", "of": d["of"], "a": self._body(d, "a"), "V": self._body(d, "V"), "e": read(d["e"]),
                    "hi": hi, "range": self.justify(("<=", lo, ("+", hi, 1)), (), "range of the sum")}

    def _contraction(self, step: Step, d: Data):
        q, e = read(d["q"]), read(d["e"])
        data = {"rule": "contraction", "of": d["of"], "V": self._body(d, "V"), "q": q, "e": e,
                "q_nonnegative": self.justify(("<=", 0, q), d["using"], "q >= 0")}
        if e != 0:
            data |= {"q_below_one": self.justify(("<", q, 1), d["using"], "q < 1"),
                     "e_nonnegative": self.justify(("<=", 0, e), d["using"], "e >= 0")}
        return [], data

    def _linear_rate(self, step: Step, d: Data):
        q, bound = read(d["q"]), read(d["C"])
        return [], {"rule": "linear_rate", "of": d["of"], "V": self._body(d, "V"), "q": q, "C": bound,
                    "q_nonnegative": self.justify(("<=", 0, q), d["using"], "q >= 0"),
                    "q_below_one": self.justify(("<", q, 1), d["using"], "q < 1"),
                    "C_nonnegative": self.justify(("<=", 0, bound), d["using"], "C >= 0")}

    def _least_mean(self, step: Step, d: Data):
        lo, hi, k = read(d["lo"]), read(d["hi"]), d["index"].name
        fact = self.checker.facts[d["of"]]
        inner = self.inside(self.checker.child({fact[1][0][0]: Letter("index")}))
        inner.checker.assume("lo", ("<=", lo, fact[1][0][0]), frozenset())
        inner.checker.assume("hi", ("<=", fact[1][0][0], hi), frozenset())
        return [], {"rule": "least_mean", "of": d["of"], "a": bind(read(d["a"]), k), "m": read(d["m"]), "lo": lo, "hi": hi,
                    "conditions": [inner.justify(c, (), "range") for c in fact[2]],
                    "range": self.justify(("<=", lo, ("+", hi, 1)), (), "range of the mean")}

    def _split_sum(self, step: Step, d: Data):
        t = read(d["sum"])
        return [], {"rule": "split_sum", "sum": t, "range": self.justify(("<=", t[1], t[2]), d["using"], "range of the sum")}

    def _integer(self, step: Step, d: Data):
        _, a, b = claim = read(d["claim"])
        before, by = self.leaf(("<", ("+", a, -1), b), d["using"], step.name or "integers")
        return before, {"rule": "integer", "claim": claim, "by": {k: v for k, v in by.items() if k != "claim"}}

    def _infimum(self, step: Step, d: Data):
        return [], {"rule": "infimum", **d}

    def _cauchy_schwarz(self, step: Step, d: Data):
        return [], {"rule": "cauchy_schwarz", "u": read(d["u"]), "v": read(d["v"])}

    def _root(self, step: Step, d: Data):
        a = read(d["of"])
        return [], {"rule": "root", "of": a, "by": self.justify(("<=", 0, a), d["using"], "the radicand is >= 0")}

    def _roots(self, step: Step, d: Data):
        relation, a, b = claim = read(d["claim"])
        before, squares = self.leaf((relation, ("^", a, 2), ("^", b, 2)), d["using"], "squares of the sides")
        shown = {side: self.justify(("<=", 0, t), (), "a side of roots") for side, t in (("a", a), ("b", b))
                 if not self.checker.sign(t) and (side == "b" or relation == "==")}
        return before, {"rule": "roots", "claim": claim, "squares": {k: v for k, v in squares.items() if k != "claim"},
                        "nonnegative": shown}

    def _line_integral(self, step: Step, d: Data):
        return [], {"rule": "line_integral", "f": d["f"].name, "x": read(d["x"]), "y": read(d["y"])}

    def _integral_monotone(self, step: Step, d: Data):
        name, lo, hi = d["letter"].name, read(d["lo"]), read(d["hi"])
        inner = self.inside(self.checker.child({name: Letter("real")}))
        inner.checker.assume("above", ("<=", lo, name), frozenset())
        inner.checker.assume("below", ("<=", name, hi), frozenset())
        return [], {"rule": "integral_monotone", "letter": name, "lo": lo, "hi": hi,
                    "range": self.justify(("<=", lo, hi), (), "range of the integral"), "proof": inner.steps(d["proof"])}

    def _log_tangent(self, step: Step, d: Data):
        u = read(d["u"])
        return [], {"rule": "log_tangent", "u": u, "by": self.justify(("<", 0, u), d["using"], "u > 0")}

    def _log_quotient(self, step: Step, d: Data):
        a, b = read(d["a"]), read(d["b"])
        return [], {"rule": "log_quotient", "a": a, "b": b, "a_positive": self.justify(("<", 0, a), d["using"], "a > 0"),
                    "b_positive": self.justify(("<", 0, b), d["using"], "b > 0")}

    def _exp_tangent(self, step: Step, d: Data):
        return [], {"rule": "exp_tangent", "x": read(d["x"])}

    def _exp_power(self, step: Step, d: Data):
        return [], {"rule": "exp_power", "x": read(d["x"]), "n": read(d["n"])}

    def _exp_below_one(self, step: Step, d: Data):
        x = read(d["x"])
        return [], {"rule": "exp_below_one", "x": x, "by": self.justify(("<", x, 0), d["using"], "x < 0")}


def write_proof(theorem: Theorem, library: dict[str, Verified]) -> Data:
    """The certificate of a theorem as data, checked by the kernel; raises `NotFound`, `Reject` or `ExampleRefused`.

    What is found neither proved nor refuted is left out: it will be judged OPEN.
    """
    theorem.check_sorts()
    data = json.loads(json.dumps(statement(theorem)))
    author = Author(theorem, open_theorem(data, library))
    author.checker.gaps = set()
    data["proof"] += author.steps(theorem.proof)
    if theorem.chain:
        data["proof"] += _chain(theorem, author)
    refutations, inferences, instances = {}, {}, {}
    for o in theorem.obligations():
        if not o.sayable or theorem.definition:
            continue
        if isinstance(o.statement, lang.SomeInstance):
            claim = read(o.statement.body)
            if o.model is not None:
                instances[o.name] = {"claim": claim, "model": instance(data, claim, o.model)}
            else:
                data["proof"] += _claim(o, ("not", claim), author, f"{o.name}.never")
            continue
        claim = read(o.statement)
        if o.model is not None and o.cited is None:
            refutations[o.name] = {"claim": claim, "model": counterexample(data, claim, o.model)}
            continue
        if o.model is not None:
            cited = json.loads(json.dumps(inference(theorem)))
            inferences[o.name] = {"statement": cited, "claim": claim, "model": counterexample(cited, claim, o.model)}
        steps = _claim(o, claim, author) if o.link is None else []
        data["proof"] += steps
        if not steps and not any(f == claim for f in author.checker.facts.values()):
            model = candidates.search(data, claim)
            if model is not None:
                refutations[o.name] = {"claim": claim, "model": model}
    data |= {"refutations": refutations, "inferences": inferences} | ({"instances": instances} if instances else {})
    if theorem.example is not None:
        data["example"] = _example(theorem, data)
    data = json.loads(json.dumps(data))
    check_theorem(data, library)
    return data


def _example(theorem: Theorem, data: Data) -> Data:
    """The example of a theorem with the proofs that it needs, as the kernel accepts it."""
    try:
        model: Data = json.loads(json.dumps(prove_memberships(data, model_data(data, theorem.example), theorem.example)))
        check_model(data, model)
    except Reject as fault:
        why = str(fault).removeprefix(fault.cause + ": ").split(": (")[0]
        raise ExampleRefused(f"lemma {theorem.name}: the example is refused ({why}); give values that satisfy every "
                             "hypothesis, or leave the example out") from None
    return model


def _claim(o: Obligation, claim: Formula, author: Author, name: str = "") -> list[Data]:
    """The steps for a theorem's claim: a fact already there, or a certificate from the facts that it names."""
    facts, name = author.checker.facts, name or o.name
    if not o.using:
        known = next((fact for fact, f in facts.items() if f == claim), None)
        if known is not None:
            return [author.add({"rule": "known", "fact": known}, name)]
        known = next((fact for fact, f in facts.items() if f[0] not in RELATIONS and author.checker.same(f, claim)), None)
        if known is not None:
            return [author.add({"rule": "same_statement", "claim": claim, "fact": known}, name)]
        if claim[0] not in RELATIONS:
            return []
    try:
        before, step = author.goal(claim, o.using or tuple(facts), f"claim {o.name}")
    except NotFound:
        if o.using:
            raise
        return []
    return [*before, author.add(step, name)]


def _chain(theorem: Theorem, author: Author) -> list[Data]:
    """The chain that holds as one step, every link by the facts that its line names."""
    before: list[Data] = []
    links: list[Data] = []
    left = theorem.start
    for i, (line, right) in enumerate(theorem.sound_chain(), 1):
        steps, by = author.leaf(read(line.link(left, right)), line.using, f"line {i}")
        before += steps
        links.append({"name": f"{theorem.name}.{i}", "rel": "==" if line.relation == "=" else line.relation,
                      "rhs": read(right), "by": {k: v for k, v in by.items() if k != "claim"}})
        left = right
    return [*before, author.add({"rule": "chain", "start": read(theorem.start), "links": links}, f"{theorem.name}.chain")]


def prove(theorem: Theorem, library: dict[str, Verified], folder: Path = FOLDER) -> Path:
    """Search for a theorem's certificate, check it, and write it; returns its path."""
    data = write_proof(theorem, library)
    path = path_of(theorem, folder)
    save(data, path)
    return path
