"""The page in a real browser: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace

import pytest

from numerics.result import Course, Trajectory
from tests.verify import whole
from verify.verdict import TheoremResult

A4, PHONE = 673, 390  # widths in pixels: A4 less its margins; a phone
OPEN_ALL = "for (const d of document.querySelectorAll('details')) d.open = true"


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        pytest.fail("No browser to look at the report with: install chromium (apt-get install chromium).")
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=found)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(whole.page(), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def excerpt(tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("excerpt") / "report.html"
    path.write_text(whole.drawn(with_runs(whole.excerpt())), encoding="utf-8")
    return path.as_uri()


def with_runs(chosen: tuple[TheoremResult, ...]) -> tuple[TheoremResult, ...]:
    """The same with both sides along made-up runs."""
    course = Course("quadratic, 2 dimensions: least room", tuple(2.0**-k for k in range(9)), tuple(2.0**(1 - k) for k in range(9)))
    runs = Trajectory("k", tuple(range(9)), (course,)*3)
    return tuple(replace(r, claims=tuple(replace(c, numeric=replace(c.numeric, trajectory=runs)) for c in r.claims)) for r in chosen)


@pytest.fixture
def look(browser):
    """Open a page; what the browser complains of, its policy included, fails the test."""
    told, contexts = [], []

    def at(address: str, width: int = 1200, **how):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **how))
        page = contexts[-1].new_page()
        page.on("console", lambda m: told.append(m.text))
        page.on("pageerror", lambda e: told.append(str(e)))
        page.goto(address)
        return page

    yield at
    for context in contexts:
        context.close()
    assert told == []


def test_every_formula_has_a_box(look, address):
    page = look(address)
    page.evaluate(OPEN_ALL)
    empty = page.evaluate("""[...document.querySelectorAll('math')].filter(m => {
        const r = m.getBoundingClientRect(); return r.width < 1 || r.height < 1; }).map(m => m.outerHTML.slice(0, 200))""")
    assert page.evaluate("document.querySelectorAll('math').length") > 1000
    assert empty == []


def test_the_font_of_the_page_is_used(look, address):
    page = look(address)
    assert page.evaluate("document.fonts.ready.then(() => [...document.fonts].map(f => f.family + ' ' + f.status))") == \
        ['"Rateproof Math" loaded'] or page.evaluate("document.fonts.check('16px \"Rateproof Math\"')")


def test_opens_at_once(look, address):
    seconds = look(address).evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")/1000
    assert 0 < seconds < 5  # under 1 on an idle machine


def visible(page) -> list[dict[str, str]]:
    return page.evaluate("[...document.querySelectorAll('#table tbody tr')].filter(r => r.offsetParent)"
                         ".map(r => ({v: r.dataset.v, t: r.cells[2].textContent, ids: r.cells[0].textContent}))")


def test_filters(look, address):
    page = look(address)
    every = visible(page)
    page.select_option("select[name=status]", "REFUTED")
    refuted = visible(page)
    assert 0 < len(refuted) < len(every) and {row["v"] for row in refuted} == {"REFUTED"}
    assert page.locator("output").inner_text() == f"{len(refuted)} of {len(every)}"
    page.select_option("select[name=document]", "003")
    assert all("003-" in row["ids"] for row in visible(page))
    page.select_option("select[name=topic]", "Semi smooth")
    assert visible(page) and {row["t"] for row in visible(page)} == {"Semi smooth"}
    page.fill("input[name=text]", "000-106")
    assert len(visible(page)) == 1
    page.fill("input[name=text]", "no such words")
    assert visible(page) == []


def test_the_wrong_line_of_the_semi_smoothness_proof_in_three_clicks(look, address):
    page = look(address)
    page.get_by_role("link", name=re.compile(r"^Errata \(")).click()
    page.get_by_role("link", name=re.compile("000-106")).click()
    line = page.locator(":target")
    assert line.is_visible()
    told = line.inner_text()
    for words in ("REFUTED", "x^2/400", "gamma", "399/400 is not at most 159/160", "What holds instead"):
        assert words in told, words


def test_readable_without_its_script(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("#table tbody tr").first.is_visible()
    assert not page.locator("#filters").is_visible() and not page.locator("#theme").is_visible()
    page.locator("summary", has_text="What the verdicts mean").click()
    assert page.get_by_text("The kernel checked a proof of it.").is_visible()
    context.close()


def test_light_and_dark(look, excerpt):
    page = look(excerpt, color_scheme="light")
    colour = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(colour)
    page.click("#theme")
    dark = page.evaluate(colour)
    assert light != dark == look(excerpt, color_scheme="dark").evaluate(colour)


CUT = """[...document.querySelectorAll('.formula')].filter(f => f.offsetParent && f.scrollWidth > f.clientWidth + 1)
    .map(f => f.scrollWidth + ' in ' + f.clientWidth + ': ' + (f.querySelector('[aria-label]')?.ariaLabel || f.textContent).slice(0, 150))"""


def test_nothing_is_cut_in_print(look, address):
    page = look(address, A4)
    page.emulate_media(media="print")
    page.evaluate(OPEN_ALL)
    assert page.evaluate(CUT) == []
    wide = page.evaluate(f"""[...document.querySelectorAll('math, table, pre, code')].filter(m => {{
        const r = m.getBoundingClientRect(); return r.width && r.right > {A4} + 1; }}).map(m => m.textContent.slice(0, 100))""")
    assert wide == []


def test_a_phone_scrolls_down_only(look, address):
    page = look(address, PHONE)
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


@pytest.mark.parametrize("width", [PHONE, 1200])
def test_pictures_keep_to_their_place(look, excerpt, width):
    page = look(excerpt, width)
    page.evaluate(OPEN_ALL)
    for name in ("course", "plot", "bars"):
        assert page.locator(f"svg.{name}").count() > 0, name
    out = page.evaluate("""[...document.querySelectorAll('svg.course, svg.plot, svg.bars')].filter(s => s.getBoundingClientRect().width &&
        (s.getBoundingClientRect().right > s.closest('article, section').getBoundingClientRect().right + 1 || s.getBoundingClientRect().width < 100))
        .map(s => s.outerHTML.slice(0, 120))""")
    assert out == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible(look, excerpt, scheme):
    from axe_playwright_python.sync_playwright import Axe
    page = look(excerpt, color_scheme=scheme)
    page.evaluate(OPEN_ALL)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [f"{v['id']}: {v['help']}: {v['nodes'][0]['html'][:200]} {v['nodes'][0].get('failureSummary', '')}"
            for v in found if v["impact"] in ("serious", "critical")] == []
