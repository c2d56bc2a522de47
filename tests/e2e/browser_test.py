"""Pages in a real browser, with and without scripts, from file://."""
import csv
import io
import json
import pathlib
import re
import time
import unittest

import jsonschema

from devtools import Chromium
from support import OwnSiteCase, write_site

STATISTICS = "2026/forms/statistics.html"
ROSTER = "2026/forms/liaison.html"
# Fills in a form as a person does: each field gets its value, and the page is told.
FILL = """(() => {
  const tell = e => { for (const name of ['input', 'change']) e.dispatchEvent(new Event(name, {bubbles: true})); };
  const form = document.querySelector('form.fill');
  form.querySelectorAll('[data-head]').forEach(i => { i.value = '甲社区'; tell(i); });
  form.querySelectorAll('[data-entry]').forEach((entry, n) => {
    if (n && form.querySelector('.roster')) return;
    entry.querySelectorAll('[data-key]').forEach(f => {
      if (f.tagName !== 'INPUT') { const box = f.querySelector('input'); box.checked = true; return tell(box); }
      f.value = f.dataset.kind === 'text' ? '=说“好”, 再说"好"' : f.dataset.kind === 'decimal' ? '12.5' : '３';
      tell(f);
    });
  });
})()"""


def pages_of(pdf):
    """The sizes of a PDF's pages in points."""
    return [tuple(round(float(n)) for n in m.split()[2:]) for m in re.findall(r"/MediaBox \[([\d. ]+)\]", pdf.decode("latin-1"))]


class Browser(OwnSiteCase):
    def setUp(self):
        super().setUp()
        self.downloads = self.folder / "downloads"
        self.downloads.mkdir()

    def browser(self, *more):
        chromium = Chromium(self.folder / "profile", *more)
        self.addCleanup(chromium.__exit__)
        session, chromium.session = chromium.session, None
        chromium.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(self.downloads))
        chromium.session = session
        return chromium

    def address(self, path):
        return f"file://{self.out}/{path}"

    def saved(self, ending):
        """The file that was downloaded, once it is there."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            found = [p for p in self.downloads.iterdir() if p.suffix == ending]
            if found and found[0].stat().st_size:
                return found[0]
            time.sleep(0.05)
        self.fail("nothing was saved: " + str(list(self.downloads.iterdir())))

    def test_buttons_exist_only_with_scripts(self):
        page = self.address("2026/slogans/general.html")
        with_scripts = self.browser()
        with_scripts.open(page)
        self.assertGreaterEqual(with_scripts.run("document.querySelectorAll('button').length"), 16)
        with_scripts.open(self.address("index.html"))
        text = with_scripts.run("document.body.innerText")
        self.assertIn("多看一眼", text)
        self.assertIn("12350", text)
        self.assertEqual(with_scripts.complaints(), [])

    def test_without_scripts_a_form_is_paper(self):
        browser = self.browser()
        browser.call("Emulation.setScriptExecutionDisabled", value=True)
        browser.call("Page.navigate", url=self.address(STATISTICS))
        browser.until("document.readyState === 'complete' && location.href !== 'about:blank'")
        self.assertEqual(browser.run("[...document.querySelectorAll('form button')].filter(b => getComputedStyle(b).display !== 'none').map(b => b.type).join()"), "reset")
        self.assertIn("手写", browser.run("document.querySelector('noscript').textContent"))
        sizes = pages_of(browser.pdf())
        self.assertIn(len(sizes), (1, 2))
        self.assertEqual(set(sizes), {(842, 595)})  # A4 on its side

    def test_what_was_typed_is_kept_on_the_device_until_it_is_cleared(self):
        browser = self.browser()
        browser.open(self.address(STATISTICS))
        browser.run(FILL)
        self.assertIn("存在这台设备", browser.run("document.querySelector('.status').textContent"))
        before = browser.run("[...document.querySelectorAll('form input')].map(i => i.type === 'text' ? i.value : i.checked)")
        self.assertGreater(len([v for v in before if v]), 40)
        browser.open(self.address(ROSTER))
        self.assertEqual(browser.run("[...document.querySelectorAll('form input[type=text]')].filter(i => i.value).length"), 0)
        browser.open(self.address(STATISTICS))
        self.assertEqual(browser.run("[...document.querySelectorAll('form input')].map(i => i.type === 'text' ? i.value : i.checked)"), before)
        browser.run("document.querySelector('button[type=reset]').click()")
        browser.open(self.address(STATISTICS))
        self.assertEqual(browser.run("[...document.querySelectorAll('form input')].filter(i => i.type === 'text' ? i.value : i.checked).length"), 0)
        self.assertEqual(browser.complaints(), [])

    def check_saved(self, path, rows):
        """Fills in, saves both files, and holds them against what lies beside the page."""
        browser = self.browser()
        browser.open(self.address(path))
        browser.run(FILL)
        browser.run("document.querySelector('[data-save=json]').click()")
        made = json.loads(self.saved(".json").read_text(encoding="utf-8"))
        schema = json.loads((self.out / path).with_suffix(".schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator(schema).validate(made)
        self.assertEqual(len(made["rows"]), rows)
        self.assertEqual(set(made["rows"][0]), set(schema["properties"]["rows"]["items"]["properties"]))
        browser.run("document.querySelector('[data-save=csv]').click()")
        raw = self.saved(".csv").read_bytes()
        table = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True))
        self.assertTrue(raw.startswith((self.out / path).with_suffix(".csv").read_bytes()))
        self.assertEqual(len(table), 1 + rows)
        cells = [*made["header"].values(), *made["rows"][0].values()]
        shown = ["；".join(c) if isinstance(c, list) else ("'" + c if isinstance(c, str) and c.startswith("=") else str(c)) for c in cells]
        self.assertEqual(table[1], shown)
        self.assertEqual(browser.complaints(), [])
        return made

    def test_a_saved_statistics_form_keeps_its_schema_and_its_header(self):
        made = self.check_saved(STATISTICS, 1)
        self.assertEqual(made["header"]["unit"], "甲社区")
        self.assertIn(3, made["rows"][0].values())  # typed as a full-width digit
        self.assertIn(12.5, made["rows"][0].values())
        self.assertIn('=说“好”, 再说"好"', made["rows"][0].values())
        self.assertEqual(self.saved(".json").name, "活动统计表-甲社区.json")

    def test_a_saved_roster_has_a_row_an_entry_without_empty_ones(self):
        self.check_saved(ROSTER, 1)

    def test_what_is_missing_or_wrong_is_told_and_not_saved(self):
        site = self.folder / "site"
        write_site(site, """
=== site.json
{"name": "测试站", "domain": "a.example", "sponsor": "某办", "edition": "2026"}
=== content/2026/forms/a.md
---
title: 表
version: 1
published: 2026-06-01
---
填报单位：　　　领导签字：　　　

| 项目 | 要求 | 情况 |
|---|---|---|
| 演练 | 至少一次 | 参与（　）场，其中夜间（　）场；企业（　）家，社区（　）家，合计（　）家；整改率（　）%；是否讲评：□是 □否；以（　　）形式 |
""")
        self.build(site, self.folder / "small", "--as-of", "2026-06-10")
        browser = self.browser()
        browser.open(f"file://{self.folder}/small/2026/forms/a.html")
        values = "[...document.querySelectorAll('form input[type=text]')]"

        def told(*typed):
            browser.run(f"{values}.forEach((i, n) => {{ i.value = {json.dumps(typed)}[n] || ''; }})")
            browser.run("document.querySelector('[data-save=json]').click()")
            return browser.run("[...document.querySelectorAll('.bad')].map(f => f.dataset.name).join('|')"), \
                browser.run("document.querySelector('.status').textContent")

        self.assertEqual(told()[0], "填报单位|演练 参与（场）|演练 其中夜间（场）|演练 企业（家）|演练 社区（家）|演练 合计（家）|演练 整改率（%）|演练 是否讲评")
        browser.run("document.querySelector('input[type=radio]').checked = true")
        good = ["某单位", "", "3", "2", "4", "5", "9", "80"]
        for at, value, name, words in ((2, "两", "演练 参与（场）", "整数"), (2, "2.5", "演练 参与（场）", "整数"), (3, "4", "演练 其中夜间（场）", "不能大于3"),
                                       (6, "10", "演练 合计（家）", "9"), (7, "101", "演练 整改率（%）", "不能大于100"), (7, "-1", "演练 整改率（%）", "数字")):
            bad, status = told(*[value if n == at else v for n, v in enumerate(good)])
            self.assertEqual(bad, name, value)
            self.assertIn(words, status)
        self.assertEqual(list(self.downloads.iterdir()), [])
        self.assertEqual(told(*good)[0], "")
        self.assertEqual(json.loads(self.saved(".json").read_text(encoding="utf-8"))["rows"][0]["choice-1"], "是")

    def test_a_form_prints_with_answers_and_without(self):
        browser = self.browser()
        browser.open(self.address(STATISTICS))
        browser.run(FILL)
        browser.call("Emulation.setEmulatedMedia", media="print")
        colour = "getComputedStyle(document.querySelector('form input[type=text]')).color"
        self.assertNotEqual(browser.run(colour), "rgba(0, 0, 0, 0)")
        browser.run("window.print = () => { window.printed = " + colour + "; }")
        self.assertEqual(browser.run("document.querySelectorAll('form [data-print]').length"), 2)
        browser.run("document.querySelector('form [data-print=blank]').click()")
        self.assertEqual(browser.run("window.printed"), "rgba(0, 0, 0, 0)")
        browser.run("document.querySelector('form [data-print]:not([data-print=blank])').click()")
        self.assertNotEqual(browser.run("window.printed"), "rgba(0, 0, 0, 0)")
        browser.call("Emulation.setEmulatedMedia", media="")
        for path in (STATISTICS, ROSTER):
            browser.open(self.address(path))
            sizes = pages_of(browser.pdf())
            self.assertIn(len(sizes), (1, 2), path)
            self.assertEqual(set(sizes), {(842, 595)}, path)

    def test_the_script_of_forms_is_small(self):
        scripts = list(self.out.glob("theme/form.*.js"))
        self.assertEqual(len(scripts), 1)
        self.assertLessEqual(scripts[0].stat().st_size, 4096)

    def test_the_board_marks_what_is_over_by_the_day_of_the_reader(self):
        browser = self.browser()
        browser.open(self.address("2026/deadlines.html"))
        today = browser.run("new Date(Date.now() + 480 * 6e4).toISOString().slice(0, 10)")  # in Shanghai
        rows = browser.run("[...document.querySelectorAll('tr[data-due]')].map(r => [r.querySelector('time').getAttribute('datetime').slice(0, 10), r.dataset.state || '', r.querySelector('.mark').textContent])")
        for due, state, words in rows:
            self.assertEqual((state, words) == ("past", "已截止"), due < today, due)

    def marks(self, browser, path, now):
        """What the marks of the page at `path` say when the reader's clock shows `now`, Shanghai's."""
        shift = (f"(function(D){{var s=D.parse('{now}:00+08:00')-D.now();"
                 "Date=class extends D{constructor(){arguments.length?super(...arguments):super(D.now()+s)}}})(Date)")
        script = browser.call("Page.addScriptToEvaluateOnNewDocument", source=shift)
        browser.open(self.address(path))
        browser.call("Page.removeScriptToEvaluateOnNewDocument", identifier=script["identifier"])
        return browser.run("[...document.querySelectorAll('.mark')].map(m => m.textContent)")

    def test_states_stay_right_whenever_and_wherever_the_page_is_read(self):
        browser = self.browser()
        page = "2026/events/consultation-day.html"  # 16 June, a Tuesday, 9:00 to 11:30
        for zone in ("Asia/Shanghai", "America/Los_Angeles", "Pacific/Auckland"):
            browser.call("Emulation.setTimezoneOverride", timezoneId=zone)
            for now, word in (("2026-06-01T10:00", "未开始"), ("2026-06-14T23:30", "未开始"), ("2026-06-15T00:30", "本周"), ("2026-06-16T00:30", "今天"),
                              ("2026-06-16T08:30", "今天"), ("2026-06-16T10:00", "进行中"), ("2026-06-16T12:00", "已结束"), ("2026-07-01T10:00", "已结束")):
                with self.subTest(zone=zone, now=now):
                    self.assertEqual(self.marks(browser, page, now)[0], word)
        deadlines = self.marks(browser, "2026/notices/submit-returns.html", "2026-07-01T10:00")
        self.assertIn("还剩2天", deadlines)

    def test_what_has_no_day_yet_is_never_said_to_be_today(self):
        browser = self.browser()
        browser.call("Emulation.setTimezoneOverride", timezoneId="Asia/Shanghai")
        page = "2026/schedule.html"  # its last entry is in the middle of October: 11 to 20
        for now, word in (("2026-10-01T10:00", "未开始"), ("2026-10-09T10:00", "未开始"), ("2026-10-11T10:00", ""),
                          ("2026-10-20T23:00", ""), ("2026-10-21T00:00", "已结束")):
            with self.subTest(now=now):
                self.assertEqual(self.marks(browser, page, now)[-1], word)

    def test_without_scripts_no_page_says_what_will_become_wrong(self):
        for page in sorted(pathlib.Path(self.out).rglob("*.html")):
            text = page.read_text(encoding="utf-8")
            for mark in re.findall(r'<span class="mark">([^<]*)</span>', text):
                self.assertIn(mark, ("", "已结束", "已截止"), page)
            self.assertNotRegex(text, r'data-state="(today|running|upcoming)"', page)

    def test_the_script_of_states_is_small(self):
        script, = pathlib.Path(self.out, "theme").glob("days.*.js")
        self.assertLessEqual(script.stat().st_size, 1024)


if __name__ == "__main__":
    unittest.main()
