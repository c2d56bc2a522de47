"""Reads what came of every attack of cases/attacks.txt as a browser would: no element, attribute, script, style or live
address may come from a value. The cases say what comes out; this says that it is harmless."""
import json
import pathlib
import re
import unittest
import xml.etree.ElementTree

import html5lib

CASES = pathlib.Path(__file__).parent / "cases" / "attacks.txt"
VALUE = "\ue000"
URLS = {"href", "src", "action", "formaction", "poster", "data", "ping", "cite", "background", "to", "xlink:href"}
HARMLESS = {"http", "https", "mailto", "tel"}
# Markup that a template declares safe is markup.
DECLARED_SAFE = {"text: what is declared safe passes", "XML: markup gives its text in an attribute"}


def read_cases():
    cases = []
    for part in re.split(r"^=== ", CASES.read_text(encoding="utf-8"), flags=re.M)[1:]:
        title, _, rest = part.partition("\n")
        case = {"title": title, "name": "main.html", "others": []}
        pieces = re.split(r"^--- (.*)\n", rest, flags=re.M)
        case["template"] = pieces[0].removesuffix("\n")
        for mark, body in zip(pieces[1::2], pieces[2::2]):
            if mark.startswith("name "):
                case["name"] = mark[5:]
            elif mark in ("data", "gives"):
                case[mark] = body.removesuffix("\n")
            else:
                case["others"].append(body)
        cases.append(case)
    return cases


def tokens(text):
    """[(name, {attribute: value}, text within)] in the order of the page."""
    found = []
    stack = []
    for token in html5lib.getTreeWalker("dom")(html5lib.parse(text, treebuilder="dom")):
        if token["type"] in ("StartTag", "EmptyTag"):
            entry = [token["name"], {name: value for (_, name), value in token["data"].items()}, ""]
            found.append(entry)
            if token["type"] == "StartTag":
                stack.append(entry)
        elif token["type"] == "EndTag":
            stack.pop()
        elif token["type"] in ("Characters", "SpaceCharacters") and stack:
            stack[-1][2] += token["data"]
        elif token["type"] == "Comment":
            found.append(["!--", {}, token["data"]])
    return found


STRING = r"\"(?:[^\"\\\n\u2028\u2029]|\\.)*\"|'(?:[^'\\\n\u2028\u2029]|\\.)*'"
SCRIPT_TOKENS = re.compile(r"//[^\n]*|/\*.*?\*/|`[^`]*`|(?<=[=(,] )/(?:\[[^\]]*\]|[^/\n])+/|" + STRING, re.S)
STYLE_STRING = r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
STYLE_TOKENS = re.compile(
    r"/\*.*?\*/|url\((?:[^()\"'\\\s]|\\[0-9a-f]+ |\\.)*\)|url\((?:" + STYLE_STRING + r")\)|" + STYLE_STRING, re.S)


def bare(pattern, text):
    """`text` with each string and comment as an empty one, without blanks."""
    return re.sub(r"\s+", "", pattern.sub("''", text))


class Attacks(unittest.TestCase):
    def check_address(self, given, template):
        given = re.sub(r"[\t\n\r]", "", given.strip("".join(map(chr, range(33)))))
        scheme = re.match(r"([a-z][a-z0-9+.-]*):", given, re.I)
        stated = template is not None and template.partition(VALUE)[0].lower()
        if scheme and not (stated and stated.startswith(scheme[0].lower())):
            self.assertIn(scheme[1].lower(), HARMLESS)

    def check_script(self, given, template, value):
        """Without its strings the script is what the template with a harmless value is."""
        self.assertNotRegex(given, r"(?i)</|<!--")
        in_code = VALUE in SCRIPT_TOKENS.sub("''", template)
        shown = json.dumps(value) if in_code else "x"
        self.assertEqual(bare(SCRIPT_TOKENS, given), bare(SCRIPT_TOKENS, template.replace(VALUE, shown)))

    def check_style(self, given, template):
        self.assertNotIn("<", given)
        pattern = re.escape(bare(STYLE_TOKENS, template)).replace(VALUE, r"[^;{}:\"'\\@<>*&]*")
        self.assertRegex(bare(STYLE_TOKENS, given), "^" + pattern + "$")

    def check_one_value(self, case, given):
        """Of a template without tags: its page and the given one have the same shape."""
        plain = tokens(re.sub(r"\{\{.*?\}\}", VALUE, case["template"]))
        value = json.loads(case["data"]).get("x")
        self.assertEqual([(n, sorted(a)) for n, a, _ in plain], [(n, sorted(a)) for n, a, _ in given])
        for (name, attributes, text), (_, given_attributes, given_text) in zip(plain, given):
            for key, stated in attributes.items():
                if VALUE not in stated:
                    continue
                if key in URLS:
                    self.check_address(given_attributes[key], stated)
                elif key.startswith("on"):
                    self.check_script(given_attributes[key], stated, value)
                elif key == "style":
                    self.check_style(given_attributes[key], stated)
            if VALUE in text and name == "script":
                self.check_script(given_text, text, value)
            if VALUE in text and name == "style":
                self.check_style(given_text, text)

    def check_any(self, case, given):
        """Of any template: there is nothing that its sources do not have."""
        sources = " ".join([case["template"]] + case["others"])
        keys = case["data"] if "xmlattr" in sources else ""
        for name, attributes, text in given:
            if name in ("html", "head", "body"):
                continue
            self.assertRegex(sources, r"(?i)<" + re.escape(name) + r"\b")
            for key, value in attributes.items():
                self.assertTrue(re.search(r"(?i)\b" + re.escape(key) + r"\s*=", sources) or f'"{key}"' in keys, key)
                if key in URLS and VALUE not in value:
                    self.check_address(value, None if "{%" in sources or keys else "data:" if "data:" in sources else None)
            if name == "script":
                self.assertNotRegex(text, r"(?i)</|<!--")
        count = sum(name == "script" for name, _, _ in given)
        self.assertLessEqual(count, len(re.findall(r"(?i)<script", sources)))

    def test_attacks(self):
        cases = read_cases()
        self.assertGreaterEqual(len(cases), 120)
        for case in cases:
            if case["title"] in DECLARED_SAFE:
                continue
            with self.subTest(case["title"]):
                if case["name"].endswith(".xml"):
                    root = xml.etree.ElementTree.fromstring(case["gives"])
                    self.assertEqual([(e.tag, list(e.attrib)) for e in root.iter()], [("a", ["b"])])
                    continue
                given = tokens(case["gives"])
                self.check_any(case, given)
                if "{%" not in case["template"] and "xmlattr" not in case["template"] and "safe ~" not in case["template"]:
                    self.check_one_value(case, given)


if __name__ == "__main__":
    unittest.main()
