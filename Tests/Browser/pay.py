"""Pay: a teacher is told what is left under the cap while proposing, the clerk previews, seals and pays a pay date, and
the administrator opens one paid cent down to its scorecards. On a phone and at a desk, with script and without."""

import json
import sys
import urllib.request

from selenium.webdriver.common.by import By

from browser import Browser, Failure
from signing_in import sign_in

LEFT = "$1,400.00 is left for 2026; $2,000.00 again from January 1, 2027."


def proposes(browser, wish):
    """A teacher with $1,400.00 left looks at something for $1,600.00, then proposes an idea of their own."""
    address = wish["address"]
    browser.open(f"{address}/catalog/{wish['offering']}")
    browser.expect("This would pass your cap", "$1,600.00 would pass your cap of $2,000.00 for 2026", "$1,400.00 is left")
    browser.open(address + "/begin/proposal")
    browser.expect(LEFT)
    browser.write("title", "Podcasts")
    browser.press("Begin")
    browser.expect("It pays $400.00 a year. That much is held for you when you hand it in.", LEFT)
    browser.write("amount", "much")
    browser.press("Save")
    browser.expect("“much” is no amount")
    for field in browser.driver.find_elements(By.CSS_SELECTOR, "textarea[name^='text.']"):
        field.send_keys("What my students will do.")
    browser.write("amount", "1,400.01")
    browser.press("Check and hand in")
    browser.expect("This would pass your cap", "There is $2,000.00 again from January 1, 2027.")
    if browser.driver.find_elements(By.CSS_SELECTOR, "form[action$='hand-in']"):
        raise Failure("what passes the cap can be handed in")
    browser.press("Go on writing")
    browser.write("amount", "300")
    browser.press("Check and hand in")
    browser.expect("It pays $300.00 a year.")
    browser.press("Hand in your proposal")
    browser.expect("It has arrived, all of it.")
    browser.open(address + "/home")
    browser.expect("$1,100.00 is left for 2026")
    browser.press("Your statement")
    browser.expect("Applied for, and held", "$450.00 comes with the pay date of Friday, October 16.")


def seals(browser, wish):
    """The clerk looks at a pay date, is told that something has changed meanwhile, looks again, seals and pays it."""
    browser.expect("The pay date of Friday, October 16 can be sealed")
    browser.press("Look at")
    browser.expect("$450.00", "Sealing can’t be undone.", "Rise of $600.00 a year")
    browser.press("Why")
    browser.expect("Where $450.00 comes from", "$600.00 × 9 of 12 months", "It rests on one scorecard")
    if "Judge" in browser.text:
        raise Failure("payroll is told who judged")
    browser.open(f"{wish['address']}/pay/dates/{wish['day']}")
    browser.press("Export and seal")
    browser.expect("It is sealed.", "Sealed by Walter Dunne")
    if browser.driver.find_elements(By.CSS_SELECTOR, "form[action$='/seal']"):
        raise Failure("it can be sealed once more")
    file = browser.find("Save payroll’s file").get_attribute("href")
    cookies = "; ".join(f"{c['name']}={c['value']}" for c in browser.driver.get_cookies())
    with urllib.request.urlopen(urllib.request.Request(file, headers={"Cookie": cookies})) as answer:
        if b"Hale" not in answer.read():
            raise Failure("the file does not name whom it pays")
    browser.press("Mark as paid")
    browser.expect("It is marked as paid.")
    browser.open(f"{wish['address']}/pay/people")
    browser.write("q", "Hale")
    browser.press("Show")
    browser.press("Grace Hale")
    browser.expect("Paid on October 16, 2026")


def opens(browser, wish):
    """The administrator opens the line that was paid, down to what the evaluator wrote; then sets it right."""
    browser.open(f"{wish['address']}/pay/dates/{wish['day']}")
    browser.expect("Sealed by Walter Dunne", "$450.00")
    browser.press("Why")
    browser.expect(
        "Paid on October 16, 2026", "The cap was $2,000.00 for 2026", "Scorecards of Evaluator0 Judge0",
        "the decision was released by Avery Adams")
    trace = browser.driver.current_url
    browser.press("Read the decision")
    browser.expect("Well shown for")
    browser.open(trace)
    browser.press("Set the amount right")
    if browser.script:
        browser.driver.execute_script("document.querySelector('main form').noValidate = true")
    browser.write("amount", "8.33")
    browser.write("reason", "A week too many.")
    browser.click(browser.driver.find_element(By.CSS_SELECTOR, "input[value=less]"))
    browser.press("See what it does")
    browser.expect("−$8.33 for Grace Hale", "It goes with the next file")
    browser.press("Set it right")
    browser.expect("−$8.33: Corrected", "A week too many.")


def journey(wish):
    width, script = wish["width"], wish["script"]
    for who, what in (("teacher", proposes), ("clerk", seals), ("administrator", opens)):
        browser = Browser(f"pay-{who}", width, wish["pictures"], script=script, dark=wish["dark"])
        try:
            sign_in(browser, wish[who])
            what(browser, wish)
        finally:
            browser.close()


if __name__ == "__main__":
    journey(json.load(sys.stdin))
    print("done")
