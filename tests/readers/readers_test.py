"""The machine forms of the repository's own site, read by packages of npm and by programs of Debian. What they read is compared with
what the site says elsewhere: counts, days, names, texts. Nothing is fetched."""
import csv
import datetime
import io
import json
import pathlib
import re
import subprocess
import tempfile
import sys
import unittest
import urllib.parse
import zipfile

import feedparser
import html5lib

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "e2e"))
from schema_test import KINDS, front_matter, kind_of, schema  # noqa: E402
from support import SOURCE, OwnSiteCase, herald, write_site  # noqa: E402

# The one that package-lock.json names, whatever else the machine has.
NODE = next(str(n) for n in sorted(HERE.parent.glob("node_modules/node-linux-*/bin/node")))
HTML = "{http://www.w3.org/1999/xhtml}"


def read(**asked):
    """What tests/readers/read.js sees of the files and documents named."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as question:  # a pipe may not be ready when node reads it
        json.dump(asked, question)
        question.flush()
        done = subprocess.run([NODE, str(HERE / "read.js"), question.name], capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)


class Readers(OwnSiteCase):
    config = json.loads((SOURCE / "site.json").read_text(encoding="utf-8"))

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pages = {str(p.relative_to(cls.out)): html5lib.parse(p.read_bytes(), namespaceHTMLElements=True) for p in sorted(cls.out.rglob("*.html"))}
        structured = {}
        for name, page in cls.pages.items():
            for script in page.iter(HTML + "script"):
                if script.get("type") == "application/ld+json":
                    structured[name] = json.loads(script.text)
        cls.structured = structured
        calendars = sorted(str(p) for p in cls.out.rglob("*.ics"))
        feeds = sorted(str(p) for pattern in ("feed.xml", "feed.json") for p in cls.out.rglob(pattern))
        cls.seen = read(calendars=calendars, feeds=feeds, structured=structured)

    def items(self, name, edition="2026"):
        return json.loads((self.out / f"{edition}/{name}.json").read_text(encoding="utf-8"))["items"]

    def meetings(self):
        """The events of 2026 as calendars have them: one for each session, with the event's words and the session's times."""
        return [{**event, **session} for event in self.items("events") for session in event.get("sessions") or [event]]

    def calendar(self, path):
        return self.seen["calendars"][str(self.out / path)]

    # Calendars.

    def test_two_calendar_readers_see_every_event_with_its_words(self):
        events = self.meetings()
        self.assertGreaterEqual(len(events), 15)
        self.assertGreater(len(events), len(self.items("events")))
        seen = self.calendar("2026/calendar.ics")
        titles = sorted(e["title"] for e in events)
        self.assertEqual(sorted(e["summary"] for e in seen["ical"]["events"]), titles)
        self.assertEqual(sorted(e["summary"] for e in seen["node"]), titles)
        by_title = {e["title"]: e for e in events}
        for entry in seen["ical"]["events"]:
            event = by_title[entry["summary"]]
            place = "，".join(filter(None, (event["venue"], event["address"])))
            self.assertEqual(entry["location"], place)
            for words in (event["organiser"], event["note"]):
                self.assertIn(words or "", entry["description"])
        for entry in seen["node"]:
            event = by_title[entry["summary"]]
            self.assertEqual(entry["location"], "，".join(filter(None, (event["venue"], event["address"]))))

    def test_two_calendar_readers_see_the_same_moments(self):
        meetings = self.meetings()
        seen = self.calendar("2026/calendar.ics")
        timed = 0
        for entry in seen["ical"]["events"]:
            event = next(m for m in meetings if m["title"] == entry["summary"] and self.is_at(m, entry))
            meetings.remove(event)
            self.assertEqual(entry["day"], event["start"] is None, entry)
            if entry["day"]:
                last = datetime.date.fromisoformat(event["end_date"]) + datetime.timedelta(days=1)  # RFC 5545: exclusive
                self.assertEqual((entry["start"], entry["end"]), (event["date"], last.isoformat()))
                continue
            timed += 1
            beijing = datetime.timezone(datetime.timedelta(hours=8))
            hour, minute = map(int, event["start"].split(":"))
            moment = datetime.datetime.fromisoformat(event["date"]).replace(hour=hour, minute=minute, tzinfo=beijing)
            self.assertEqual(datetime.datetime.fromisoformat(entry["utc"].replace("Z", "+00:00")), moment)
            others = [datetime.datetime.fromisoformat(e["utc"].replace("Z", "+00:00")) for e in seen["node"] if e["summary"] == entry["summary"]]
            self.assertIn(moment, others)
        self.assertGreaterEqual(timed, 10)
        self.assertEqual(meetings, [])

    @staticmethod
    def is_at(meeting, entry):
        """Whether a calendar's entry begins when the meeting does, as clocks in Shanghai show it."""
        begin = meeting["date"] if meeting["start"] is None else f"{meeting['date']}T{meeting['start'].rjust(5, '0')}"
        return entry["start"].startswith(begin)

    def test_each_event_is_one_entry_under_one_name_in_all_calendars(self):
        whole = {e["uid"]: e for e in self.calendar("2026/calendar.ics")["ical"]["events"]}
        self.assertEqual(len(whole), len(self.meetings()))
        single = sorted(self.out.glob("2026/events/*.ics"))
        self.assertGreaterEqual(len(single), 4)
        for path in single:
            entries = self.seen["calendars"][str(path)]["ical"]["events"]
            self.assertEqual(len(entries), 1, path)
            self.assertEqual(entries[0], whole[entries[0]["uid"]], path)

    def test_calendar_readers_take_what_has_no_end_no_day_or_is_put_off(self):
        site, out = self.folder / "site", self.folder / "out"
        write_site(site, """
=== site.json
{"name": "站", "domain": "a.example", "url": "https://a.example/", "sponsor": "办", "edition": "2026"}
=== content/2026/schedule.md
---
标题: 日程
---
| 日期 | 时间 | 活动 | 地点 | 主办 | 状态 |
|---|---|---|---|---|---|
| 6月16日 | 9:00 | 不知何时结束 | 广场 | 办 | |
| 6月中旬 | | 不知哪天 | 广场 | 办 | |
| 6月18日 | 9:00—10:00 | 改期的 | 广场 | 办 | 延期 |
=== content/2026/events/a.md
---
标题: 网上课
开始: 2026-06-19 19:00
主办: 办
---
## 线上活动

| 形式 | 平台 | 地址 |
|---|---|---|
| 云直播 | 直播间 | https://live.example/1 |
| 电话咨询 | 12350 | |
""")
        self.build(site, out, "--as-of", "2026-06-10")
        path = str(out / "2026/calendar.ics")
        seen = read(calendars=[path])["calendars"][path]
        ours = {e["summary"]: e for e in seen["ical"]["events"]}
        self.assertEqual(set(ours), {"不知何时结束", "不知哪天", "【延期】改期的", "网上课"})
        self.assertEqual({e["summary"] for e in seen["node"]}, set(ours))
        open_end = ours["不知何时结束"]
        self.assertEqual(open_end["start"], open_end["end"])  # RFC 5545 3.6.1: it ends when it begins
        vague = ours["不知哪天"]
        self.assertEqual((vague["day"], vague["start"], vague["end"]), (True, "2026-06-11", "2026-06-21"))
        self.assertIn("6月中旬", vague["description"])
        self.assertEqual(ours["【延期】改期的"]["status"], "TENTATIVE")
        self.assertEqual(ours["网上课"]["conferences"], [["AUDIO,VIDEO", "云直播", "https://live.example/1"], ["PHONE", "电话咨询", "tel:12350"]])

    def test_deadlines_come_with_an_alarm(self):
        seen = self.calendar("2026/deadlines.ics")
        items = self.items("deadlines")
        self.assertEqual([e["start"] for e in seen["ical"]["events"]], [d["due"] for d in items])
        self.assertEqual([e["summary"] for e in seen["ical"]["events"]], ["截止：" + "、".join(d["what"]) for d in items])
        self.assertEqual({e["alarms"] for e in seen["ical"]["events"]}, {1})

    def test_long_chinese_lines_are_folded_between_characters(self):
        folded = 0
        for path in self.seen["calendars"]:
            raw = pathlib.Path(path).read_bytes()
            self.assertNotIn(b"\n", raw.replace(b"\r\n", b""))
            for line in raw.split(b"\r\n"):
                self.assertLessEqual(len(line), 75, path)
                line.decode()  # no line ends within a character
                folded += line.startswith(b" ")
        self.assertGreater(folded, 20)

    # Feeds.

    def test_the_feed_reader_sees_every_dated_page_newest_first(self):
        feed = feedparser.parse((self.out / "feed.xml").read_bytes())
        self.assertFalse(feed.bozo)
        moments = [e.published for e in feed.entries]
        self.assertEqual(moments, sorted(moments, reverse=True))
        self.assertEqual(len({e.id for e in feed.entries}), len(feed.entries))
        for entry in feed.entries:
            page = self.pages[entry.link[len(self.config["url"]):]]
            self.assertIn(entry.title, "".join(page.find(f"{HTML}head/{HTML}title").itertext()))

    def test_the_reader_of_both_kinds_of_feed_sees_the_same_entries_in_both(self):
        seen = {pathlib.Path(path).relative_to(self.out): feed for path, feed in self.seen["feeds"].items()}
        texts = files = 0
        for path, atom in seen.items():
            if path.suffix != ".xml":
                continue
            other = seen[path.with_suffix(".json")]
            self.assertEqual((atom["format"], other["format"]), ("atom", "json"), path)
            self.assertEqual((atom["self"], other["self"]), (f"{self.config['url']}{path}", f"{self.config['url']}{path.with_suffix('.json')}"))
            self.assertEqual(atom["title"], other["title"])
            self.assertGreater(len(atom["entries"]), 0, path)
            for entry, item in zip(atom["entries"], other["entries"], strict=True):
                self.assertEqual({k: v for k, v in entry.items() if v}, {k: v for k, v in item.items() if v}, path)
                self.assertGreaterEqual(entry["updated"], entry["published"])
                texts += "html" in item and bool(item["html"])
                files += len(item["files"])
                for address, _, size in item["files"]:
                    self.assertEqual((self.out / urllib.parse.unquote(address[len(self.config["url"]):])).stat().st_size, size)
        self.assertEqual(len(seen) % 2, 0)
        self.assertGreater(len(seen), 8)
        self.assertGreater(texts, 30)
        self.assertGreater(files, 3)

    # JSON-LD.

    def test_the_linked_data_reader_knows_every_word(self):
        self.assertGreater(len(self.structured), 50)
        for name, seen in self.seen["structured"].items():
            self.assertNotIn("error", seen, name)
            self.assertGreater(seen["statements"], 5, name)
            self.assertEqual(len(self.structured[name]["@graph"]), len(seen["types"]), name)
        self.assertIn("Event", self.seen["structured"]["2026/events/consultation-day.html"]["types"])

    def test_the_linked_data_reader_would_tell_of_a_wrong_word(self):
        wrong = {"@context": "https://schema.org", "@graph": [{"@type": "Event", "@id": "https://a.example/", "startdate": "2026-06-16"}]}
        elsewhere = {"@context": "https://other.example/", "@type": "Event"}
        seen = read(structured={"wrong": wrong, "elsewhere": elsewhere})["structured"]
        self.assertIn("error", seen["wrong"])
        self.assertIn("https://other.example/", seen["elsewhere"]["error"])

    # Schemas and tables.

    def returns_of(self, slug):
        schema = json.loads((self.out / f"2026/forms/{slug}.schema.json").read_text(encoding="utf-8"))
        header = {key: "甲" for key in schema["properties"]["header"]["required"]}
        rows = schema["properties"]["rows"]["items"]["properties"]

        def answer(part):
            if part["type"] == "array":
                return part["items"]["enum"][:1]
            return part["enum"][0] if "enum" in part else "甲" if part["type"] == "string" else 0
        good = {"version": 1, "form": schema["properties"]["form"]["const"], "form_version": schema["properties"]["form_version"]["const"],
                "header": header, "rows": [{key: answer(part) for key, part in rows.items()}]}
        return schema, good

    def test_a_form_takes_a_return_that_is_whole_and_no_other(self):
        for slug in ("statistics", "liaison"):
            schema, good = self.returns_of(slug)
            self.assertEqual(schema["$id"], f"{self.config['url']}2026/forms/{slug}.schema.json")
            row = schema["properties"]["rows"]["items"]
            first = row["required"][0]
            changes = {"version 2": {"version": 2}, "another form": {"form": "x"}, "no rows": {"rows": []},
                       "an unknown field": {"rows": [{**good["rows"][0], "x": 1}]},
                       "a missing answer": {"rows": [{k: v for k, v in good["rows"][0].items() if k != first}]},
                       "no header": {"header": {}}}
            bad = [{**good, **change} for change in changes.values()]
            found = read(returns=[{"schema": schema, "data": [good, *bad]}])["returns"][0]
            self.assertEqual(found[0], [])
            for name, errors in zip(changes, found[1:]):
                self.assertTrue(errors, name)

    def test_numbers_choices_and_percentages_have_their_limits(self):
        schema, good = self.returns_of("statistics")
        parts = schema["properties"]["rows"]["items"]["properties"]
        number = next(k for k, p in parts.items() if p["type"] == "integer")
        percent = next(k for k, p in parts.items() if "%" in p["title"])
        one = next(k for k, p in parts.items() if "enum" in p)
        many = next(k for k, p in parts.items() if p["type"] == "array")
        self.assertEqual(parts[percent]["maximum"], 100)
        wrong = [(number, -1), (number, 1.5), (number, "3"), (percent, 101), (one, "也许"), (many, []), (many, ["也许"])]
        data = [{**good, "rows": [{**good["rows"][0], key: value}]} for key, value in wrong]
        found = read(returns=[{"schema": schema, "data": data}])["returns"][0]
        for (key, value), errors in zip(wrong, found):
            self.assertEqual(len({e.split()[0] for e in errors}), 1, (key, value, errors))
            self.assertIn(key, errors[0])

    def test_the_header_of_a_table_of_returns_has_a_name_for_every_field(self):
        for path in sorted(self.out.glob("2026/forms/*.schema.json")):
            schema = json.loads(path.read_text(encoding="utf-8"))
            raw = path.with_name(path.name.replace(".schema.json", ".csv")).read_bytes()
            self.assertTrue(raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\r\n"))
            rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True))
            self.assertEqual(len(rows), 1)
            header, row = schema["properties"]["header"]["properties"], schema["properties"]["rows"]["items"]["properties"]
            self.assertEqual(rows[0], [p["title"] for p in [*header.values(), *row.values()]])
            self.assertEqual(len(set(rows[0])), len(rows[0]), path)

    def test_every_kind_takes_the_heads_of_the_own_site_and_no_wrong_ones(self):
        heads = {name: [] for name in [*KINDS, "campaign"]}
        for path in sorted((SOURCE / "content").rglob("*.md")):
            head = front_matter(path)
            heads[kind_of(path, head)].append(head)
        asked = [{"schema": schema(name), "data": data} for name, data in heads.items()] + [{"schema": schema("site"), "data": [self.config]}]
        for name, found in zip([*heads, "site"], read(heads=asked)["heads"]):
            self.assertTrue(name == "page" or found, name)
            self.assertEqual([errors for errors in found if errors], [], name)
        good = {"issuer": "甲", "dated": "2026-05-20"}
        wrong = [{}, {"issuer": "甲"}, {**good, "numbering": "sometimes"}, {**good, "deadlines": [{"due": 1}]}, {**good, "期限": [{"what": ["x"]}]},
                 {**good, "title": ["a"]}, {**good, "colophon": "x"}, {**good, "kind": "letter"}]
        fine = [good, {"发文机关": "甲", "成文日期": "2026-05-20"}, {**good, "validity": "有较"}, {**good, "tags": "充电"}]
        found = read(heads=[{"schema": schema("notice"), "data": wrong + fine}])["heads"][0]
        for one, errors in zip(wrong + fine, found):
            self.assertEqual(not errors, one in fine, (one, errors))

    def test_the_schema_of_an_own_kind_is_read_too(self):
        site = self.folder / "site"
        write_site(site, """
=== site.json
{"name": "测试站", "domain": "a.example", "sponsor": "某办", "edition": "2026", "kinds": {
  "story": {"label": "安全故事", "folder": "stories", "extends": "news", "fields": [
    {"key": "teller", "label": "讲述人", "need": "required", "max": 4},
    {"key": "level", "label": "程度", "type": "choice", "choices": ["high|重大", "low|一般"]},
    {"key": "people", "label": "人员", "type": "object", "list": true, "fields": [{"key": "age", "label": "年龄", "type": "integer", "min": 1}]}]},
  "notice": {"fields": [{"key": "urgency", "label": "紧急程度", "choices": ["特急", "加急"]}]}}}
=== content/2026/stories/a.md
---
标题: 一块插板
发布日期: 2026-06-01
讲述人: 张师傅
---
文。
""")
        status, _, errors = herald("build", site, "-o", self.folder / "out", "--as-of", "2026-06-10")
        self.assertEqual(status, 0, errors)
        own, notice = (json.loads((site / f".herald/schema/{name}.schema.json").read_text(encoding="utf-8")) for name in ("story", "notice"))
        self.assertNotIn("description", own["properties"]["teller"])
        self.assertEqual(own["description"], "安全故事")
        self.assertEqual(notice["properties"]["urgency"]["examples"], ["特急", "加急"])
        fine = [{"teller": "张师傅"}, {"讲述人": "张师傅", "程度": "重大", "人员": [{"年龄": 40}]}]
        wrong = [{}, {"讲述人": "张师傅傅傅"}, {"teller": "张师傅", "level": "中"}, {"teller": "张师傅", "people": [{"age": 0}]}, {"teller": ["甲"]}]
        found = read(heads=[{"schema": own, "data": fine + wrong}])["heads"][0]
        for one, errors in zip(fine + wrong, found):
            self.assertEqual(not errors, one in fine, (one, errors))

    # ZIP.

    def archives(self):
        data = json.loads((self.out / "2026/materials.json").read_text(encoding="utf-8"))["archives"]
        for archive in data:
            yield archive, self.out / archive["url"][len(self.config["url"]):]

    def test_python_opens_the_archives_and_finds_the_files_of_the_site(self):
        originals = {p.read_bytes() for p in self.out.glob("2026/materials/**/*") if p.is_file() and p.suffix not in (".zip", ".html")}
        count = 0
        for archive, path in self.archives():
            count += 1
            self.assertEqual(archive["bytes"], path.stat().st_size)
            with zipfile.ZipFile(path) as opened:
                self.assertIsNone(opened.testzip())
                names = opened.namelist()
                self.assertEqual(len(names), archive["count"])
                self.assertEqual(len({n.lower() for n in names}), len(names))
                for entry in opened.infolist():
                    self.assertTrue(entry.flag_bits & 0x800, entry.filename)  # the name is UTF-8
                    self.assertEqual(entry.date_time[0], 2026)
                    self.assertIn(opened.read(entry), originals)
                    self.assertNotRegex(entry.filename, r'[\\/:*?"<>|]')
        self.assertGreaterEqual(count, 3)
        whole = zipfile.ZipFile(self.out / "2026/materials/all.zip").namelist()
        self.assertIn("充电安全折页.pdf", whole)
        self.assertGreater(sum(1 for name in whole if re.search("[一-龥]", name)), len(whole) // 2)

    def test_unzip_opens_the_archives_and_writes_chinese_names(self):
        for archive, path in self.archives():
            tested = subprocess.run(["unzip", "-tq", str(path)], capture_output=True, text=True)
            self.assertEqual(tested.returncode, 0, tested.stdout + tested.stderr)
        target = self.folder / "unpacked"
        done = subprocess.run(["unzip", "-q", str(self.out / "2026/materials/all.zip"), "-d", str(target)], capture_output=True,
                              env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"})
        self.assertEqual(done.returncode, 0, done.stderr)
        with zipfile.ZipFile(self.out / "2026/materials/all.zip") as opened:
            self.assertEqual(sorted(p.name for p in target.iterdir()), sorted(opened.namelist()))

    # Pages.

    def test_every_page_carries_the_tags_of_government_sites(self):
        articles = 0
        for name, page in self.pages.items():
            tags = {m.get("name"): m.get("content") for m in page.iter(HTML + "meta") if m.get("name")}
            if "refresh" in [m.get("http-equiv") for m in page.iter(HTML + "meta")]:
                continue
            self.assertEqual((tags["SiteName"], tags["SiteDomain"]), (self.config["name"], self.config["domain"]), name)
            if "ArticleTitle" not in tags:
                continue
            articles += 1
            heading = "".join(next(page.iter(HTML + "h1")).itertext())
            self.assertEqual(re.sub(r"\s|\u200b", "", tags["ArticleTitle"]), re.sub(r"\s|\u200b", "", heading), name)
            self.assertRegex(tags["PubDate"], r"\A\d{4}-\d\d-\d\d( \d\d:\d\d)?\Z", name)
            self.assertTrue(tags["ContentSource"], name)
        self.assertGreater(articles, 30)

    def tags_of(self, page):
        """name -> what the page tags of that name say."""
        tags = {}
        for meta in page.iter(HTML + "meta"):
            if meta.get("name"):
                tags.setdefault(meta.get("name"), []).append(meta.get("content"))
        return tags

    def test_every_page_of_a_column_carries_its_name_and_its_type(self):
        seen = set()
        for column in self.config["columns"]:
            path = column["to"] + "index.html" if column["to"].endswith("/") else column["to"].replace(".md", ".html")
            tags = self.tags_of(self.pages[path])
            self.assertEqual((tags["ColumnName"], tags["ColumnType"]), ([column["name"]], [column["column_type"]]), path)
            self.assertEqual(tags["ColumnDescription"], [column["description"]])
            seen.add(column["column_type"])
        self.assertGreater(len(seen), 4)
        for name in ("index.html", "2026/index.html"):
            self.assertEqual(self.tags_of(self.pages[name])["ColumnType"], ["首页"])
        for name, page in self.pages.items():
            for tag, said in self.tags_of(page).items():
                self.assertEqual(len(said), 1, (name, tag))
                self.assertTrue(said[0], (name, tag))
            tags = self.tags_of(page)
            self.assertRegex(tags.get("SiteIDCode", ["0000000000"])[0], r"\A\d{10}\Z", name)
            self.assertNotIn("Description", tags)

    def test_the_tags_are_those_that_the_site_asks_for(self):
        site, out = self.folder / "site", self.folder / "out"
        write_site(site, """
=== site.json
{"name": "测试站", "url": "https://a.example/", "sponsor": "某办", "site_id_code": "1234567890", "edition": "2026",
 "columns": [{"name": "通知公告", "to": "2026/notices/", "column_type": "公告通知", "keywords": ["通知", "公告"]}],
 "页面标签": [
  {"名称": "Author", "字段": "责任编辑", "内容": "某办\\"应急\\"岗<1>"},
  {"name": "ColumnKeywords", "on": ["column"]},
  {"name": "index-number", "field": "index_number"},
  {"name": "Url", "on": "none"},
  {"name": "site-verification", "value": "abc123", "on": "home"}]}
=== content/2026/notices/a.md
---
标题: 甲
发文机关: 某办
索引号: A-1
成文日期: 2026-05-20
发布日期: 2026-05-20 09:00
---
文。
=== content/2026/news/_index.md
---
标题: 动态
栏目类别: 工作动态
标签: [走访]
---
=== content/2026/news/b.md
---
标题: 乙
责任编辑: 李编辑岗
发布日期: 2026-05-21 09:00
---
文。
""")
        status, _, errors = herald("build", site, "-o", out, "--as-of", "2026-06-10")
        self.assertEqual((status, "warning" in errors), (0, False), errors)

        def tags(path):
            return {name: said[0] for name, said in self.tags_of(html5lib.parse((out / path).read_bytes(), namespaceHTMLElements=True)).items()
                    if name not in ("viewport", "description", "theme-color")}
        every = {"SiteName": "测试站", "SiteDomain": "a.example", "SiteIDCode": "1234567890"}
        notices, news = {"ColumnName": "通知公告", "ColumnType": "公告通知"}, {"ColumnName": "动态", "ColumnType": "工作动态"}
        self.assertEqual(tags("2026/notices/index.html"), {**every, **notices, "ColumnKeywords": "通知,公告"})
        self.assertEqual(tags("2026/news/index.html"), {**every, **news, "ColumnKeywords": "走访"})
        self.assertEqual(tags("2026/notices/a.html"), {**every, **notices, "ArticleTitle": "甲", "PubDate": "2026-05-20 09:00", "ContentSource": "某办",
                                                       "Author": '某办"应急"岗<1>', "index-number": "A-1"})
        self.assertEqual(tags("2026/news/b.html"), {**every, **news, "ArticleTitle": "乙", "PubDate": "2026-05-21 09:00", "ContentSource": "某办",
                                                    "Author": "李编辑岗"})
        self.assertEqual(tags("index.html"), {**every, "ColumnName": "首页", "ColumnType": "首页", "site-verification": "abc123"})
        self.assertEqual(tags("404.html"), every)

    def test_every_link_to_a_file_says_under_which_name_to_save_it(self):
        seen = 0
        for name, page in self.pages.items():
            for link in page.iter(HTML + "a"):
                if not link.get("download") or "materials/" not in name:
                    continue
                seen += 1
                self.assertRegex(link.get("href"), r"\A[!-~]+\Z")  # what is stored has an ASCII name
        self.assertGreater(seen, 15)
        leaflet = self.pages["2026/materials/charging-leaflet.html"]
        saved = {a.get("href"): a.get("download") for a in leaflet.iter(HTML + "a") if a.get("download")}
        self.assertEqual(saved["charging-leaflet/chongdian-zheye.pdf"], "充电安全折页.pdf")

    def test_what_the_data_say_of_a_material_stands_on_its_page(self):
        seen = set()
        for item in self.items("materials"):
            page = self.pages[item["url"][len(self.config["url"]):]]
            text = " ".join(" ".join(page.itertext()).split())
            wanted = {"licence": item["licence"], "credit": item["credit"], "issued_by": item["issued_by"], "sha256": item["sha256"],
                      "format": item["format"], "pages": item["pages"] and f"{item['pages']}页"}
            if item["format"] not in (None, "SVG") and item["width"]:
                wanted["pixels"] = f"{item['width']}×{item['height']}"
            for name in ("audience", "topics", "weeks"):
                wanted.update({f"{name} {i}": str(part) for i, part in enumerate(item[name] or [])})
            for source in item["sources"]:
                wanted.update({"url": source["url"], "code": source["access_code"], "expires": source.get("expires") and "有效期至"})
            for name, value in wanted.items():
                if value:
                    seen.add(name.split()[0])
                    self.assertIn(value, text, f"{item['title']}: {name}")
        self.assertLessEqual({"licence", "credit", "sha256", "pages", "audience", "topics", "weeks", "url", "code", "expires"}, seen)

    def test_the_board_of_deadlines_says_what_the_data_say(self):
        page = self.pages["2026/deadlines.html"]
        rows = [row for row in page.iter(HTML + "tr") if row.get("data-due") is not None]
        items = self.items("deadlines")
        self.assertEqual([r.find(f".//{HTML}time").get("datetime")[:10] for r in rows], [d["due"] for d in items])
        for row, item in zip(rows, items):
            text = "".join(row.itertext())
            for part in [*item["what"], item["who"], item["to"], item["via"], item["spec"], item["title"]]:
                self.assertIn(part or "", text)
            self.assertEqual("".join(row.find(f".//{HTML}span[@class='mark']").itertext()), "")  # the script's affair


    def test_moments_say_how_far_the_clocks_are_from_greenwich(self):
        seen = set()
        for name, page in self.pages.items():
            for time in page.iter(HTML + "time"):
                moment = time.get("datetime")
                seen.add(len(moment))
                if "T" in moment and time.text != moment:
                    self.assertRegex(moment, r"\A\d{4}-\d\d-\d\dT\d\d:\d\d(:00\+08:00)?\Z", name)
            for element in page.iter():
                if isinstance(element.tag, str) and element.get("data-when") is not None:
                    self.assertIsNotNone(element.find(f".//{HTML}time"), name)
        self.assertIn(len("2026-06-16T09:00:00+08:00"), seen)


if __name__ == "__main__":
    unittest.main()
