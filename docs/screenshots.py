"""Take the pictures of the README: ``python docs/screenshots.py reports/report.html``. Needs the extra dev, and Chromium."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent


def take(report: Path) -> None:
    """The top of the overview, and the semi-smoothness chain with its refuted line."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page(viewport={"width": 1120, "height": 900}, color_scheme="light")
        page.goto(report.resolve().as_uri())
        page.screenshot(path=HERE / "overview.png")
        # nothing moves while it is drawn
        page.evaluate("for (const a of document.querySelectorAll('article')) a.style.contentVisibility = 'visible'")
        page.get_by_role("link", name="Errata (").click()
        page.get_by_role("link", name="000-106").click()
        page.locator("ol.chain:has(li:target)").screenshot(path=HERE / "refuted.png")
        browser.close()


if __name__ == "__main__":
    take(Path(sys.argv[1]))
