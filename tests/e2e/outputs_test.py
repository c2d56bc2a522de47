"""The machine forms of a site, each read by software that is not ours."""
import csv
import datetime
import html.parser
import io
import json
import re
import unittest
import urllib.parse
import xml.etree.ElementTree

import feedparser
import icalendar

from support import SOURCE, Case, OwnSiteCase, tree, write_site

ATOM = "{http://www.w3.org/2005/Atom}"
LISTS = ("events", "slogans", "materials", "contacts", "deadlines", "forms")


# schema.org 28: the types that we use, with their properties and those of the types above them.
THING = {"@type", "@id", "name", "url", "description", "identifier", "mainEntityOfPage"}
WORK = THING | {"about", "author", "creator", "creditText", "publisher", "datePublished", "dateModified", "dateCreated", "inLanguage", "isPartOf",
                "isBasedOn", "encoding", "encodingFormat", "license", "headline", "mainEntity", "thumbnailUrl",
                "genre", "mentions", "alternateName"}
PAGE = WORK | {"breadcrumb"}
MEDIA = WORK | {"contentUrl", "contentSize", "sha256", "width", "height", "uploadDate"}
EVENT = THING | {"about", "startDate", "endDate", "eventAttendanceMode", "eventStatus", "location", "organizer", "superEvent", "subEvent",
                 "audience", "maximumAttendeeCapacity", "offers"}
ORGANISATION = THING | {"address", "contactPoint"}
SCHEMA_ORG = {
    "Thing": THING, "CreativeWork": WORK, "DigitalDocument": WORK, "TextDigitalDocument": WORK, "PresentationDigitalDocument": WORK, "NewsArticle": WORK,
    "WebSite": WORK, "WebPage": PAGE, "CollectionPage": PAGE, "ContactPage": PAGE, "MediaObject": MEDIA, "ImageObject": MEDIA, "VideoObject": MEDIA,
    "AudioObject": MEDIA, "Event": EVENT, "EventSeries": EVENT, "Organization": ORGANISATION, "GovernmentOrganization": ORGANISATION,
    "ContactPoint": THING | {"telephone", "email"}, "BreadcrumbList": THING | {"itemListElement"}, "ListItem": THING | {"position", "item"},
    "FAQPage": PAGE, "Question": WORK | {"acceptedAnswer"}, "Answer": WORK | {"text"}, "HowTo": WORK | {"step"}, "HowToStep": WORK | {"position", "text"},
    "Dataset": WORK | {"variableMeasured", "distribution"}, "DataDownload": MEDIA, "Audience": THING | {"audienceType"},
    "Offer": THING | {"price", "priceCurrency", "validThrough"},
    "Place": THING | {"address"}, "VirtualLocation": THING, "PropertyValue": THING | {"propertyID", "value"},
    "GovernmentService": THING | {"provider", "availableChannel"}, "ServiceChannel": THING | {"servicePhone", "serviceUrl"}}


class Head(html.parser.HTMLParser):
    """What machines read of a page: its tags, links and JSON-LD."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.meta, self.links, self.scripts, self.inside = {}, [], [], False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "meta":
            self.meta[values.get("name") or values.get("property") or values.get("http-equiv")] = values.get("content")
        if tag in ("link", "a"):
            self.links.append(values)
        self.inside = tag == "script" and values.get("type") == "application/ld+json"
        if self.inside:
            self.scripts.append("")

    def handle_data(self, data):
        if self.inside:
            self.scripts[-1] += data

    def handle_endtag(self, tag):
        self.inside = False


def table(data):
    """A CSV file as its rows by name."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def cell(value):
    """A value of the JSON file as the table shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "；".join(cell(v) for v in value)
    if isinstance(value, dict):
        return " ".join(filter(None, (cell(v) for v in value.values())))
    text = str(value)
    return "'" + text if isinstance(value, str) and text[:1] in tuple("=+-@") else text


class OwnSite(OwnSiteCase):
    config = json.loads((SOURCE / "site.json").read_text(encoding="utf-8"))

    def items(self, name):
        data = json.loads((self.out / f"2026/{name}.json").read_text(encoding="utf-8"))
        self.assertEqual(data["version"], 1)
        return data["items"]

    def test_every_list_is_there_twice_and_says_the_same(self):
        for name in LISTS:
            items = self.items(name)
            self.assertGreaterEqual(len(items), 1, name)
            raw = (self.out / f"2026/{name}.csv").read_bytes()
            self.assertTrue(raw.startswith(b"\xef\xbb\xbf"), name)
            self.assertNotIn(b"\n", raw.replace(b"\r\n", b""), name)
            rows = table(raw)
            self.assertEqual(list(rows[0]), list(items[0]), name)
            self.assertEqual(rows, [{k: cell(v) for k, v in item.items()} for item in items], name)

    def test_addresses_in_data_are_absolute_and_lead_to_files_of_the_site(self):
        for name in LISTS:
            for item in self.items(name):
                for address in [item.get("url"), item.get("file"), *item.get("files", [])]:
                    if address is None:
                        continue
                    self.assertTrue(address.startswith(self.config["url"]), address)
                    self.assert_output(address)

    def assert_output(self, address):
        path = urllib.parse.unquote(urllib.parse.urlsplit(address[len(self.config["url"]):]).path)
        target = self.out / path
        self.assertTrue((target / "index.html").is_file() if path.endswith("/") or not path else target.is_file(), address)

    def test_materials_carry_size_type_and_hash_of_their_files(self):
        for item in self.items("materials"):
            if item["file"] is None:
                continue
            path = self.out / urllib.parse.unquote(item["file"][len(self.config["url"]):])
            self.assertEqual(item["bytes"], path.stat().st_size)
            self.assertRegex(item["sha256"], r"\A[0-9a-f]{64}\Z")
            self.assertRegex(item["media_type"], r"\A[a-z]+/\S")

    def test_each_session_is_an_entry_of_the_calendar_with_a_name_of_its_own(self):
        talks, = [e for e in self.items("events") if e["title"] == "桂影社区隐患夜话"]
        self.assertEqual([s["date"] for s in talks["sessions"]], ["2026-06-04", "2026-06-11", "2026-06-18"])
        calendar = icalendar.Calendar.from_ical((self.out / "2026/calendar.ics").read_bytes())
        entries = [e for e in calendar.walk("VEVENT") if str(e["SUMMARY"]) == talks["title"]]
        self.assertEqual([e.decoded("DTSTART").date().isoformat() for e in entries], [s["date"] for s in talks["sessions"]])
        self.assertEqual(len({str(e["UID"]) for e in entries}), 3)

    def test_events_in_the_data_are_those_of_the_calendar(self):
        calendar = icalendar.Calendar.from_ical((self.out / "2026/calendar.ics").read_bytes())
        titles = sorted(str(e["SUMMARY"]) for e in calendar.walk("VEVENT"))
        self.assertEqual(sorted(e["title"] for e in self.items("events") for _ in e["sessions"] or [e]), titles)

    def test_each_section_with_dated_pages_has_feeds_of_its_own(self):
        seen = set()
        for path in sorted(self.out.glob("2026/*/feed.xml")):
            feed = feedparser.parse(path.read_bytes())
            self.assertFalse(feed.bozo, feed.get("bozo_exception"))
            root = xml.etree.ElementTree.parse(path).getroot()
            for parent in [root, *root.findall(ATOM + "entry")]:  # RFC 4287 §4.1.1, §4.1.2
                for element in ("id", "title", "updated"):
                    self.assertEqual(len(parent.findall(ATOM + element)), 1, f"{path}: {element}")
            self.assertEqual(len(root.findall(ATOM + "author")), 1)
            self.assertNotIn(feed.feed.id, seen)
            seen.add(feed.feed.id)
            address = self.config["url"] + str(path.relative_to(self.out))
            self.assertIn(address, [l.href for l in feed.feed.links if l.rel == "self"])
            self.assertTrue(feed.entries)
            for entry in feed.entries:
                self.assertTrue(entry.content[0].value)
                self.assertTrue(entry.link.startswith(self.config["url"] + str(path.parent.relative_to(self.out))))
            data = json.loads(path.with_name("feed.json").read_text(encoding="utf-8"))
            self.assertEqual(data["version"], "https://jsonfeed.org/version/1.1")
            self.assertEqual([i["id"] for i in data["items"]], [e.id for e in feed.entries])
            self.assertEqual(data["title"], feed.feed.title)
        self.assertGreaterEqual(len(seen), 4)

    def test_ids_of_entries_are_the_same_in_every_feed(self):
        everything = {e.link: e.id for e in feedparser.parse((self.out / "feed.xml").read_bytes()).entries}
        shared = 0
        for path in self.out.glob("2026/*/feed.xml"):
            for entry in feedparser.parse(path.read_bytes()).entries:
                if entry.link in everything:
                    shared += 1
                    self.assertEqual(entry.id, everything[entry.link])
        self.assertGreater(shared, 5)

    def test_materials_travel_as_enclosures(self):
        feed = feedparser.parse((self.out / "2026/materials/feed.xml").read_bytes())
        enclosures = [e for entry in feed.entries for e in entry.enclosures]
        self.assertGreaterEqual(len(enclosures), 5)
        for enclosure in enclosures:
            path = self.out / urllib.parse.unquote(enclosure.href[len(self.config["url"]):])
            self.assertEqual(int(enclosure.length), path.stat().st_size)
            self.assertIn("/", enclosure.type)
        data = json.loads((self.out / "2026/materials/feed.json").read_text(encoding="utf-8"))
        files = [a for item in data["items"] for a in item.get("attachments", [])]
        self.assertEqual([(a["url"], str(a["size_in_bytes"])) for a in files], [(e.href, e.length) for e in enclosures])

    def test_the_card_holds_what_a_parent_portal_imports(self):
        card = json.loads((self.out / "portal.json").read_text(encoding="utf-8"))
        self.assertEqual(card["version"], 1)
        self.assertEqual(card["edition"], "2026")
        for key in ("name", "url", "domain", "sponsor"):
            self.assertEqual(card["site"][key], self.config[key])
        self.assertEqual(set(card["campaign"]["period"]), {"start", "end"})
        self.assertTrue(card["campaign"]["theme"])
        self.assertTrue(card["campaign"]["key_days"])
        self.assertEqual(card["events"], self.items("events"))
        self.assertEqual(card["materials"], self.items("materials"))
        notices = {n["url"]: n for n in card["notices"]}
        self.assertEqual(len(notices), len(card["notices"]))
        for address, notice in notices.items():
            self.assert_output(address)
            self.assertTrue(notice["title"] and notice["published"], notice)
        for address in card["feeds"].values():
            self.assert_output(address)

    def test_list_pages_offer_their_data_and_feeds(self):
        for name, path in (("events", "events/index.html"), ("slogans", "slogans/index.html"), ("materials", "materials/index.html"),
                           ("contacts", "contacts/index.html"), ("forms", "forms/index.html"), ("events", "schedule.html")):
            head = Head((self.out / "2026" / path).read_text(encoding="utf-8"))
            found = {l["href"] for l in head.links if l.get("href", "").endswith((".json", ".csv"))}
            up = "../" if "/" in path else ""
            self.assertLessEqual({f"{up}{name}.json", f"{up}{name}.csv"}, found, path)
            if up:
                self.assertIn("feed.xml" if (self.out / "2026" / path).with_name("feed.xml").exists() else "../../feed.xml",
                              [l["href"] for l in head.links if l.get("type") == "application/atom+xml"])

    def graphs(self):
        for path in sorted(self.out.rglob("*.html")):
            head = Head(path.read_text(encoding="utf-8"))
            name = str(path.relative_to(self.out))
            if name == "404.html":
                self.assertEqual(head.scripts, [])
                continue
            self.assertEqual(len(head.scripts), 1, name)
            data = json.loads(head.scripts[0])
            self.assertEqual(data["@context"], "https://schema.org")
            yield name, head, data["@graph"]

    def test_every_page_says_who_publishes_it_and_where_it_stands(self):
        for name, head, graph in self.graphs():
            kinds = [node["@type"] for node in graph]
            self.assertEqual(kinds[:2], ["GovernmentOrganization", "WebSite"], name)
            ids = [node["@id"] for node in graph]
            self.assertEqual(len(ids), len(set(ids)), name)
            for wanted in re.findall(r'{"@id": "([^"]*)"}', json.dumps(graph)):
                # What a page refers to is on it, or is the campaign, which the home page states.
                self.assertTrue(wanted in ids or wanted.endswith("#campaign"), f"{name}: {wanted}")
            trail = [node for node in graph if node["@type"] == "BreadcrumbList"]
            if "/" in name and not re.fullmatch(r"\d{4}/index\.html", name):
                steps = trail[0]["itemListElement"]
                self.assertEqual([s["position"] for s in steps], list(range(1, len(steps) + 1)), name)
                for step in steps[:-1]:
                    self.assertTrue(step["item"].startswith(self.config["url"]), name)

    def test_the_words_are_those_of_schema_org(self):
        def check(value, place):
            if isinstance(value, list):
                for item in value:
                    check(item, place)
            if isinstance(value, dict) and set(value) != {"@id"}:
                self.assertIn(value["@type"], SCHEMA_ORG, place)
                self.assertLessEqual(set(value), SCHEMA_ORG[value["@type"]], f"{place}: {value['@type']}")
                for name, part in value.items():
                    self.assertNotIn(part, ("", [], None), f"{place}: {name}")
                    check(part, place)

        for name, head, graph in self.graphs():
            check(graph, name)

    def test_what_a_page_is_about_fits_its_kind(self):
        kinds = {"2026/notices/charging-self-check.html": "TextDigitalDocument", "2026/plans/work-safety-month.html": "TextDigitalDocument",
                 "2026/events/consultation-day.html": "Event", "2026/schedule.html": "EventSeries", "2026/index.html": "EventSeries",
                 "2026/materials/charging-poster.html": "ImageObject", "report.html": "GovernmentService",
                 "2026/news/drill-report.html": "NewsArticle"}
        found = {}
        for name, head, graph in self.graphs():
            if name in kinds:
                found[name] = graph[-1]
        self.assertEqual({name: node["@type"] for name, node in found.items()}, kinds)
        notice = found["2026/notices/charging-self-check.html"]
        self.assertRegex(notice["identifier"][0]["value"], r"\A云桥应急〔2026〕\d+号\Z")
        self.assertRegex(notice["datePublished"], r"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00\Z")
        for media in notice["encoding"]:
            self.assert_output(media["contentUrl"])
            self.assertRegex(media["sha256"], r"\A[0-9a-f]{64}\Z")
        event = found["2026/events/consultation-day.html"]
        self.assertEqual(event["startDate"], "2026-06-16T09:00:00+08:00")
        self.assertEqual(event["eventStatus"], "https://schema.org/EventScheduled")
        places = event["location"] if isinstance(event["location"], list) else [event["location"]]
        self.assertEqual(places[0]["@type"], "Place")
        self.assertGreaterEqual(len(found["2026/schedule.html"]["subEvent"]), 15)

    def test_questions_and_steps_of_a_page_are_told(self):
        graph = dict((name, graph) for name, head, graph in self.graphs())["faq.html"]
        page, = [node for node in graph if node["@type"] == "FAQPage"]
        self.assertEqual(len(page["mainEntity"]), 5)
        self.assertEqual(page["mainEntity"][1]["name"], "发现隐患，打哪个电话？")
        self.assertIn("119", page["mainEntity"][1]["acceptedAnswer"]["text"])
        steps, = [node for node in graph if node["@type"] == "HowTo"]
        self.assertEqual([step["position"] for step in steps["step"]], [1, 2, 3])

    def test_structured_data_says_only_what_the_page_says(self):
        for name in ("2026/notices/charging-self-check.html", "2026/events/consultation-day.html", "2026/materials/charging-poster.html"):
            text = (self.out / name).read_text(encoding="utf-8")
            node = json.loads(Head(text).scripts[0])["@graph"][-1]
            shown = text[:text.index("<script type=\"application/ld+json\">")] + text[text.index("</head>"):]
            for key in ("name", "creditText", "contentSize", "sha256"):
                if key in node:
                    self.assertIn(node[key], shown, f"{name}: {key}")

    def test_articles_carry_the_tags_of_sharing(self):
        head = Head((self.out / "2026/materials/charging-poster.html").read_text(encoding="utf-8"))
        self.assertEqual(head.meta["og:locale"], "zh_CN")
        self.assertEqual(head.meta["og:url"], head.meta["Url"])
        self.assert_output(head.meta["og:image"])
        datetime.datetime.fromisoformat(head.meta["article:published_time"])
        home = Head((self.out / "index.html").read_text(encoding="utf-8"))
        self.assertEqual((home.meta["ColumnName"], home.meta["ColumnType"]), ("首页", "首页"))
        self.assertNotIn("ArticleTitle", home.meta)

    def test_calendars_have_what_subscribers_need(self):
        for path in self.out.rglob("*.ics"):
            calendar = icalendar.Calendar.from_ical(path.read_bytes())
            self.assertEqual(calendar["NAME"], calendar["X-WR-CALNAME"])
            self.assertEqual(calendar["SOURCE"], self.config["url"] + str(path.relative_to(self.out)))
            zone = calendar.walk("VTIMEZONE")[0]
            self.assertEqual(str(zone["TZID"]), "Asia/Shanghai")
            for event in calendar.walk("VEVENT"):
                for key in ("UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS"):
                    self.assertIn(key, event, path)
                self.assertLess(event.decoded("DTSTART"), event.decoded("DTEND"))


class SmallSite(Case):
    SITE = """
=== site.json
{"name": "测试站", "url": "https://a.example/safe/", "domain": "a.example", "sponsor": "某<办>", "edition": "2026",
 "redirects": {"/zt/2025.html": "2026/_index.md", "down load/旧.pdf": "2026/notices/a.md", "zt/old/": "https://b.example/"}}
=== content/2026/_index.md
---
title: 2026年活动
year: 2026
ordinal: 25
theme: 多看一眼
period: {start: 2026-06-01, end: 2026-06-30}
---
欢迎。
=== content/2026/notices/a.md
---
title: 关于</script>与<b>&的通知
issuer: 某<办>
doc_number: 某办〔2026〕1号
dated: 2026-06-01
published: 2026-06-01 09:00
aliases: [2025/notices/a.html, 关于.html, news]
recipients: [各社区]
deadlines:
  - {due: 2026-07-03, what: [总结, "=1+1"], to: "@应急办"}
---
正文。
=== content/2026/slogans/a.md
---
title: 标语
published: 2026-06-01
---
1. =SUM(A1:A9)，不要算
2. 说“小心”, 再说"当心"
3. -1号线安全
"""

    def small(self, *words, text=None, status=0):
        site, out = self.folder / "site", self.folder / "out"
        write_site(site, text or self.SITE)
        errors = self.build(site, out, "--as-of", "2026-06-10", *words, status=status)
        return site, out, errors

    def test_cells_that_look_like_formulas_are_harmless_and_whole(self):
        site, out, errors = self.small()
        rows = table((out / "2026/slogans.csv").read_bytes())
        self.assertEqual([r["text"] for r in rows], ["'=SUM(A1:A9)，不要算", "说“小心”, 再说\"当心\"", "'-1号线安全"])
        self.assertEqual(rows[0]["number"], "1")
        due = table((out / "2026/deadlines.csv").read_bytes())
        self.assertEqual((due[0]["what"], due[0]["to"], due[0]["due"]), ("总结；=1+1", "'@应急办", "2026-07-03"))
        items = json.loads((out / "2026/slogans.json").read_text(encoding="utf-8"))["items"]
        self.assertEqual(items[0]["text"], "=SUM(A1:A9)，不要算")

    def test_an_empty_list_makes_no_file(self):
        site, out, errors = self.small()
        made = set(tree(out))
        self.assertIn("2026/slogans.json", made)
        for name in ("events", "materials", "contacts", "forms"):
            self.assertNotIn(f"2026/{name}.json", made)
            self.assertNotIn(f"2026/{name}.csv", made)

    def test_text_cannot_leave_the_script(self):
        site, out, errors = self.small()
        text = (out / "2026/notices/a.html").read_text(encoding="utf-8")
        head = Head(text)
        self.assertEqual(json.loads(head.scripts[0])["@graph"][-1]["name"], "关于</script>与<b>&的通知")
        self.assertNotIn("<b>", re.search(r'<script type="application/ld\+json">(.*)', text).group(1))

    def test_old_addresses_lead_on_by_themselves(self):
        site, out, errors = self.small()
        notice = "https://a.example/safe/2026/notices/a.html"
        for path, to, canonical in (("2025/notices/a.html", "../../2026/notices/a.html", notice), ("news/index.html", "../2026/notices/a.html", notice),
                                    ("关于.html", "2026/notices/a.html", notice), ("zt/2025.html", "../2026/index.html", "https://a.example/safe/2026/"),
                                    ("zt/old/index.html", "https://b.example/", "https://b.example/")):
            head = Head((out / path).read_text(encoding="utf-8"))
            self.assertEqual(head.meta["refresh"], "0; url=" + to, path)
            self.assertIn({"rel": "canonical", "href": canonical}, head.links)
            self.assertIn({"href": to}, head.links)
            self.assertEqual(head.meta["robots"], "noindex")
        self.assertFalse((out / "down load").exists())
        self.assertNotIn("2025", (out / "sitemap.xml").read_text(encoding="utf-8"))

    def test_hosts_are_told_of_old_addresses(self):
        site, out, errors = self.small()
        lines = (out / "_redirects").read_text(encoding="utf-8").splitlines()
        self.assertEqual(lines, [
            "/safe/2025/notices/a.html /safe/2026/notices/a.html 301!",
            "/safe/down%20load/%E6%97%A7.pdf /safe/2026/notices/a.html 301!",
            "/safe/news/ /safe/2026/notices/a.html 301!",
            "/safe/zt/2025.html /safe/2026/ 301!",
            "/safe/zt/old/ https://b.example/ 301!",
            "/safe/%E5%85%B3%E4%BA%8E.html /safe/2026/notices/a.html 301!"])
        hosts = site / ".herald/hosts"
        nginx = (hosts / "nginx.conf").read_text(encoding="utf-8")
        self.assertIn('location = "/safe/down load/旧.pdf" { return 301 "/safe/2026/notices/a.html"; }', nginx)
        apache = (hosts / "apache.htaccess").read_text(encoding="utf-8")
        patterns = re.findall(r'^RedirectMatch 301 "(.*?)" "(.*)"$', apache, re.M)
        self.assertEqual(len(patterns), 6)
        for line, (pattern, target) in zip(lines, patterns):
            old, new, _ = line.rsplit(" ", 2)
            self.assertTrue(re.search(pattern.replace("\\\\", "\\"), urllib.parse.unquote(old)), pattern)
            self.assertEqual(target, new)
        root = xml.etree.ElementTree.parse(hosts / "iis.web.config").getroot()
        self.assertEqual([a.get("url") for a in root.iter("action")], [t for _, t in patterns])
        self.assertIn(r"^down load/旧\.pdf$", [match.get("url") for match in root.iter("match")])
        self.assertFalse((out / ".herald").exists())

    def test_without_an_address_everything_is_relative(self):
        site, out, errors = self.small(text=self.SITE.replace('"url": "https://a.example/safe/", ', ""))
        items = json.loads((out / "2026/slogans.json").read_text(encoding="utf-8"))["items"]
        self.assertEqual(items[0]["url"].split("#")[0], "slogans/a.html")
        self.assertIn("/2025/notices/a.html /2026/notices/a.html 301!", (out / "_redirects").read_text(encoding="utf-8"))
        graph = json.loads(Head((out / "2026/notices/a.html").read_text(encoding="utf-8")).scripts[0])["@graph"]
        self.assertEqual(graph[0]["@id"], "../../index.html#organization")

    def test_old_addresses_in_use_and_wrong_ones_are_errors(self):
        bad = self.SITE.replace("2025/notices/a.html", "2026/slogans/a.html").replace('"2026/_index.md"', '"2026/none.md"').replace("关于.html", "../x.html")
        site, out, errors = self.small(text=bad, status=1)
        self.assertRegex(errors, r"notices/a\.md:7:\d+: error: .*\[redirect-taken\]")
        self.assertRegex(errors, r"site\.json:2:\d+: error: .*\[broken-redirect\]")
        self.assertRegex(errors, r"notices/a\.md:7:\d+: error: .*\[wrong-redirect\]")
        self.assertFalse(out.exists())

    def test_the_history_gives_sequence_dates_and_old_addresses(self):
        schedule = "\n=== content/2026/schedule.md\n---\ntitle: 日程\npublished: 2026-06-01\n---\n| 日期 | 时间 | 活动 | 地点 |\n|---|---|---|---|\n| 6月16日 | 9:00—11:30 | 咨询日 | 广场 |\n"
        site, out, errors = self.small(text=self.SITE + schedule)
        event = icalendar.Calendar.from_ical((out / "2026/calendar.ics").read_bytes()).walk("VEVENT")[0]
        self.assertEqual(event["SEQUENCE"], 0)
        key = json.loads((out / "2026/events.json").read_text(encoding="utf-8"))["items"][0]["id"]
        history = {"version": 1, "pages": {key: {"sequence": 3}, "2026/schedule": {"changed": "2026-06-08T10:00"},
                                           "2026/notices/a": {"address": "2026/notices/first.html", "changed": "2026-06-09"}}}
        write_site(site, "=== content/history.json\n" + json.dumps(history, ensure_ascii=False))
        self.build(site, out, "--as-of", "2026-06-10")
        event = icalendar.Calendar.from_ical((out / "2026/calendar.ics").read_bytes()).walk("VEVENT")[0]
        self.assertEqual(event["SEQUENCE"], 3)
        self.assertEqual(event.decoded("DTSTAMP").isoformat(), "2026-06-08T02:00:00+00:00")
        self.assertIn("<lastmod>2026-06-09</lastmod>", (out / "sitemap.xml").read_text(encoding="utf-8"))
        self.assertIn("url=a.html", (out / "2026/notices/first.html").read_text(encoding="utf-8"))
        page = (out / "2026/notices/a.html").read_text(encoding="utf-8")
        self.assertIn('<meta property="article:modified_time" content="2026-06-09">', page)
        self.assertIn('"dateModified": "2026-06-09"', page)
        self.assertRegex((out / "feed.xml").read_text(encoding="utf-8"), r"<updated>2026-06-09T00:00:00\+08:00</updated>")


if __name__ == "__main__":
    unittest.main()
