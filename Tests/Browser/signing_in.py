"""Signing in: by a link from a mail, by keyboard, on a phone and at a desk, with script and without."""

import json
import sys

from browser import Browser, Failure


def sign_in(browser, link, stays=False):
    """Opens a link as its mail has it, and presses its button."""
    browser.open(link)
    if stays:
        browser.driver.find_element("name", "stay").click()
    browser.press("Yes, sign me in")


def journey(address, links, pictures):
    for width in (375, 1280):
        for dark in (False, True):
            browser = Browser("sign-in", width, pictures, dark=dark)
            try:
                for page in ("/", "/sign-in", "/sign-in/sent", "/accessibility", "/no/such/page"):
                    browser.open(address + page)
                browser.open(address + "/sign-in")
                browser.write("address", "nobody")
                browser.driver.execute_script("document.querySelector('form').noValidate = true")
                browser.press("Send me the link")
                browser.expect("Write the whole address")
                browser.open(links.pop())
                browser.open(address + "/s/00000000000000000000000000")
                browser.expect("not whole")
            finally:
                browser.close()
    browser = Browser("sign-in", 1280, pictures)
    try:
        # By keyboard alone.
        browser.open(address + "/sign-in")
        browser.tab_to("address").send_keys("somebody@example.org")
        browser.tab_to("Send me the link").send_keys("\n")
        browser.settle()
        if browser.heading != "Look at your mail":
            raise Failure(f"after asking for a link: {browser.heading}")
    finally:
        browser.close()


if __name__ == "__main__":
    wish = json.load(sys.stdin)
    journey(wish["address"], wish["links"], wish["pictures"])
    print("done")
