"""The assistant superintendent: where everything stands, decisions released, an assignment looked at, a window moved."""

import json
import sys

from browser import Browser, Failure
from signing_in import sign_in

PAGES = (
    "/office", "/decisions", "/office/reviews", "/submissions", "/windows", "/assignments", "/people", "/mail", "/history",
    "/more", "/reports", "/rehearsal?year=2026", "/rehearsal?year=2026", "/rubrics", "/offerings", "/offerings/new",
    "/texts", "/texts/reminder-3d",
)


def journey(wish):
    address = wish["address"]
    links = wish["links"]
    for width in (375, 1280):
        for dark in (False, True):
            browser = Browser("administrator", width, wish["pictures"], dark=dark)
            try:
                sign_in(browser, links.pop())
                for page in PAGES:
                    browser.open(address + page)
                for kind in ("submissions", "windows", "people"):
                    browser.open(f"{address}/{kind}/{wish[kind]}")
            finally:
                browser.close()
    browser = Browser("administrator", 1280, wish["pictures"], script=False)
    try:
        sign_in(browser, links.pop())
        browser.open(address + "/decisions")
        before = browser.heading
        browser.press("Release all")
        if browser.heading == before:
            raise Failure(f"nothing was released: {before}")
        browser.open(address + "/reports?stage=proposal")
        if "decision" not in browser.heading:
            raise Failure(f"the report does not count what was released: {browser.heading}")
        browser.open(address + "/office")
        browser.press("Undo")
        browser.open(address + "/decisions")
        if browser.heading != before:
            raise Failure(f"the release was not undone: {browser.heading}")
        looks_after(browser, address)
    finally:
        browser.close()


def looks_after(browser, address):
    """A micro-credential added and retired, a wording tried, a test mail asked for."""
    browser.open(address + "/offerings/new")
    for name, text in (("code", "X-1"), ("title", "Exit slips"), ("hours", "12.5")):
        browser.write(name, text)
    browser.press("Add it")
    if browser.heading != "Exit slips":
        raise Failure(f"it was not added: {browser.heading}")
    browser.press("Retire it")
    browser.open(address + "/texts/reminder-3d")
    browser.press("Show it")
    browser.press("Send me a test")


if __name__ == "__main__":
    journey(json.load(sys.stdin))
    print("done")
