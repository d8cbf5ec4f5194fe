"""A teacher on a phone in the car park: something from the catalog, proposed, written, handed in, and where it stands."""

import json
import sys
import tempfile
from pathlib import Path

from selenium.webdriver.common.by import By

from browser import Browser, Failure
from signing_in import sign_in


def attach(browser):
    """Adds a file to the first part, which is saved with everything else, and tells how far it has come."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "Exit slips <b>.pdf"
        file.write_bytes(b"%PDF-1.4\n" + b"x" * 3_000_000)
        browser.driver.find_element(By.CSS_SELECTOR, ".drop input[type=file]").send_keys(str(file))
        browser.click(browser.find("Save"))
        # The file's name stands there already while it is on its way.
        browser.wait_for("Added. It is a draft still")
    browser.settle()
    browser.look()
    browser.expect("Exit slips <b>.pdf", "PDF, 2.8 MB")


def subscribe(browser):
    """Makes the address of a calendar, which is there to be copied, once."""
    browser.open(browser.base + "/settings")
    browser.press("Make an address for your calendar")
    browser.expect("Copy it now")
    address = browser.driver.find_element(By.ID, "calendar-address").get_attribute("value")
    if not address.endswith(".ics") or "/calendar/" not in address:
        raise Failure(f"this is no address of a calendar: {address}")
    browser.open(browser.base + "/settings")
    browser.expect("There is an address since")


def propose(browser, title):
    """Writes a proposal of one's own idea and hands it in."""
    driver = browser.driver
    browser.press("Catalog", within="nav")
    browser.open(browser.base + "/begin/proposal")
    browser.write("title", title)
    browser.press("Begin")
    browser.expect(title)
    texts = driver.find_elements(By.CSS_SELECTOR, "textarea[name^='text.']")
    if not texts:
        raise Failure("there is nothing to write into")
    for number, field in enumerate(texts):
        field.clear()
        field.send_keys(f"Part {number + 1}: <b>eighth graders</b> & their water filters.")
    browser.press("Save")
    browser.expect("Saved")
    for field in driver.find_elements(By.CSS_SELECTOR, "textarea[name^='text.']"):
        if "<b>eighth graders</b> & their" not in field.get_attribute("value"):
            raise Failure(f"what was written is not there any more: {field.get_attribute('value')!r}")
    attach(browser)
    browser.press("Check and hand in")
    browser.expect("Hand this in?", "<b>eighth graders</b> & their water filters.")
    address = driver.current_url
    browser.press("Hand in your proposal")
    browser.expect("It has arrived, all of it.", "Receipt", title)
    # Back, and once more: it arrives once.
    driver.back()
    browser.settle()
    if driver.current_url == address:
        browser.press("Hand in your proposal")
        browser.expect("It had arrived already")
    browser.open(browser.base + "/home")
    browser.expect(title)


def look_around(browser):
    for page in ("/home", "/catalog", "/settings", "/begin/proposal", "/begin/evidence"):
        browser.open(browser.base + page)
    for card in browser.driver.find_elements(By.CSS_SELECTOR, "main a[href^='/work/']")[:1]:
        browser.open(card.get_attribute("href"))


def journey(wish):
    links = wish["links"]
    for width in (375, 1280):
        for script in (True, False):
            browser = Browser("teacher", width, wish["pictures"], script=script)
            browser.base = wish["address"]
            try:
                sign_in(browser, links.pop(), stays=True)
                propose(browser, f"Water filters {width} {script}")
                subscribe(browser)
                look_around(browser)
            finally:
                browser.close()
    dark = Browser("teacher", 375, wish["pictures"], dark=True)
    dark.base = wish["address"]
    try:
        sign_in(dark, links.pop())
        look_around(dark)
    finally:
        dark.close()


if __name__ == "__main__":
    journey(json.load(sys.stdin))
    print("done")
