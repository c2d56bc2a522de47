"""The repository's own site: whole, the same on every run, readable by software that is not ours."""
import html.parser
import json
import os
import re
import unittest
import urllib.parse

import feedparser
import html5lib
import icalendar

from support import AS_OF, SOURCE, OwnSiteCase, tree


class Page(html.parser.HTMLParser):
    """Addresses, ids and page tags of a page."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.links, self.loads, self.ids, self.meta = [], [], [], {}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if values.get("id"):
            self.ids.append(values["id"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag == "link" and values.get("rel") in ("stylesheet", "icon", "alternate"):
            self.loads.append(values["href"])
        if tag in ("img", "script", "source", "iframe", "video", "audio") and "src" in values:
            self.loads.append(values["src"])
        if tag == "meta" and "name" in values:
            self.meta[values["name"]] = values.get("content", "")


class OwnSite(OwnSiteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pages = {str(p.relative_to(cls.out)): p.read_text(encoding="utf-8") for p in sorted(cls.out.rglob("*.html"))}
        cls.parsed = {path: Page(text) for path, text in cls.pages.items()}

    def test_it_builds_without_a_diagnostic(self):
        self.assertRegex(self.errors, r"\Adone: [^\n]*\n\Z")

    def test_it_has_at_least_thirty_pages_and_every_promised_output(self):
        self.assertGreaterEqual(len(self.pages), 30)
        for path in ("index.html", "2026/index.html", "404.html", "sitemap.xml", "robots.txt", "feed.xml", "feed.json", "manifest.sha256",
                     "2026/calendar.ics", "2026/slogans.txt", "2026/schedule.html", "2026/events/consultation-day.html",
                     "2026/events/consultation-day.ics"):
            self.assertTrue((self.out / path).is_file(), path)

    def test_two_builds_and_any_number_of_threads_give_the_same_bytes(self):
        once = tree(self.out)
        for jobs in ("1", "2", "5"):
            self.build(SOURCE, self.folder / jobs, "--as-of", AS_OF, "--jobs", jobs)
            self.assertEqual(tree(self.folder / jobs), once)

    def test_every_link_leads_to_a_file_and_an_id_that_exist(self):
        for path, page in self.parsed.items():
            for link in page.links + page.loads:
                parts = urllib.parse.urlsplit(link)
                if parts.scheme or parts.netloc:
                    continue
                self.assertFalse(link.startswith("/"), f"{path}: {link} is not relative")
                target = os.path.normpath(os.path.join(os.path.dirname(path), urllib.parse.unquote(parts.path))) if parts.path else path
                self.assertTrue((self.out / target).is_file(), f"{path}: {link}")
                if parts.fragment and target in self.parsed:
                    self.assertIn(urllib.parse.unquote(parts.fragment), self.parsed[target].ids, f"{path}: {link}")

    def test_nothing_is_loaded_from_elsewhere(self):
        for path, page in self.parsed.items():
            for load in page.loads:
                self.assertEqual(urllib.parse.urlsplit(load).netloc, "", f"{path}: {load}")

    def test_ids_are_unique_on_every_page(self):
        for path, page in self.parsed.items():
            self.assertEqual(len(page.ids), len(set(page.ids)), f"{path}: {sorted(i for i in page.ids if page.ids.count(i) > 1)}")

    def test_every_page_is_well_formed_html5(self):
        for path, text in self.pages.items():
            parser = html5lib.HTMLParser(strict=False)
            parser.parse(text)
            self.assertEqual([(e[0], e[1]) for e in parser.errors], [], path)

    def test_articles_carry_the_page_tags_of_government_sites(self):
        for path, page in self.parsed.items():
            for tag in ("SiteName", "SiteDomain", "SiteIDCode"):
                self.assertIn(tag, page.meta, path)
            if re.fullmatch(r"2026/(notices|news)/(?!index)[^/]+\.html", path):
                for tag in ("ArticleTitle", "PubDate", "ContentSource"):
                    self.assertTrue(page.meta.get(tag), f"{path}: {tag}")
                self.assertRegex(page.meta["PubDate"], r"\A\d{4}-\d\d-\d\d \d\d:\d\d\Z", path)

    def test_the_first_view_is_light(self):
        for path, page in self.parsed.items():
            size = len(self.pages[path].encode())
            for load in page.loads:
                if load.endswith((".css", ".js")):
                    size += (self.out / os.path.normpath(os.path.join(os.path.dirname(path), load))).stat().st_size
            self.assertLess(size, 100_000, path)  # uncompressed; hosts send a quarter of it

    def test_calendars_are_read_by_another_reader(self):
        data = (self.out / "2026/calendar.ics").read_bytes()
        for line in data.split(b"\r\n"):
            self.assertLessEqual(len(line), 75)
            line.decode("utf-8")
        self.assertNotIn(b"\n", data.replace(b"\r\n", b""))
        events = list(icalendar.Calendar.from_ical(data).walk("VEVENT"))
        self.assertGreaterEqual(len(events), 15)
        self.assertEqual(len({str(e["UID"]) for e in events}), len(events))
        day = [e for e in events if "咨询日" in str(e["SUMMARY"])]
        self.assertEqual(len(day), 1)
        self.assertEqual(day[0].decoded("DTSTART").isoformat(), "2026-06-16T09:00:00+08:00")
        own = list(icalendar.Calendar.from_ical((self.out / "2026/events/consultation-day.ics").read_bytes()).walk("VEVENT"))
        self.assertEqual(str(own[0]["UID"]), str(day[0]["UID"]))

    def test_feeds_are_read_by_another_reader(self):
        feed = feedparser.parse((self.out / "feed.xml").read_bytes())
        self.assertFalse(feed.bozo, feed.get("bozo_exception"))
        self.assertGreaterEqual(len(feed.entries), 10)
        self.assertEqual(len({e.id for e in feed.entries}), len(feed.entries))
        dates = [e.published for e in feed.entries]
        self.assertEqual(dates, sorted(dates, reverse=True))
        data = json.loads((self.out / "feed.json").read_text(encoding="utf-8"))
        self.assertEqual([i["id"] for i in data["items"]], [e.id for e in feed.entries])

    def test_what_is_shown_is_what_the_editor_wrote(self):
        notice = self.pages["2026/notices/charging-self-check.html"]
        self.assertRegex(notice, r"云桥办〔2026〕\d+号")
        self.assertGreaterEqual(len(re.findall(r"[0-9a-f]{64}", notice)), 3)
        slogans = self.pages["2026/slogans/general.html"]
        self.assertIn('id="slogan-16"', slogans)
        form = self.pages["2026/forms/statistics.html"]
        self.assertGreaterEqual(form.count("<input"), 20)
        schedule = self.pages["2026/schedule.html"]
        self.assertGreaterEqual(len(set(re.findall(r'<time[^>]*datetime="(2026-06-\d\d)', schedule))), 10)
        for path, text in self.pages.items():
            if path != "404.html":
                self.assertIn("12350", text, f"{path}: the report channel is on every page")


if __name__ == "__main__":
    unittest.main()
