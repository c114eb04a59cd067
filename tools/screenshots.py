"""Take the picture of README.md from a running demo: three phone screens and one of the office.

    make demo                                  in one terminal
    python tools/screenshots.py                in another: writes docs/screenshots/overview.png
    python tools/screenshots.py --at http://127.0.0.1:8080 --out other.png
    python tools/screenshots.py --all FOLDER   shoots every page it can reach, for somebody to look at

The picture sends a matter and answers it, as anybody may in the demo; so each run adds one to what the demo holds.
Needs Chromium (LXQ_CHROMIUM names one that is not on the path) and what `make build-dev` installs.
"""

import argparse
import io
import os
import re
import shutil
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "screenshots" / "overview.png"
STUDIO = "漫川关"
SAID = "村口小桥的栏杆断了四米，娃娃上学从那儿过，看着心慌。"
ANSWERED = "镇上已把断的四米栏杆换好，全桥加了反光条。6月5日委员和村干部到现场看过。"

WHOLE = (1400, 900)
PHONE, OFFICE = (390, 844), (1440, 860)
SMALLER = 0.7
"""What is taken is drawn so much smaller: four screens fit into one picture and stay readable."""
GAP, GROUND, EDGE = 20, "#e9e5dc", "#bdb6a8"
COLOURS = 128
"""Of the saved picture: pages of few colours lose nothing that one sees."""


def chromium() -> str:
    """The path of a Chromium. Exits where there is none."""
    names = ("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome")
    found = os.environ.get("LXQ_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        raise SystemExit("no Chromium found: install Debian's `chromium`, or name one in LXQ_CHROMIUM")
    return found


def page_of(browser: Browser, at: str, size: tuple[int, int], scale: int = 2) -> Page:
    """A page of this size in a session of its own, in Chinese."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=scale, locale="zh-CN", base_url=at
    )
    return context.new_page()


def press(page: Page, what: str) -> None:
    """Press what leads to another page, and wait for it."""
    with page.expect_navigation():
        page.click(what)


def send(phone: Page) -> tuple[str, str]:
    """Say a matter at the studio's QR address: the receipt's address, and the number."""
    phone.goto(f"/studios/?q={STUDIO}")
    press(phone, "a.card >> nth=0")
    press(phone, "main .say a.btn")
    phone.fill("#id_text", SAID)
    phone.click("main .rows label >> nth=0")
    press(phone, "main form .btn >> nth=-1")
    press(phone, "main button[value=send]")
    return phone.url, phone.inner_text(".aloud")


def enter(page: Page, role: str) -> None:
    """One press at the entrance."""
    page.goto("/enter/")
    press(page, f"form[action='/enter/{role}/'] button")


def step(desk: Page, number: str, verb: str) -> None:
    """Open the page of one verb."""
    desk.goto(f"/desk/concerns/{number}/{verb}/")


def work(desk: Page, number: str) -> None:
    """Accept, assign and answer."""
    last = "main form[method=post] .btn >> nth=-1"
    step(desk, number, "accept")
    desk.select_option("main [name=topic]", "roads")
    desk.check("main [name=kind] >> nth=0")
    press(desk, last)
    step(desk, number, "assign")
    desk.check("main [name=to] >> nth=0")
    press(desk, last)
    step(desk, number, "answer")
    desk.check("main [name=result][value=A]")
    desk.fill("main [name=text]", ANSWERED)
    desk.fill("main [name=evidence]", "委员现场看过")
    press(desk, last)


def shot(page: Page) -> Image.Image:
    """What the window shows, without the banner of the demo, which README tells of."""
    page.evaluate("document.querySelector('.demo')?.remove()")
    taken = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    ratio = SMALLER * page.viewport_size["width"] / taken.width if page.viewport_size else 1
    return taken.resize((round(taken.width * ratio), round(taken.height * ratio)), Image.Resampling.LANCZOS)


def take(at: str) -> list[Image.Image]:
    """Home, status, desk today, office."""
    with sync_playwright() as play:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = play.chromium.launch(executable_path=chromium(), args=[*flags, "--disable-dev-shm-usage"])
        phone, desk = page_of(browser, at, PHONE), page_of(browser, at, PHONE)
        office = page_of(browser, at, OFFICE)
        receipt, number = send(phone)
        if not re.fullmatch(r"\S+\d{4}-\d+", number):
            raise SystemExit(f"no receipt at {receipt}")
        enter(desk, "clerk")
        work(desk, number)
        phone.goto("/")
        home = shot(phone)
        phone.goto(receipt)
        status = shot(phone)
        desk.goto("/desk/")
        today = shot(desk)
        enter(office, "county_staff")
        office.goto("/office/concerns/")
        staff = shot(office)
        browser.close()
    return [home, status, today, staff]


# --- every page ---------------------------------------------------------------------------------
SEEN_BY = {
    "": "/", "clerk": "/desk/", "member": "/desk/", "city_staff": "/office/", "auditor": "/office/ledger/",
    "administrator": "/office/jobs/",
}  # fmt: skip
"""Who looks (nobody: a resident) and where they begin."""
LOOKS = {
    "390": (PHONE, "standard", "zh-hans"),
    "1280": ((1280, 900), "standard", "zh-hans"),
    "elder": (PHONE, "elder", "zh-hans"),
    "english": ((1280, 900), "standard", "en"),
}
LIKE = 1
"""So many pages of one kind are taken."""
ONE_OF_A_KIND = re.compile(r"(?<=/)([^/]*\d[^/]*|[\w-]{22})(?=/)|(?<=/figures/)\w+")
HELD = re.compile(r"/(static|look|photos|qr|template|out)/|\.\w+$")
"""What is no page."""
REFUSE = """() => {
  const form = document.querySelector('main form[method=post]:has([required])');
  if (form) { form.noValidate = true; form.requestSubmit(); }
  return Boolean(form);
}"""


def kind(address: str) -> str:
    """The address without what differs between two pages of one kind."""
    return ONE_OF_A_KIND.sub("#", unquote(address))


def reached(page: Page, start: str) -> Iterator[str]:
    """Addresses of pages that links lead to, nearest first."""
    waiting, seen = deque([start]), {}
    while waiting:
        address = waiting.popleft()
        if seen.get(kind(address), 0) >= LIKE:
            continue
        answer = page.goto(address)
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            continue
        seen[kind(address)] = seen.get(kind(address), 0) + 1
        yield address
        for link in page.eval_on_selector_all("a[href]", "found => found.map(one => one.href)"):
            parts = urlsplit(link)
            if link.startswith(str(page.url).split("/", 3)[0]) and not parts.query and not HELD.search(parts.path):
                waiting.append(parts.path)


def take_all(at: str, folder: Path) -> None:
    """Every page in every look, into FOLDER/<look>/<role> <address>.png; refused forms end in `refused`."""
    with sync_playwright() as play:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = play.chromium.launch(executable_path=chromium(), args=[*flags, "--disable-dev-shm-usage"])
        told: list[str] = []
        for role, start in SEEN_BY.items():
            scout = page_of(browser, at, (1280, 900), 1)
            if role:
                enter(scout, role)
            found = list(reached(scout, start))
            if not role:
                found.append(urlsplit(send(scout)[0]).path)
            new = [one for one in found if kind(one) not in told]
            told += {kind(one) for one in new}
            for look, (size, letters, tongue) in LOOKS.items():
                page = page_of(browser, at, size, 1)
                if role:
                    enter(page, role)
                cookies = {"size": letters, "tongue": tongue}.items()
                page.context.add_cookies([{"name": name, "value": value, "url": at} for name, value in cookies])
                for address in new:
                    page.goto(address)
                    file = folder / look / (f"{role} {unquote(address).replace('/', '_')}.png")
                    file.parent.mkdir(parents=True, exist_ok=True)
                    page.screenshot(path=file, full_page=True)
                    if page.evaluate(REFUSE):
                        page.wait_for_load_state()
                        page.screenshot(path=file.with_stem(file.stem + " refused"), full_page=True)
                page.context.close()
        browser.close()


# --- the picture of README.md ---------------------------------------------------------------------
def framed(whole: Image.Image, one: Image.Image, at: tuple[int, int]) -> None:
    """Put one screen into the picture, with a quiet edge around it."""
    left, top = at
    ImageDraw.Draw(whole).rectangle((left - 3, top - 3, left + one.width + 2, top + one.height + 2), fill=EDGE)
    whole.paste(one, at)


def compose(phones: list[Image.Image], office: Image.Image) -> Image.Image:
    """The office behind at the upper left, the phones before it at the lower right."""
    whole = Image.new("RGB", WHOLE, GROUND)
    framed(whole, office, (GAP, GAP))
    left = WHOLE[0] - sum(one.width + GAP for one in phones)
    for one in phones:
        framed(whole, one, (left, WHOLE[1] - GAP - one.height))
        left += one.width + GAP
    return whole


def main() -> None:
    """Take, compose, save."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--at", default="http://127.0.0.1:8000", help="address of the running demo")
    asked.add_argument("--out", type=Path, default=OUT)
    asked.add_argument("--all", type=Path, metavar="FOLDER", help="every page, in every look, into this folder")
    told = asked.parse_args()
    if told.all:
        take_all(told.at, told.all)
        return
    *phones, office = take(told.at)
    told.out.parent.mkdir(parents=True, exist_ok=True)
    picture = compose(phones, office).quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(told.out, optimize=True)
    print(f"{told.out}: {picture.width} × {picture.height}, {told.out.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
