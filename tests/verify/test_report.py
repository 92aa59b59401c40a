"""The report: self-contained, escaped, typeset, small."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from tests.verify import pages, whole
from verify.verdict import ClaimResult, Exact, ExactResult, Numeric, NumericResult, TheoremResult

VOID = {"meta", "link", "br", "img", "hr", "input", "wbr"}


class Page(HTMLParser):
    """Collects tags, ids and headings, and checks that tags close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags, self.ids, self.references, self.open, self.attributes = [], [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        self.ids += [v for k, v in attrs if k == "id"]
        self.references += [v.removeprefix("#") for k, v in attrs if k == "href" and v.startswith("#")]
        self.references += [v for k, v in attrs if k == "aria-labelledby"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture
def page(library, run) -> str:
    (library / "hostile.py").write_text(pages.HOSTILE)
    assert run("all").exit_code == 0
    return Path("reports/report.html").read_text(encoding="utf-8")


def test_well_formed_with_unique_ids(page):
    parsed = Page(page)
    assert parsed.open == []
    assert len(parsed.ids) == len(set(parsed.ids))
    assert set(parsed.references) <= set(parsed.ids)


def test_headings_in_order(page):
    levels = [int(t[1]) for t in Page(page).tags if re.fullmatch(r"h[1-6]", t)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


def test_self_contained(page):
    parsed = Page(page)
    assert not {"img", "link", "iframe", "object", "base"} & set(parsed.tags)
    assert parsed.tags.count("script") == parsed.tags.count("style") == 1
    assert not [k for k, _ in parsed.attributes if k == "style"]
    assert not [k for k, _ in parsed.attributes if k.startswith("on") or k == "src"]
    links = [v for k, v in parsed.attributes if k in ("href", "xlink:href")]
    assert links and all(v.startswith("#") for v in links)
    assert "@import" not in page and "url(h" not in page


@pytest.mark.parametrize("tag", ["script", "style"])
def test_the_policy_names_the_one_script_and_the_one_style(page, tag):
    text = re.search(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    assert f"{tag}-src 'sha256-{digest}'" in page and "default-src 'none'" in page


def test_everything_printed_is_escaped(page):
    for text in ("<script>alert", "<img src=x", "</svg><script>", "<b>h</b>", "<i>reading</i>"):
        assert text not in page
    assert "&lt;img src=x onerror=alert(2)&gt;" in page


def test_formulas_are_typeset(page):
    assert page.count("<math") >= 10 and "<mfrac>" in page
    assert 'aria-label="f(xp) &lt;= f(x) - eta/2*|grad f(x)|^2"' in page


def test_what_a_reader_looks_for(page):
    for text in ("Errata", "Checks of the checker", "Environment", "3/4 is not at most 3/8: the difference is 3/8", "x^2/1024",
                 "fundamental theorem of calculus", "python -m verify descent", "prefers-color-scheme: dark",
                 "python -m verify all --seed 0"):
        assert text in page, text
    assert "<details>" in page and 'class="bars"' in page and 'class="coverage"' in page


def test_pictures_have_words_and_take_the_colour_of_the_page(page):
    pictures = re.findall(r"<svg[^>]*>", page)
    assert pictures and not re.search(r'(fill|stroke)="', page)
    assert all('aria-hidden="true"' in p or "aria-label=" in p for p in pictures)


def many(n: int) -> list[TheoremResult]:
    edges, counts = tuple(float(i) for i in range(41)), tuple(range(1, 41))
    numeric = NumericResult(Numeric.HELD, problems=1000, instances=100_000, tightness=0.5, histogram=(edges, counts))
    exact = ExactResult(Exact.PROVED, identity=((r"a = b", r"\frac{a}{b}=\sum_{i=0}^{n}x_i"),)*5)
    claims = tuple(ClaimResult(f"t.{i}", (f"000-{i:03d}",), "t", "a <= b", r"a \le \frac{b}{2}", "why", "PROVED", exact, numeric, link=i,
                               relation="<=", sides=(("a", "a"), ("b", "b"))) for i in range(1, 6))
    return [TheoremResult(f"t{j}", "T", "s", start=("a", "a"), claims=claims) for j in range(n)]


def test_small_and_fast():
    from verify.report.html import render
    from verify.report.model import build
    render(build(many(1), {}))  # loads what there is to load
    start = time.perf_counter()
    text = render(build(many(60), {}))
    assert len(text.encode()) < 3_000_000
    assert time.perf_counter() - start < 300*0.020


def test_a_formula_that_cannot_be_typeset_is_shown_as_text():
    from verify.report.formula import mathml
    assert mathml(r"\nonsense{", "a < b") == "<code>a &lt; b</code>"


@pytest.mark.parametrize(("latex", "flattened"), [
    (r"\left(a + b\right)", "(a + b)"), (r"\left[\text{step}\right]", r"[\text{step}]"),
    (r"\left(\frac{a}{b}\right)", r"\left(\frac{a}{b}\right)"),
    (r"\left(\left(a\right) + \frac{1}{2}\right)", r"\left((a) + \frac{1}{2}\right)")])
def test_brackets_grow_only_around_what_is_tall(latex, flattened):
    from verify.report.formula import flat
    assert flat(latex) == flattened


def test_a_long_formula_is_cut_where_a_line_may_end():
    from verify.report.formula import mathml
    long = mathml(r"f(x_{k + 1}) \le f(x_k) - \gamma \lVert g\rVert^2 + \frac{\beta\gamma^2}{2} \lVert g - h\rVert^2", "f(x)")
    assert long.startswith('<span role="math" aria-label="f(x)">') and long.count("<wbr>") == long.count('form="infix"') == 1
    assert mathml("a < b", "a < b") == '<math aria-label="a &lt; b"><mi>a</mi><mo>&lt;</mo><mi>b</mi></math>'


def test_words_within_a_formula_are_no_latex():
    from verify.report.formula import mathml
    assert "<mtext>(take a_1 = 2^k, 50%)</mtext>" in mathml(r"a \le b\text{(take a_1 = 2^k, 50%)}", "p").replace("\xa0", " ")


def test_a_sentence_is_no_formula():
    from verify.report.formula import mathml
    assert mathml(r"\text{x_k & <b>}", "p") == "x_k &amp; &lt;b&gt;"


def test_the_font_has_every_letter_of_the_library():
    from fontTools.ttLib import TTFont

    from verify.report.fonts.subset import OUT
    font = TTFont(OUT)
    signs = set("".join(re.findall(r"<m[ion][^>]*>([^<]*)<", whole.page()))) - set("⁡⁣&;\u2062")
    assert "MATH" in font and signs and not [c for c in signs if ord(c) not in font.getBestCmap()]
    assert OUT.stat().st_size < 140_000


def test_the_whole_library_is_small():
    assert len(whole.page().encode()) < 3_000_000


def test_saved_results_come_back_the_same():
    import json

    from verify import saved
    before = many(2)
    text = saved.dump(before, {}, True)
    assert [saved._read(TheoremResult, r) for r in json.loads(text)["theorems"]] == before
