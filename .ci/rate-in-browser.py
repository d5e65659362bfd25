"""rate-in-browser.py URL IMAGE SCREENSHOTS [--drop]: corrects one image of the raters' page in Chromium, as a rater would.

Adds words to the first line, strikes words of the second, drops or relabels a segment with --drop, edits nothing else, marks the image
as done, and reloads to see that all of it is still there. Prints the segment ids that it touched as JSON.
"""

import json
import os
import pathlib
import sys

from playwright.sync_api import sync_playwright

ADDED = " It was seen by a person."


def main(url, image, screenshots, *options):
    folder = pathlib.Path(screenshots)
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        problems = []
        page.on("pageerror", lambda problem: problems.append(str(problem)))
        page.goto(url)
        page.fill("#rater", "ci")
        page.press("#rater", "Tab")
        page.select_option("#filter", "all")
        page.fill("#jump", image)
        page.press("#jump", "Enter")
        page.wait_for_function("image => location.hash === '#image=' + image", arg=image)
        page.wait_for_selector("#lines textarea")
        page.wait_for_timeout(500)
        page.screenshot(path=folder / "before.png")
        lines = page.locator("#lines textarea")

        first = lines.nth(0)
        first.focus()
        first.press("Control+End")
        page.keyboard.type(ADDED)

        second = lines.nth(1)
        words = second.input_value().split()[-1]
        second.focus()
        second.evaluate("(area, words) => area.setSelectionRange(area.value.lastIndexOf(words), area.value.length)", words)
        second.press("F2")
        dropped = None
        if "--drop" in options:
            last = page.locator("#lines li").last
            dropped = last.get_attribute("data-mark")
            last.locator("select.class").focus()
            last.locator("select.class").select_option("")
        saved(page)
        page.screenshot(path=folder / "edited.png")

        page.reload()
        page.wait_for_selector("#lines textarea")
        assert lines.nth(0).input_value().endswith(ADDED), lines.nth(0).input_value()
        assert page.locator("#lines li").nth(1).locator("del.hallucination").count() == 1
        if dropped:
            assert "dropped" in (page.locator("#lines li").last.get_attribute("class") or "")
        page.keyboard.press("Control+Enter")
        page.wait_for_function("() => document.getElementById('progress-text').textContent.startsWith('1 of ')")
        page.set_viewport_size({"width": 820, "height": 1180})
        page.goto(f"{url}#image={image}")
        page.reload()
        page.wait_for_selector("#lines textarea")
        page.wait_for_timeout(500)
        page.screenshot(path=folder / "tablet.png")
        browser.close()
        assert not problems, problems
        print(json.dumps({"added": ADDED.strip(), "struck": words, "dropped_mark": dropped}))


def saved(page):
    # A function, not an expression: the page's security policy forbids to evaluate text.
    page.wait_for_function(
        "() => document.getElementById('saved').textContent === 'saved'"
        " && !Object.keys(localStorage).some(key => key.startsWith('pancap-draft'))"
    )


main(*sys.argv[1:])
