"""The assistant superintendent: where everything stands, decisions released, an assignment looked at, a window moved."""

import json
import sys

from browser import Browser, Failure
from signing_in import sign_in

PAGES = (
    "/office", "/decisions", "/office/reviews", "/submissions", "/windows", "/assignments", "/people", "/mail", "/history",
    "/more",
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
        browser.open(address + "/office")
        browser.press("Undo")
        browser.open(address + "/decisions")
        if browser.heading != before:
            raise Failure(f"the release was not undone: {browser.heading}")
    finally:
        browser.close()


if __name__ == "__main__":
    journey(json.load(sys.stdin))
    print("done")
