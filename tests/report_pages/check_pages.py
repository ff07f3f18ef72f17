#!/usr/bin/env python3
"""Checks a report as a browser and a listener meet it.

    check_pages.py SITE [--axe axe.min.js]

Structure (languages, headings, tables, drawings, links) is read from the files. Chromium, where it is
there, says whether a page is wider than a phone, whether Khmer has its font, and whether it prints.
With --axe (npm pack axe-core, 4.14.1 was used) the accessibility rules of axe run on every page, light
and dark. Exit status: 0 nothing found, 1 something found, 2 wrong usage.
"""
import argparse
import html.parser
import pathlib
import re
import shutil
import sys

import browser

VOID = {"meta", "link", "br", "hr"}
SHAPES = {"path", "circle", "rect", "line"}
PHONE_WIDTHS = (320, 390, 768)


class Page(html.parser.HTMLParser):
    """The facts about one page that the checks need."""

    def __init__(self, text):
        super().__init__()
        self.language = None
        self.headings, self.ids, self.links, self.faults = [], [], [], []
        self.open = []
        self.landmarks = set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "html":
            self.language = attributes.get("lang")
        if tag in ("main", "header", "footer", "nav"):
            self.landmarks.add(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "a":
            self.links.append(attributes.get("href", ""))
        if tag == "script":
            self.faults.append("has a script")
        if tag == "svg":
            if attributes.get("aria-hidden") != "true" and not (
                attributes.get("role") == "img" and attributes.get("aria-labelledby")
            ):
                self.faults.append("has a drawing without role or label")
        if tag == "th" and attributes.get("scope") not in ("col", "row"):
            self.faults.append("has a table header without scope")
        if tag == "table":
            self.open_table = True
        if self.open and self.open[-1] == "table" and tag != "caption" and self.open_table:
            self.faults.append("has a table without caption")
        if tag == "caption":
            self.open_table = False
        if tag not in VOID and not (tag in SHAPES and self.get_starttag_text().endswith("/>")):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"closes </{tag}> out of order")


def check_structure(site, path, page):
    faults = list(page.faults)
    expected = "km" if path.parts[:1] == ("km",) else "en"
    if page.language != expected:
        faults.append(f"has lang={page.language}, not {expected}")
    if page.headings.count(1) != 1:
        faults.append(f"has {page.headings.count(1)} headings of the first level")
    for before, after in zip(page.headings, page.headings[1:]):
        if after > before + 1:
            faults.append(f"goes from h{before} to h{after}")
    for landmark in {"main", "header", "footer", "nav"} - page.landmarks:
        faults.append(f"has no <{landmark}>")
    if len(set(page.ids)) != len(page.ids):
        faults.append("has an id twice")
    if page.open:
        faults.append(f"leaves <{page.open[-1]}> open")
    for link in page.links:
        if link.startswith(("http://", "https://")):
            continue
        target, _, fragment = link.partition("#")
        file = (site / path.parent / target).resolve() if target else (site / path).resolve()
        if not file.is_file():
            faults.append(f"links to {link}, which is not there")
        elif fragment and fragment not in Page(file.read_text("utf-8")).ids:
            faults.append(f"links to {link}, an anchor that is not there")
    return faults


def luminance(color):
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def check_contrast(style):
    """WCAG AA of every pair of text and ground, in each colour scheme."""
    faults = []
    for block in re.findall(r":root \{(.*?)\}", style, re.S):
        colors = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", block))
        if "ink" not in colors or "paper" not in colors:
            continue
        for ink in ("ink", "soft", "accent"):
            for ground in ("paper", "raised"):
                if ink in colors and ground in colors:
                    ratio = contrast(colors[ink], colors[ground])
                    if ratio < 4.5:
                        faults.append(f"style.css: {ink} on {ground} has contrast {ratio:.2f}")
    return faults


LAYOUT = """({
  wide: document.documentElement.scrollWidth,
  khmer: [...document.fonts].some(f => f.family.includes('Noto Sans Khmer') && f.status === 'loaded'),
})"""


def check_layout(window, site, page):
    faults = []
    for width in PHONE_WIDTHS:
        window.screen(width)
        window.load((site / page).as_uri())
        found = window.evaluate(LAYOUT)
        if found["wide"] > width:
            faults.append(f"{page}: {found['wide']} px wide on a screen of {width} px")
        if page.startswith("km/") and not found["khmer"]:
            faults.append(f"{page}: the Khmer font was not loaded")
    window.screen()
    return faults


def check_print(window, site, page):
    window.load((site / page).as_uri())
    return [] if window.printed().startswith(b"%PDF") else [f"{page}: could not be printed"]


AXE = """axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.map(
  v => v.id + ' (' + v.impact + '): ' + v.nodes.length + ' x ' + v.nodes[0].html.slice(0, 120)))"""


def check_axe(window, site, page, axe):
    faults = []
    for scheme in ("light", "dark"):
        window.scheme(scheme)
        window.load((site / page).as_uri())
        window.evaluate(axe + "; true")
        faults += [f"{page} ({scheme}): {v}" for v in window.evaluate(AXE)]
    window.scheme("light")
    return faults


def check_in_browser(site, pages, axe):
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        print("SKIPPED: chromium is not installed; layout, fonts and print were NOT checked.")
        return []
    faults = []
    with browser.Browser(program) as window:
        for page in pages:
            try:
                faults += check_layout(window, site, page.as_posix())
                faults += check_print(window, site, page.as_posix())
                faults += check_axe(window, site, page.as_posix(), axe) if axe else []
            except browser.Silent as silence:
                # What was not looked at is not without fault; a browser that ended looks at nothing more.
                faults.append(f"{page}: the browser gave no answer: {silence}")
                break
    if not axe:
        print("SKIPPED: no --axe given; the accessibility rules of axe were NOT run.")
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", type=pathlib.Path)
    parser.add_argument("--axe", type=pathlib.Path, help="axe.min.js of axe-core")
    parser.add_argument("--only", help="open only pages of this name in the browser")
    options = parser.parse_args()
    if not (options.site / "index.html").is_file():
        print(f"{options.site} holds no index.html: give the folder of a report.", file=sys.stderr)
        return 2
    site = options.site.resolve()
    pages = sorted(path.relative_to(site) for path in site.rglob("*.html"))
    faults = check_contrast((site / "style.css").read_text("utf-8"))
    for path in pages:
        page = Page((site / path).read_text("utf-8"))
        faults += [f"{path} {fault}" for fault in check_structure(site, path, page)]
    axe = options.axe.read_text("utf-8") if options.axe else None
    opened = [page for page in pages if options.only in (None, page.name)]
    faults += check_in_browser(site, opened, axe)
    for fault in faults:
        print(fault)
    print(f"{len(pages)} pages, {len(opened)} opened, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
