"""Every page that the links lead to, for somebody of each role, by keyboard alone.

On each the tabulator reaches everything that can be pressed or filled in, in the order in which it is seen, with a ring
around it; the skip link skips; nothing holds the focus. axe-core finds nothing in light and in dark, the HTML parses
strictly, and nothing sticks out at the side of a window of 375 pixels. What opens, opens and closes by key.
"""

import json
import re
import sys
import time

import html5lib

from browser import AXE, Browser, Failure
from signing_in import sign_in

# Pages of one role, and steps of the tabulator on one page: what comes after is more of the same.
PAGES_MAX = 40
STEPS_MAX = 120

# What can be reached by the tabulator, in the order of the page; of radio buttons that belong together one.
REACHABLE = """
const seen = new Set(), all = [];
for (const e of document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex]')) {
  if (e.disabled || e.type === 'hidden' || e.tabIndex < 0) continue;
  if (e.closest('details:not([open])') && e.tagName !== 'SUMMARY') continue;
  if (!e.checkVisibility({visibilityProperty: true})) continue;
  if (e.type === 'radio') {
    const group = (e.form && e.form.action) + ' ' + e.name;
    if (seen.has(group)) continue;
    seen.add(group);
  }
  all.push(e);
}
window.reachable = all;
window.steps = [];
const isRing = s => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2);
const name = e => (e.innerText || e.value || e.name || e.tagName).trim().slice(0, 40);
if (!window.listens) document.addEventListener('focusin', event => {
  const e = event.target;
  let place = window.reachable.indexOf(e);
  if (place < 0 && e.type === 'radio') place = window.reachable.findIndex(
    r => r.type === 'radio' && r.name === e.name && r.form === e.form);
  const around = [e, e.closest('label'), e.parentElement].filter(x => x);
  const box = e.getBoundingClientRect();
  let fixed = false;
  for (let x = e; x; x = x.parentElement) {
    if (['fixed', 'sticky'].includes(getComputedStyle(x).position)) fixed = true;
  }
  window.steps.push({
    place, name: name(e), isFixed: fixed,
    ring: around.some(x => isRing(getComputedStyle(x))),
    left: box.left + scrollX, right: box.right + scrollX, top: box.top + scrollY, bottom: box.bottom + scrollY});
});
window.listens = true;
return all.map(name);
"""


def kind(path):
    """Pages that differ in numbers alone are of one kind; so are the wordings of notices."""
    path = re.sub(r"[?#].*", "", path)
    path = re.sub(r"/[0-9a-f]{64}", "/:", path)
    path = re.sub(r"^/texts/.+", "/texts/:", path)
    return re.sub(r"[0-9]+", ":", path)


class Reader:
    """Somebody who goes through the pages with nothing but a keyboard."""

    def __init__(self, browser, address):
        self.browser, self.driver, self.address = browser, browser.driver, address
        self.problems = []
        self.kinds = set()
        self.count = 0

    def key(self, name, code):
        # A key that stands for a character brings it along, as the return key does.
        text = {"text": "\r"} if name == "Enter" else {}
        for what in ("keyDown", "keyUp"):
            self.browser.command("Input.dispatchKeyEvent", {
                "type": what, "key": name, "code": name, "windowsVirtualKeyCode": code, **text})

    def tab(self):
        self.browser.command("Input.dispatchKeyEvent", {
            "type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9})

    def say(self, problem):
        self.problems.append(f"{self.browser.where()} ({self.browser.name}): {problem}")

    def walk(self, start):
        """Follows the links from a page, one page of each kind."""
        waiting = list(start)
        first = self.count
        while waiting and self.count - first < PAGES_MAX:
            path = waiting.pop(0)
            if kind(path) in self.kinds:
                continue
            self.kinds.add(kind(path))
            self.driver.get(self.address + path)
            self.kinds.add(kind(self.driver.current_url[len(self.address):]))
            if not self.driver.find_elements("id", "main"):
                continue
            self.count += 1
            self.look()
            waiting += [
                link for link in self.driver.execute_script(
                    "return [...document.querySelectorAll('a[href^=\"/\"]')].map(a => a.getAttribute('href'))")
                if not re.match(r"/(files|assets|sign-out|s/|u/|reports/|.*/file$)", link)]

    def look(self):
        self.parse()
        self.size(1280)
        for scheme in ("light", "dark"):
            self.axe(scheme)
        self.tabulate()
        self.open()
        self.size(375)
        if self.driver.execute_script(
                "return document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
            self.say("it sticks out at the side at 375 px")
        self.menu()

    def size(self, width):
        self.browser.command("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False})

    def parse(self):
        try:
            html5lib.HTMLParser(strict=True).parse(self.browser.source())
        except html5lib.html5parser.ParseError as problem:
            self.say(f"HTML: {problem!r}")

    def axe(self, scheme):
        self.browser.command("Emulation.setEmulatedMedia", {
            # Colours that are still changing are nobody's: without motion they change at once.
            "features": [{"name": "prefers-color-scheme", "value": scheme},
                         {"name": "prefers-reduced-motion", "value": "reduce"}]})
        if not self.driver.execute_script("return !!window.axe"):
            self.driver.execute_script(AXE)
        # Colours are all that changes from light to dark.
        rules = "" if scheme == "light" else ", runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block']}"
        found = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            f"axe.run(document, {{resultTypes: ['violations']{rules}}})"
            ".then(r => done(r.violations.map(v => v.id + ': ' + v.help + ' at ' + v.nodes[0].target)),"
            " e => done([String(e)]));")
        for problem in found:
            self.say(f"axe ({scheme}): {problem}")

    def tabulate(self):
        """Goes through the page by the tabulator."""
        self.driver.execute_script("window.scrollTo(0, 0); document.activeElement.blur();")
        names = self.driver.execute_script(REACHABLE)
        count = min(len(names), STEPS_MAX)
        for _ in range(count):
            self.tab()
        steps = self.driver.execute_script("return window.steps")
        # A date has a step for its month, one for its day, one for its year, and one for its calendar.
        for _ in range(4 * len(self.driver.find_elements("css selector", "input[type=date]"))):
            if len(steps) >= count:
                break
            self.tab()
            steps = self.driver.execute_script("return window.steps")
        if [step["place"] for step in steps] != list(range(count)):
            expected, got = names[:count], [step["name"] for step in steps]
            place = next((i for i, step in enumerate(steps) if step["place"] != i), len(steps))
            self.say(f"the tabulator's step {place} is {got[place:place + 3]}, not {expected[place:place + 3]}")
        before = None
        for step in steps:
            if not step["ring"]:
                self.say(f"no ring around {step['name']!r}")
            if before and not step["isFixed"] and not before["isFixed"]:
                if step["bottom"] <= before["top"] - 4 and step["left"] < before["right"] - 4:
                    self.say(f"from {before['name']!r} the focus goes up to {step['name']!r}")
            before = step
        if count == len(names) < STEPS_MAX:
            # Out of the page, and in again from its beginning: nothing holds the focus.
            self.tab()
            self.tab()
            if len(self.driver.execute_script("return window.steps")) > count + 2:
                self.say("the tabulator does not leave the page")
        self.skip()

    def skip(self):
        if not self.driver.find_elements("class name", "skip"):
            return
        self.driver.execute_script("window.scrollTo(0, 0); document.querySelector('.skip').focus();")
        self.key("Enter", 13)
        if self.driver.execute_script("return document.activeElement.id || document.activeElement.tagName") != "main":
            self.say("the skip link does not lead to what the page is about")

    def open(self):
        """What opens on the page, opens by key and closes by key."""
        if not self.driver.execute_script(
                "const s = [...document.querySelectorAll('main summary')].find(s => s.checkVisibility());"
                "if (s) s.focus(); return !!s;"):
            return
        states = []
        for _ in range(2):
            self.key("Enter", 13)
            states.append(self.driver.execute_script("return document.activeElement.parentElement.open"))
        if sorted(map(bool, states)) != [False, True] or None in states:
            self.say(f"what opens does not open and close by key: {states}")

    def menu(self):
        """The menu of a phone opens by key, closes by key, and gives the focus back."""
        if not self.driver.execute_script(
                "const b = document.querySelector('.nav-open'); if (!b || !b.checkVisibility()) return false;"
                "b.focus(); return true;"):
            return
        is_open = "return document.getElementById('menu').matches(':popover-open')"
        self.key("Enter", 13)
        if not self.driver.execute_script(is_open):
            self.say("the menu does not open by key")
        self.tab()
        if not self.driver.execute_script("return !!document.activeElement.closest('#menu')"):
            self.say("the tabulator does not lead into the menu")
        self.key("Escape", 27)
        if self.driver.execute_script(is_open):
            self.say("the menu does not close by key")
        if not self.driver.execute_script("return document.activeElement.matches('.nav-open')"):
            self.say("closing the menu loses the focus")


def journey(wish):
    began = time.monotonic()
    browser = Browser("nobody", 1280, wish["pictures"])
    problems, told = [], []
    try:
        for role in wish["roles"]:
            browser.name = role["name"]
            reader = Reader(browser, wish["address"])
            if role["link"]:
                sign_in(browser, role["link"])
            reader.walk(role["start"])
            told.append(f"{role['name']}: {reader.count} pages")
            problems += reader.problems
            if reader.count < role["least"]:
                problems.append(f"{role['name']}: only {reader.count} pages: {sorted(reader.kinds)}")
    finally:
        browser.close()
    print(f"{', '.join(told)}, {time.monotonic() - began:.0f} s")
    if problems:
        raise Failure("\n".join(problems))


if __name__ == "__main__":
    journey(json.load(sys.stdin))
    print("done")
