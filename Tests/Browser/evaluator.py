"""An evaluator with an evening: the queue, a review beside its rubric, scored, handed in; the next one given back."""

import json
import sys

from selenium.webdriver.common.by import By

from browser import Browser, Failure
from signing_in import sign_in


def score(browser):
    """Chooses a level for each criterion, says something about each, and hands in."""
    driver = browser.driver
    for closed in driver.find_elements(By.CSS_SELECTOR, "main details:not([open]) > summary"):
        if closed.is_displayed():
            browser.click(closed)
    names = []
    for radio in driver.find_elements(By.CSS_SELECTOR, "main input[type=radio][name^='level-']"):
        name = radio.get_attribute("name")
        if name not in names:
            names.append(name)
    if not names:
        raise Failure("there is nothing to score")
    for name in names:
        choices = driver.find_elements(By.CSS_SELECTOR, f"input[name='{name}']")
        browser.click(choices[-1].find_element(By.XPATH, "./ancestor::label"))
        field = driver.find_element(By.NAME, "feedback-" + name.removeprefix("level-"))
        field.clear()
        field.send_keys("Your students' own words show it. <script>alert(1)</script>")
    return len(names)


def journey(wish):
    address = wish["address"]
    links = wish["links"]
    for width in (375, 1280):
        for script in (True, False):
            browser = Browser("evaluator", width, wish["pictures"], script=script)
            try:
                sign_in(browser, links.pop(), stays=True)
                browser.expect("Next for you")
                before = browser.heading
                browser.press("this review")
                score(browser)
                browser.press("Save")
                browser.expect("Saved")
                if not browser.driver.find_elements(By.CSS_SELECTOR, "input[type=radio]:checked"):
                    raise Failure("what was scored is not there any more")
                browser.press("Hand in")
                browser.expect("Your scorecard is in")
                if browser.heading == before:
                    raise Failure(f"the queue is as long as before: {before}")
                for page in ("/queue", "/queue/past", "/away", "/profile"):
                    browser.open(address + page)
            finally:
                browser.close()
    # Dark, and by keyboard alone.
    browser = Browser("evaluator", 1280, wish["pictures"], dark=True)
    try:
        sign_in(browser, links.pop())
        browser.tab_to("this review").send_keys("\n")
        browser.settle()
        browser.look()
        browser.tab_to("Hand in", most=200)
    finally:
        browser.close()


if __name__ == "__main__":
    journey(json.load(sys.stdin))
    print("done")
