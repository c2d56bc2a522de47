'use strict';
// node serve_browser.js PART FOLDER: one part of the browser's tests of `herald serve`. Throws at the first thing that is
// not as it should be. HERALD is the program, CHROMIUM the browser.
const assert = require('assert');
const fs = require('fs');
const path = require('path');
const {spawn, spawnSync} = require('child_process');
const {chromium} = require('../node_modules/playwright-core');

const HERALD = process.env.HERALD, AS_OF = ['--as-of', '2026-06-20'];
const folder = process.argv[3], site = path.join(folder, 'site');
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const A = 'content/2026/news/a.md', PAGE = '2026/news/a.html', LIST = '2026/news/index.html';
const SITE = {name: '测试站', domain: 'a.example', sponsor: '某街道办事处', edition: '2026', theme: 't'};

const log = words => console.log(words);
const file = name => path.join(site, name);
function write(name, text) {
  fs.mkdirSync(path.dirname(file(name)), {recursive: true});
  fs.writeFileSync(file(name), text);
}
const news = (title, text, more = '') => `---\ntitle: ${title}\npublished: 2026-06-01 09:00\n${more}---\n${text}\n`;
function make_site() {
  write('site.json', JSON.stringify(SITE));
  write('content/2026/_index.md', '---\ntitle: 2026年活动\nyear: 2026\nordinal: 25\ntheme: 多看一眼\nperiod: {start: 2026-06-01, end: 2026-06-30}\n---\n欢迎。\n');
  write(A, news('第一篇', Array.from({length: 60}, (_, i) => `第${i + 1}段。`).join('\n\n')));
  write('content/2026/news/b.md', news('第二篇', '见[这里](a.md)。'));
  write('themes/t/theme.json', '{"name": "t", "extends": "default"}');
  write('themes/t/assets/css/extra.css', 'h1 { color: rgb(1, 2, 3) }\n');
  write('themes/t/templates/partials/footer.html', '<footer id="foot"><link rel="stylesheet" href="{{ asset(\'css/extra.css\') }}"><p>脚注一</p></footer>\n');
  write('assets/note.txt', '一\n');
}

// A running preview.
async function serve(...words) {
  const program = spawn(HERALD, ['serve', site, '--port', '0', '--lang', 'zh', ...words], {stdio: ['ignore', 'pipe', 'pipe']});
  process.on('exit', () => program.kill('SIGKILL'));
  let said = '';
  program.stderr.on('data', d => { said += d; });
  const url = await new Promise((done, fail) => {
    program.stdout.once('data', d => done(String(d).trim().split('\n')[0]));
    program.once('exit', () => fail(new Error('serve ended: ' + said)));
  });
  const origin = new URL(url).origin;
  const preview = {
    url, origin, said: () => said,
    state: async (since = 0) => (await fetch(`${origin}/_herald/state?since=${since}`)).json(),
    async built(number) {
      for (const end = Date.now() + 30000; Date.now() < end;) {
        const state = await preview.state();
        if (state.build >= number) return state;
        await new Promise(r => setTimeout(r, 20));
      }
      throw new Error(`build ${number} did not come\n${said}`);
    },
    // Does something and waits until a build that saw it is over and the last of its events has come.
    async after(act) {
      const before = (await preview.state()).build;
      act();
      await preview.built(before + 1);
    },
    async quiet() {
      for (let last = -1, same = 0; same < 4; await new Promise(r => setTimeout(r, 60))) {
        const now = (await preview.state()).build;
        same = now === last ? same + 1 : 0;
        last = now;
      }
    },
    end: () => new Promise(done => { program.once('exit', code => done(code)); program.kill('SIGINT'); }),
  };
  await preview.built(1);
  return preview;
}

const INJECTED = /<script async src="\/_herald\/client\.js"[^>]*><\/script>/;
let clean = 0;
// What is served is, but for the script, what a clean build writes.
async function check_clean(preview, ...words) {
  await preview.quiet();
  const out = path.join(folder, `clean${++clean}`);
  const copy = path.join(folder, `site${clean}`);
  fs.cpSync(site, copy, {recursive: true, filter: p => path.basename(p) !== '.herald'});
  const done = spawnSync(HERALD, ['build', copy, '-o', out, '--lang', 'en', ...words]);
  assert.strictEqual(done.status, 0, String(done.stderr));
  const base = new URL(preview.url).pathname, wrong = [];
  for (const entry of fs.readdirSync(out, {recursive: true, withFileTypes: true})) {
    if (!entry.isFile()) continue;
    const name = path.relative(out, path.join(entry.parentPath || entry.path, entry.name));
    const answer = await fetch(preview.origin + base + name.split('/').map(encodeURIComponent).join('/'));
    const got = Buffer.from(await answer.arrayBuffer()), want = fs.readFileSync(path.join(out, name));
    const bare = name.endsWith('.html') ? Buffer.from(got.toString().replace(INJECTED, '')) : got;
    if (!answer.ok || !bare.equals(want)) wrong.push(name);
  }
  assert.deepStrictEqual(wrong, [], 'served otherwise than built');
}

async function browse(act) {
  const browser = await chromium.launch({executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: FLAGS, headless: true});
  try {
    const context = await browser.newContext({viewport: {width: 1000, height: 700}});
    context.setDefaultTimeout(15000);
    await act(context);
  } finally {
    await browser.close();
  }
}
// A page that counts how often it was loaded.
async function open(context, address) {
  const page = await context.newPage();
  page.loads = 0;
  page.faults = [];
  page.on('load', () => { page.loads++; });
  page.on('pageerror', e => page.faults.push(String(e)));
  await page.goto(address);
  await page.waitForLoadState('load');
  await page.waitForTimeout(300);  // The source of the page is remembered after it was loaded.
  return page;
}
const text_comes = (page, text) => page.waitForFunction(t => document.body && document.body.innerText.includes(t), text);
const text_goes = (page, text) => page.waitForFunction(t => document.body && !document.body.innerText.includes(t), text);
const overlay = page => page.locator('herald-preview #overlay');

const parts = {
  async edits() {
    make_site();
    const preview = await serve(...AS_OF);
    await browse(async context => {
      const page = await open(context, preview.origin + '/' + PAGE), list = await open(context, preview.origin + '/' + LIST);
      const other = await open(context, preview.origin + '/2026/index.html');
      await page.evaluate(() => { window.scrollTo({top: 500, behavior: 'instant'}); window.stays = 'here'; });
      const place = await page.evaluate(() => window.scrollY);
      assert.ok(place > 100, `the page is long enough to be scrolled: ${place}`);

      log('text');
      write(A, fs.readFileSync(file(A), 'utf8').replace('第30段。', '改过的第三十段。'));
      await text_comes(page, '改过的第三十段');
      assert.strictEqual(page.loads, 1, 'the text of a page is changed in place');
      assert.strictEqual(await page.evaluate(() => window.stays), 'here');
      const later = await page.evaluate(() => window.scrollY);
      assert.ok(Math.abs(later - place) < 50, `the place in the page stays: ${place}, then ${later}`);
      await check_clean(preview, ...AS_OF);
      assert.strictEqual(await page.evaluate(() => document.querySelectorAll('script[src*=_herald]').length), 0);

      log('title');
      write(A, fs.readFileSync(file(A), 'utf8').replace('title: 第一篇', 'title: 新的题目'));
      await page.waitForFunction(() => document.title.includes('新的题目') && document.querySelector('h1').innerText.includes('新的题目'));
      await text_comes(list, '新的题目');
      await text_goes(list, '第一篇');
      await check_clean(preview, ...AS_OF);

      log('template');
      write('themes/t/templates/partials/footer.html', fs.readFileSync(file('themes/t/templates/partials/footer.html'), 'utf8').replace('脚注一', '脚注二'));
      for (const one of [page, list, other]) await text_comes(one, '脚注二');
      await check_clean(preview, ...AS_OF);

      log('style sheet');
      const loads = page.loads;
      write('themes/t/assets/css/extra.css', 'h1 { color: rgb(7, 8, 9) }\n');
      await page.waitForFunction(() => getComputedStyle(document.querySelector('h1')).color === 'rgb(7, 8, 9)');
      assert.strictEqual(page.loads, loads, 'a style sheet comes without a reload');
      await check_clean(preview, ...AS_OF);

      log('site.json');
      write('site.json', JSON.stringify({...SITE, name: '改名的站'}));
      for (const one of [page, list, other]) await one.waitForFunction(() => document.documentElement.innerHTML.includes('改名的站'));
      await check_clean(preview, ...AS_OF);

      log('add');
      write('content/2026/news/c.md', news('第三篇', '新的一篇。'));
      await text_comes(list, '第三篇');
      await check_clean(preview, ...AS_OF);

      log('rename');
      const third = await open(context, preview.origin + '/2026/news/c.html');
      fs.renameSync(file('content/2026/news/c.md'), file('content/2026/news/d.md'));
      await list.waitForFunction(() => document.querySelector('a[href$="d.html"]') && !document.querySelector('a[href$="c.html"]'));
      await third.waitForFunction(() => document.body && !document.body.innerText.includes('新的一篇'));
      await check_clean(preview, ...AS_OF);

      log('back');
      fs.renameSync(file('content/2026/news/d.md'), file('content/2026/news/c.md'));
      await text_comes(third, '新的一篇');

      log('delete');
      fs.unlinkSync(file('content/2026/news/c.md'));
      await text_goes(list, '第三篇');
      await check_clean(preview, ...AS_OF);

      log('by a temporary file');
      write('content/2026/news/.a.md.tmp', news('换名保存', '整个换掉。'));
      fs.renameSync(file('content/2026/news/.a.md.tmp'), file(A));
      await text_comes(page, '整个换掉');
      await check_clean(preview, ...AS_OF);

      log('a page that did not change stays');
      const before = list.loads;
      await list.evaluate(() => { window.stays = 'here'; });
      write(A, fs.readFileSync(file(A), 'utf8').replace('整个换掉', '再换一次'));
      await text_comes(page, '再换一次');
      assert.strictEqual(list.loads, before);
      assert.strictEqual(await list.evaluate(() => window.stays), 'here');
      for (const one of [page, list, other, third]) assert.deepStrictEqual(one.faults, []);
    });
    assert.strictEqual(await preview.end(), 130);
  },

  async overlay() {
    make_site();
    const preview = await serve(...AS_OF);
    await browse(async context => {
      const page = await open(context, preview.origin + '/' + PAGE);
      await page.locator('herald-preview #mark').waitFor({state: 'visible'});
      for (const part of ['#overlay', '#count', '#saved']) assert.ok(!await page.locator('herald-preview ' + part).isVisible(), part + ' is shown when nothing is wrong');

      log('break a template');
      const footer = fs.readFileSync(file('themes/t/templates/partials/footer.html'), 'utf8');
      write('themes/t/templates/partials/footer.html', '<p>{% if %}</p>\n');
      await overlay(page).waitFor({state: 'visible'});
      const text = await overlay(page).innerText();
      assert.match(text, /footer\.html:1:\d+/);
      assert.match(text, /错误/);
      assert.strictEqual(await overlay(page).getAttribute('role'), 'alert');
      assert.ok(await overlay(page).locator('pre.excerpt mark').count() > 0);
      assert.match(await page.evaluate(() => document.body.innerText), /脚注一/, 'the last good page stays');
      if (process.env.SHOTS) for (const width of [360, 1440]) {
        await page.setViewportSize({width, height: 800});
        await page.screenshot({path: `${process.env.SHOTS}/overlay-${width}.png`});
      }

      log('closes with Esc, and can be opened again');
      await page.keyboard.press('Escape');
      await overlay(page).waitFor({state: 'hidden'});
      await page.locator('herald-preview #count').click();
      await overlay(page).waitFor({state: 'visible'});

      log('a page that is loaded meanwhile shows it too');
      const late = await open(context, preview.origin + '/' + LIST);
      await overlay(late).waitFor({state: 'visible'});

      log('mend');
      write('themes/t/templates/partials/footer.html', footer.replace('脚注一', '脚注三'));
      await text_comes(page, '脚注三');
      for (const one of [page, late]) await overlay(one).waitFor({state: 'hidden'});
      await check_clean(preview, ...AS_OF);

      log('a script in a title is text');
      write('content/2026/news/x.md', news('"<script>window.bad=1</script><img src=x onerror=window.bad=1>"', '见[没有](no.md)。', 'kind: "<script>window.bad=1</script><img src=x onerror=window.bad=1>"\n'));
      await overlay(page).waitFor({state: 'visible'});
      assert.match(await overlay(page).innerText(), /<script>window\.bad=1<\/script>/);
      assert.strictEqual(await page.evaluate(() => window.bad), undefined);
      assert.strictEqual(await overlay(page).locator('script, img').count(), 0);
      fs.unlinkSync(file('content/2026/news/x.md'));
      await overlay(page).waitFor({state: 'hidden'});

      log('site.json');
      write('site.json', '{"name": ');
      await overlay(page).waitFor({state: 'visible'});
      assert.match(await overlay(page).innerText(), /site\.json/);
      write('site.json', JSON.stringify(SITE));
      await overlay(page).waitFor({state: 'hidden'});

      log('warnings wait in the corner');
      write('content/2026/news/b.md', news('第二篇', '见[这里](a.md)。', 'titel: x\n'));
      const count = page.locator('herald-preview #count');
      await count.waitFor({state: 'visible'});
      assert.match(await count.innerText(), /提醒/);
      assert.ok(!await overlay(page).isVisible());
      await count.click();
      await overlay(page).waitFor({state: 'visible'});
      assert.match(await overlay(page).innerText(), /titel/);
      await check_clean(preview, ...AS_OF);
      for (const one of [page, late]) assert.deepStrictEqual(one.faults, []);
    });
    assert.strictEqual(await preview.end(), 130);
  },

  async tabs() {
    make_site();
    const preview = await serve(...AS_OF);
    await browse(async context => {
      log('ten tabs');
      const pages = [];
      for (let i = 0; i < 10; i++) pages.push(await open(context, preview.origin + '/' + (i % 2 ? LIST : PAGE)));
      write(A, news('十个都看见', '十个标签页。'));
      for (const page of pages) await text_comes(page, '十个都看见');

      log('the one that listens is closed');
      await pages[0].close();
      write(A, news('还是看见', '十个标签页。'));
      for (const page of pages.slice(1)) await text_comes(page, '还是看见');

      log('the page of the file that was saved');
      const page = pages[1];
      write('content/2026/news/b.md', news('第二篇', '改了第二篇。'));
      // That of the file before stands there until this one is built.
      await page.locator('herald-preview #saved a', {hasText: 'news/b.md'}).waitFor({state: 'visible'});
      await page.locator('herald-preview #saved input').check();
      await page.waitForURL(/b\.html$/);
      await page.waitForTimeout(300);
      write(A, news('自动打开', '跟着走。'));
      await page.waitForURL(/a\.html$/);

      log('the preview begins anew');
      const port = new URL(preview.origin).port;
      assert.strictEqual(await preview.end(), 130);
      write(A, news('重开以后', '跟着走。'));
      const second = await serve(...AS_OF, '--port', port);
      await text_comes(page, '重开以后');
      assert.strictEqual(await second.end(), 130);
    });
  },

  async time() {
    make_site();
    write('content/2026/news/c.md', news('草稿一篇', '还没写完。', 'draft: true\n'));
    let preview = await serve(...AS_OF, '--drafts', '--open-saved');
    await browse(async context => {
      const page = await open(context, preview.origin + '/2026/news/c.html');
      const mark = page.locator('herald-preview #mark');
      await mark.waitFor({state: 'visible'});
      assert.match(await mark.innerText(), /草稿.*2026-06-20/);
      const other = await open(context, preview.origin + '/' + PAGE);
      await other.locator('herald-preview #mark').waitFor({state: 'visible'});
      assert.doesNotMatch(await other.locator('herald-preview #mark').innerText(), /草稿/);
      write('content/2026/news/b.md', news('第二篇', '打开我。'));
      await other.waitForURL(/b\.html$/);
      log('the inspector');
      for (const [name, width] of [['', 360], ['', 1440], ['outputs', 360], ['outputs', 1440], ['output?path=' + PAGE, 360], ['output?path=' + PAGE, 1440]]) {
        const inspector = await open(context, `${preview.origin}/_herald/${name}`);
        await inspector.setViewportSize({width, height: 800});
        const wide = await inspector.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(wide <= 0, `/_herald/${name} is ${wide} px too wide at ${width}`);
        if (process.env.SHOTS) await inspector.screenshot({path: `${process.env.SHOTS}/i-${name.split('?')[0]}-${width}.png`});
        await inspector.close();
      }
    });
    assert.strictEqual(await preview.end(), 130);
  },
};

parts[process.argv[2]]().then(() => process.exit(0), e => { console.error(e); process.exit(1); });
