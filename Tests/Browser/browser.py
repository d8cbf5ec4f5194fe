"""A real Chromium, headless, driven through chromedriver: what a person would do, and what they would see.

Every page that is opened is looked at three ways: its HTML has to parse without a single mistake (html5lib, strict),
axe-core has to find nothing, and nothing may stick out at the side. A picture of each is kept.
"""

import base64
import importlib.util
import re
import signal
from pathlib import Path

import html5lib
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

# Only the script that the package brings is used.
AXE = Path(importlib.util.find_spec("axe_playwright_python").submodule_search_locations[0], "axe.min.js").read_text()


# A browser that hangs fails its test, and holds up no other.
signal.alarm(400)


class Failure(Exception):
    """What a person would have stumbled over."""


class Browser:
    """One browser window of a person.

    name: who it is, for pictures. width: of the window, in CSS pixels. script: whether pages may run any.
    dark: whether the person prefers dark. pictures: the folder where they go.
    """

    def __init__(self, name, width, pictures, script=True, dark=False):
        self.name, self.width, self.script, self.dark = name, width, script, dark
        self.pictures = Path(pictures)
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.count = 0
        options = Options()
        options.binary_location = "/usr/bin/chromium"
        for argument in [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
            "--no-first-run", "--disable-extensions", f"--window-size={width},900",
        ]:
            options.add_argument(argument)
        if width < 500 and script:
            # A window can't be that narrow: the device is emulated.
            options.add_experimental_option("mobileEmulation", {
                "deviceMetrics": {"width": width, "height": 800, "pixelRatio": 1, "touch": True}})
        if not script:
            options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.driver.set_page_load_timeout(60)
        if width < 500 and not script:
            # chromedriver taps an emulated phone by a script of its own: the width alone, then.
            self.command("Emulation.setDeviceMetricsOverride", {
                "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False})
        self.command("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]})

    def command(self, name, parameters):
        return self.driver.execute_cdp_cmd(name, parameters)

    def close(self):
        self.driver.quit()

    # What a person does

    def open(self, address):
        self.driver.get(address)
        self.look()

    def press(self, text, within="main"):
        """Presses the button, or follows the link, that says so."""
        self.click(self.find(text, within))
        self.settle()
        self.look()

    def click(self, element):
        """Clicks something, brought to the middle of the window first: a dock may lie over what is at its foot."""
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def find(self, text, within="main"):
        seen = [
            (self.words(element), element)
            for element in self.driver.find_elements(
                By.CSS_SELECTOR, f"{within} button, {within} a, {within} summary")
            # What is there for a key alone is nothing to press.
            if element.is_displayed() and element.size["width"] > 1 and not element.get_attribute("aria-hidden")]
        for match in (lambda words: words == text, lambda words: text in words):
            for words, element in seen:
                if match(words):
                    return element
        raise Failure(f"nothing to press says {text!r} on {self.where()}")

    def write(self, name, text):
        field = self.driver.find_element(By.NAME, name)
        field.clear()
        field.send_keys(text)

    def tab_to(self, text, most=80):
        """Goes by the tabulator alone to what says so, and checks that the focus can be seen on the way."""
        for _ in range(most):
            self.driver.switch_to.active_element.send_keys(Keys.TAB)
            element = self.driver.switch_to.active_element
            if text in self.words(element) or element.get_attribute("name") == text:
                outline = element.value_of_css_property("outline-style")
                if outline == "none" and element.tag_name != "body":
                    raise Failure(f"the focus can't be seen on {text!r} of {self.where()}")
                return element
        raise Failure(f"the tabulator does not reach {text!r} on {self.where()}")

    def settle(self):
        if self.script:
            WebDriverWait(self.driver, 30).until(
                lambda driver: driver.execute_script("return document.readyState") == "complete")

    def wait_for(self, text):
        """Waits until a page says something: what a script sends takes its time.

        While one page gives way to the next, chromedriver has several errors to say so.
        """
        WebDriverWait(self.driver, 30, ignored_exceptions=[WebDriverException]).until(
            lambda driver: text in driver.find_element(By.TAG_NAME, "main").text)

    # What a person sees

    def where(self):
        return re.sub(r"/[su]/[0-9A-Z]{26}", "/s/TOKEN", self.driver.current_url)

    @staticmethod
    def words(element):
        return " ".join((element.text or element.get_attribute("value") or "").split())

    @property
    def heading(self):
        return " ".join(element.text for element in self.driver.find_elements(By.TAG_NAME, "h1"))

    @property
    def text(self):
        return self.driver.find_element(By.TAG_NAME, "main").text

    def expect(self, *texts):
        everything = " ".join(self.text.split())
        for text in texts:
            if text not in everything:
                raise Failure(f"{text!r} is not said on {self.where()}:\n{self.text[:1500]}")

    def look(self):
        """Looks at the page as it is now."""
        problems = self.problems()
        self.picture()
        if problems:
            raise Failure(f"{self.where()} ({self.name}, {self.width} px): " + "; ".join(problems))

    def problems(self):
        found = []
        if not self.script:
            return found
        try:
            html5lib.HTMLParser(strict=True).parse(self.source())
        except html5lib.html5parser.ParseError as problem:
            found.append(f"HTML: {problem!r}")
        if self.driver.execute_script(
                "return document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
            found.append("it sticks out at the side")
        if len(self.driver.find_elements(By.TAG_NAME, "h1")) != 1:
            found.append("it has not exactly one first heading")
        if len([b for b in self.driver.find_elements(By.CSS_SELECTOR, "main .button")
                if b.is_displayed() and not re.search(r"button-(quiet|plain)", b.get_attribute("class"))]) > 1:
            found.append("it has more than one filled button")
        self.driver.execute_script(AXE)
        violations = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "axe.run(document, {resultTypes: ['violations']}).then(r => done(r.violations), e => done(String(e)));")
        if isinstance(violations, str):
            found.append(f"axe: {violations}")
        else:
            found += [
                f"axe: {v['id']} ({v['help']}) at {v['nodes'][0]['target']}" for v in violations]
        return found

    def source(self):
        """The page as it came over the wire, by another request with the same cookies."""
        return self.driver.execute_script(
            "const r = new XMLHttpRequest(); r.open('GET', location.href, false); r.send(); return r.responseText;")

    def picture(self):
        self.count += 1
        name = re.sub(r"[^a-z0-9]+", "-", self.where().split("://", 1)[1].split("/", 1)[-1].split("?")[0].lower())
        mode = f"{self.width}{'-dark' if self.dark else ''}{'' if self.script else '-no-script'}"
        size = self.command("Page.getLayoutMetrics", {})["cssContentSize"]
        shot = self.command("Page.captureScreenshot", {
            "captureBeyondViewport": True,
            "clip": {"x": 0, "y": 0, "width": self.width, "height": min(size["height"], 8000), "scale": 1}})
        (self.pictures / f"{self.name}-{mode}-{self.count:02}-{name or 'start'}.png").write_bytes(
            base64.b64decode(shot["data"]))
