"""Jinja2 itself judges the cases of the template engine.

Every case of tests/unit/tmpl/cases that gives something is rendered by Debian's python3-jinja2; the engine's own test
renders the same file, so a case that passes both proves that the two agree. A case marked `differs` must in fact give
something else there, and its reason must stand word for word in docs/themes.md, so that the manual lists every
deliberate difference. Cases that end in a diagnostic are the engine's own and are not judged; nor are those of the files
that hold the escaping for each place of a page, which Jinja2 does not know.
"""

import json
import os
import pathlib
import re
import sys

import jinja2

SOURCE = pathlib.Path(os.environ.get("HERALD_SOURCE", pathlib.Path(__file__).parents[2]))
CASES = SOURCE / "tests/unit/tmpl/cases"
MANUAL = SOURCE / "docs/themes.md"
JUDGED_LEAST = 400
OF_PLACES = {"attacks.txt", "places.txt"}


def read_cases(text):
    """The cases of one file, in the form that tests/unit/tmpl/cases.h tells."""
    cases = []
    section = None
    for line in text.split("\n")[:-1]:
        if line.startswith("=== "):
            cases.append({"title": line[4:], "name": "main.html", "templates": {}})
            section = ""
        elif line.startswith("--- name "):
            cases[-1]["name"] = line[9:]
            section = None
        elif line.startswith("--- "):
            section = line[4:]
        elif section is not None:
            templates = cases[-1]["templates"]
            templates[section] = templates[section] + "\n" + line if section in templates else line
            continue
        else:
            raise ValueError(f"a line outside of any section: {line}")
        if section is not None:
            cases[-1]["templates"].pop(section, None)
    for case in cases:
        sections = case["templates"]
        for key in ("data", "differs", "gives", "tells"):
            case[key] = sections.pop(key, None)
        # The text of a case without lines is empty.
        sections[case["name"]] = sections.pop("", "")
    return cases


def rendered(case):
    """What Jinja2 makes of the case; an error is told in words."""
    environment = jinja2.Environment(
        loader=jinja2.DictLoader(case["templates"]),
        undefined=jinja2.StrictUndefined,
        autoescape=jinja2.select_autoescape(["html", "htm", "xml"]),
    )
    try:
        return environment.get_template(case["name"]).render(json.loads(case["data"] or "{}"))
    except Exception as error:  # whatever goes wrong there is its answer
        return f"{type(error).__name__}: {error}"


def plain(text):
    return re.sub(r"\s+", " ", text).strip()


def judge(files):
    judged, differing, wrong = 0, 0, []
    manual = plain(MANUAL.read_text(encoding="utf-8"))
    for path in files:
        for case in read_cases(path.read_bytes().decode("utf-8")):
            place = f"{path.name}: {case['title']}"
            if case["tells"] is not None:
                continue
            expected, given = case["gives"] or "", rendered(case)
            if case["differs"] is None:
                judged += 1
                if given != expected:
                    wrong.append(f"{place}\n  expected {expected!r}\n  Jinja2   {given!r}")
                continue
            differing += 1
            if given == expected:
                wrong.append(f"{place}\n  is marked as differing, and Jinja2 gives the same")
            if plain(case["differs"]) not in manual:
                wrong.append(f"{place}\n  the difference is not told in {MANUAL.name}: {plain(case['differs'])}")
    return judged, differing, wrong


def main(arguments):
    files = [pathlib.Path(name) for name in arguments] or [path for path in sorted(CASES.glob("*.txt")) if path.name not in OF_PLACES]
    judged, differing, wrong = judge(files)
    for finding in wrong:
        print(finding)
    print(f"Jinja2 {jinja2.__version__} judged {judged} cases; {differing} differ on purpose; {len(wrong)} findings")
    if not arguments and judged < JUDGED_LEAST:
        print(f"fewer than {JUDGED_LEAST} cases were judged")
        return 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
