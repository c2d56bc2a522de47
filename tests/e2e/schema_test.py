"""The JSON Schemas of docs/reference/schema, held by a validator that is not ours against the site's own pages."""
import datetime
import json
import re
import unittest

import jsonschema
import yaml

from support import SOURCE, Case, herald

SCHEMAS = SOURCE / "docs" / "reference" / "schema"
KIND_OF_FOLDER = {"notices": "notice", "plans": "plan", "slogans": "slogans", "events": "event", "materials": "material",
                  "forms": "form", "contacts": "contact", "news": "news"}
KINDS = ["page", "notice", "plan", "slogans", "schedule", "event", "material", "form", "contact", "news"]


def schema(name):
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))


def wrong(name, data):
    """Where `data` breaks the schema `name`, as paths."""
    return ["/".join(map(str, error.absolute_path)) for error in jsonschema.Draft202012Validator(schema(name)).iter_errors(data)]


def plain(data):
    """YAML's dates as the texts that they were written as."""
    if isinstance(data, (datetime.date, datetime.datetime)):
        return str(data)
    if isinstance(data, dict):
        return {str(key): plain(part) for key, part in data.items()}
    return [plain(part) for part in data] if isinstance(data, list) else data


def front_matter(path):
    text = path.read_text(encoding="utf-8")
    found = re.match(r"---\n(.*?)\n---\n", text, re.S)
    return plain(yaml.safe_load(found.group(1))) if found else {}


def kind_of(path, head):
    parts = path.relative_to(SOURCE / "content").parts
    if parts[-1] == "_index.md":
        return "campaign" if len(parts) == 2 else "page"
    if parts[-1] == "schedule.md":
        return "schedule"
    by_folder = KIND_OF_FOLDER.get(parts[1], "page") if len(parts) > 2 else "page"
    return head.get("kind", by_folder)


class Schemas(Case):
    def test_each_is_a_schema(self):
        for name in KINDS + ["campaign", "site"]:
            with self.subTest(name):
                jsonschema.Draft202012Validator.check_schema(schema(name))

    def test_the_own_site_keeps_them(self):
        pages = sorted((SOURCE / "content").rglob("*.md"))
        self.assertGreater(len(pages), 40)
        for path in pages:
            with self.subTest(path.name):
                head = front_matter(path)
                self.assertEqual(wrong(kind_of(path, head), head), [])
        self.assertEqual(wrong("site", json.loads((SOURCE / "site.json").read_text(encoding="utf-8"))), [])

    def test_what_a_kind_requires_may_stand_under_either_name(self):
        self.assertEqual(wrong("notice", {"issuer": "甲", "dated": "2026-05-20"}), [])
        self.assertEqual(wrong("notice", {"发文机关": "甲", "成文日期": "2026-05-20"}), [])
        self.assertEqual(len(wrong("notice", {"发文机关": "甲"})), 1)

    def test_wrong_values_are_found(self):
        good = {"issuer": "甲", "dated": "2026-05-20"}
        for field, value in (("numbering", "sometimes"), ("deadlines", [{"due": 1}]), ("deadlines", [{"what": ["x"]}]),
                             ("colophon", "x"), ("title", ["a"]), ("期限", [{"what": ["x"]}])):
            with self.subTest(field):
                self.assertEqual(wrong("notice", {**good, field: value}), [field])

    def test_the_skeleton_of_each_kind_keeps_its_schema(self):
        self.assertEqual(herald("init", self.folder / "s")[0], 0)
        for language in ("zh", "en"):
            for kind in KINDS:
                if kind == "schedule":
                    continue  # a new site has one already
                with self.subTest(f"{kind} {language}"):
                    status, _, errors = herald("-C", self.folder / "s", "new", kind, f"{kind} {language}", lang=language)
                    self.assertEqual(status, 0, errors)
                    made = self.folder / "s" / re.search(r"content/\S+?\.md", errors).group(0)
                    self.assertEqual(wrong(kind, front_matter(made)), [])
        status, _, errors = herald("build", self.folder / "s", "-o", self.folder / "out")
        self.assertEqual(status, 0, errors)
        self.assertNotIn("warning", errors)


if __name__ == "__main__":
    unittest.main()
