"""A real Chromium, Debian's own, driven by Playwright against pytest-django's live server."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.early import chromium

PHONE = {"width": 390, "height": 844}
OFFICE = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for a worker; nothing is downloaded."""
    # Playwright's own loop runs in this thread, and Django takes that for an async program.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as play:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        opened = play.chromium.launch(executable_path=chromium(), args=[*flags, "--disable-dev-shm-usage"])
        yield opened
        opened.close()


@pytest.fixture
def phone(browser: Browser, live_server: object) -> Iterator[Page]:
    """A page 390 px wide with a finger; `page.goto("/")` means the live server."""
    context = browser.new_context(
        viewport=PHONE, has_touch=True, is_mobile=True, locale="zh-CN", base_url=str(live_server)
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def office(browser: Browser, live_server: object) -> Iterator[Page]:
    """A page 1280 px wide."""
    context = browser.new_context(viewport=OFFICE, locale="zh-CN", base_url=str(live_server))
    yield context.new_page()
    context.close()


@pytest.fixture
def phone_without_scripts(browser: Browser, live_server: object) -> Iterator[Page]:
    """The phone of somebody whose browser runs no JavaScript."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="zh-CN", base_url=str(live_server))
    yield context.new_page()
    context.close()
