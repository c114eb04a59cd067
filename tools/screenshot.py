"""Draw docs/screenshots/overview.png from a running demo: what a resident, a studio and an office see.

python tools/screenshot.py http://127.0.0.1:8000      needs Debian's chromium and fonts-noto-cjk
"""

import io
import os
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.early import chromium  # noqa: E402 -- after the path

OVERVIEW = ROOT / "docs/screenshots/overview.png"
HEIGHT, GAP = 844, 24  # pixels
SHOTS = ((390, "", "/say/"), (390, "clerk", "/desk/"), (1280, "county_staff", "/office/"))
"""(width in pixels, role that is entered by one press, page)."""


def shot(browser: Browser, address: str, width: int, role: str, page: str) -> Image.Image:
    """One page as it first shows itself."""
    size = {"width": width, "height": HEIGHT}
    tab = browser.new_context(viewport=size, locale="zh-CN", base_url=address).new_page()
    if role:
        tab.goto("/enter/")
        tab.locator(f"form[action$='/{role}/'] button").click()
    tab.goto(page)
    return Image.open(io.BytesIO(tab.screenshot())).convert("RGB")


def main(words: list[str]) -> int:
    """Exit 0 good, 2 used wrongly."""
    if len(words) != 1 or not chromium():
        print(__doc__)
        return 2
    with sync_playwright() as play:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = play.chromium.launch(executable_path=chromium(), args=[*flags, "--disable-dev-shm-usage"])
        shots = [shot(browser, words[0], *each) for each in SHOTS]
        browser.close()
    whole = Image.new("RGB", (sum(each.width + GAP for each in shots) + GAP, HEIGHT + 2 * GAP), "#d9d6cf")
    left = GAP
    for each in shots:
        whole.paste(each, (left, GAP))
        left += each.width + GAP
    OVERVIEW.parent.mkdir(exist_ok=True)
    whole.quantize(colors=128).save(OVERVIEW, optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
