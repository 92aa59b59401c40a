"""The verdicts as JUnit XML: a suite per theorem, a test per statement. Its properties are described in docs/json.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as Xml

from verify.failing import fault, message
from verify.rows import VERSION
from verify.show import counterexample
from verify.verdict import ClaimResult, TheoremResult

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # letters that no XML file may hold


def render(results: Iterable[TheoremResult]) -> str:
    """The whole file. A statement passes where it came out as its file expects; disagreeing readings are an error."""
    root = Xml.Element("testsuites", name="rateproof")
    for r in results:
        root.append(_suite(r))
    _count(root, root.iter("testcase"))
    Xml.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _suite(r: TheoremResult) -> Xml.Element:
    suite = Xml.Element("testsuite", name=_clean(r.name), time=f"{r.seconds_exact + r.seconds_numeric:.3f}")
    _properties(suite, version=str(VERSION), title=r.title, source=r.source, file=r.file)
    if r.trouble and not r.claims:
        case = Xml.SubElement(suite, "testcase", name="read", classname=_clean(r.name), time="0.000")
        _verdict(case, "error", "TROUBLE", r.trouble, r.trouble)
    for c in r.claims:
        suite.append(_case(r, c))
    _count(suite, suite.iter("testcase"))
    return suite


def _case(r: TheoremResult, c: ClaimResult) -> Xml.Element:
    case = Xml.Element("testcase", name=_clean(c.name), classname=_clean(r.name), time=f"{c.numeric.seconds:.3f}")
    n, tightness = c.numeric, "" if c.numeric.tightness is None else f"{c.numeric.tightness:.6g}"
    _properties(case, ids=", ".join(c.ids), verdict=c.exact.verdict.name, expected=c.expect, repaired=c.exact.repaired or "",
                axioms=", ".join(c.exact.axioms), uses=", ".join(c.exact.uses), numeric=n.verdict.name,
                instances=str(n.instances or ""), tightness=tightness)
    if headline := fault(r, c):
        wrong = bool(r.trouble) or c.alarm
        _verdict(case, "error" if wrong else "failure", "ALARM" if c.alarm else "TROUBLE" if wrong else c.exact.verdict.name,
                 " ".join((headline, *_example(c))), message(r, c, headline))
    return case


def _example(c: ClaimResult) -> Iterator[str]:
    """The counterexample on one line: some readers of such files show the message and no more."""
    first, *rest = [line.strip() for line in counterexample(c)] or [""]
    if first:
        yield f"{first} {'; '.join(rest)}."


def _verdict(case: Xml.Element, kind: str, name: str, headline: str, text: str) -> None:
    Xml.SubElement(case, kind, type=name, message=_clean(headline)).text = _clean(text)


def _properties(of: Xml.Element, **values: str) -> None:
    """Those that are not empty."""
    properties = Xml.SubElement(of, "properties")
    for name, value in values.items():
        if value:
            Xml.SubElement(properties, "property", name=name, value=_clean(value))


def _count(of: Xml.Element, cases: Iterator[Xml.Element]) -> None:
    every = list(cases)
    of.attrib |= {"tests": str(len(every)), "failures": str(sum(c.find("failure") is not None for c in every)),
                  "errors": str(sum(c.find("error") is not None for c in every))}


def _clean(text: str) -> str:
    return _NO_XML.sub("�", text)
