"""An evaluator reads what came back: what changed since the round before, on a phone and at a desk, light and dark."""

import json
import sys

from selenium.webdriver.common.by import By

from browser import Browser, Failure
from signing_in import sign_in


def journey(wish):
    links = wish["links"]
    for width, dark in ((375, False), (1280, False), (1280, True)):
        browser = Browser("second-round", width, wish["pictures"], dark=dark)
        try:
            sign_in(browser, links.pop())
            browser.open(f"{wish['address']}/reviews/{wish['review']}")
            browser.expect("What changed since the first round", "Met in the first round")
            if not browser.driver.find_elements(By.CSS_SELECTOR, ".difference ins, .difference del"):
                raise Failure("nothing is marked as added or taken out")
            # A PDF beside its rubric, on a screen that has room for it.
            readers = browser.driver.find_elements(By.CSS_SELECTOR, ".artifact-pages summary")
            if not readers:
                raise Failure("there is nothing to read in place")
            if width > 768:
                browser.click(readers[0])
                browser.picture()
            elif readers[0].is_displayed():
                raise Failure("a phone reads a PDF in its own viewer")
            if not browser.driver.find_elements(By.CSS_SELECTOR, "input[type=radio][name^='level-']"):
                raise Failure("there is nothing to score")
        finally:
            browser.close()


if __name__ == "__main__":
    journey(json.load(sys.stdin))
    print("done")
