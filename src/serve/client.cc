#include "serve/client.h"

namespace herald::serve {

// How a page is brought up to date. Its source as it was sent is compared with its source now, and what
// differs is changed in the page that is open: so scroll position, what was typed and what scripts did stay.
// Where that cannot be right (a script is other now, or has had its hands on what changed, or would on what
// is new) the page is loaded again, which browsers do without losing the place.
//
// Browsers allow six connections a host, so of all tabs one holds the stream of events and tells the others.
// Where a browser has no locks (plain http from another machine) only pages that can be seen hold one.
std::string_view client_script() {
  return R"js((function () {
'use strict';
var me = document.currentScript, data = me.dataset;
if (window.__herald || !window.fetch || !window.EventSource) return;
window.__herald = true;
var base = data.base, path = data.path || '', tag = data.tag || '', build = +data.build || 0, zh = data.lang === 'zh';
var source = null, working = false, again = null, host = null, shadow = null, problems = {errors: 0, warnings: 0}, hidden_at = -1, shown = -1, marking = 0;
me.remove();

function say(z, e) { return zh ? z : e; }
function encoded(p) { return p.split('/').map(encodeURIComponent).join('/'); }
function get(address, options) { return fetch(address, Object.assign({cache: 'no-store'}, options)); }
function parse(html) {
  var d = new DOMParser().parseFromString(html, 'text/html');
  var mine = d.querySelector('script[src="/_herald/client.js"]');
  if (mine) mine.remove();
  return {doc: d, tag: mine ? mine.dataset.tag : '', build: mine ? +mine.dataset.build : 0};
}
function key(name) { return '__herald.' + name; }
function kept(name, value) {
  try {
    if (value === undefined) return sessionStorage.getItem(key(name));
    sessionStorage.setItem(key(name), value);
  } catch (e) { return null; }
}

// The source of the open page, as it was sent.
function remember() {
  if (!path) return;
  get(location.href).then(function (r) { return r.text(); }).then(function (t) {
    var p = parse(t);
    if (p.tag === tag && !working) source = p.doc;
  }).catch(function () {});
}

// ---- Bringing the page up to date.
var kLively = 'script,style,link,button,input,select,textarea,form,details,dialog,video,audio,iframe,object,embed,canvas,template';
function no() { throw new Error('reload'); }
function is_code(e) { return e.nodeName === 'SCRIPT' && /^$|javascript|module/i.test(e.type); }
function has_data(e) { for (var i = 0; i < e.attributes.length; i++) if (/^(data-|on)/.test(e.attributes[i].name)) return true; return false; }
function is_plain(n) {
  if (n.nodeType !== 1) return true;
  if (n.matches(kLively) || n.querySelector(kLively) || has_data(n)) return false;
  return !Array.prototype.some.call(n.querySelectorAll('*'), has_data);
}
function fits(a, b) { return a.nodeName === b.nodeName && (a.nodeType !== 1 || a.id === b.id); }
// For each old child the live one; scripts may have put others between them.
function partners(old, live) {
  var found = [], at = 0;
  for (var i = 0; i < old.length; i++) {
    while (at < live.length && !fits(old[i], live[at])) at++;
    if (at === live.length) no();
    found.push(live[at++]);
  }
  return found;
}
function patch(old, now, live) {
  if (old.isEqualNode(now)) return;
  if (old.nodeName !== now.nodeName) no();
  if (old.nodeType !== 1) {
    if (live.data !== old.data) no();
    live.data = now.data;
    return;
  }
  if (is_code(old) || is_code(now)) no();
  if (old.nodeName === 'LINK' && old.rel === 'stylesheet' && now.rel === 'stylesheet') return restyle(live, now.getAttribute('href'));
  patch_attributes(old, now, live);
  if (old.nodeName === 'TEMPLATE' || old.nodeName === 'IFRAME') no();
  patch_children(Array.from(old.childNodes), Array.from(now.childNodes), live);
}
function patch_attributes(old, now, live) {
  var names = {};
  [old, now].forEach(function (e) { for (var i = 0; i < e.attributes.length; i++) names[e.attributes[i].name] = 1; });
  Object.keys(names).forEach(function (n) {
    var before = old.getAttribute(n), after = now.getAttribute(n);
    if (before === after) return;
    if (/^(data-|on)/.test(n) || live.getAttribute(n) !== before) no();
    if (after === null) live.removeAttribute(n); else live.setAttribute(n, after);
  });
}
function patch_children(old, now, parent) {
  var all = partners(old, parent.childNodes), begin = 0, end = 0;
  while (begin < old.length && begin < now.length && old[begin].isEqualNode(now[begin])) begin++;
  while (end < old.length - begin && end < now.length - begin && old[old.length - 1 - end].isEqualNode(now[now.length - 1 - end])) end++;
  var from = old.slice(begin, old.length - end), to = now.slice(begin, now.length - end), live = all.slice(begin, old.length - end);
  if (from.length === to.length && from.every(function (n, i) { return fits(n, to[i]); })) {
    from.forEach(function (n, i) { patch(n, to[i], live[i]); });
    return;
  }
  from.forEach(function (n, i) { if (!is_plain(n) || !n.isEqualNode(live[i])) no(); });
  to.forEach(function (n) { if (!is_plain(n)) no(); });
  var behind = all[old.length - end] || (live.length ? live[live.length - 1].nextSibling : begin ? all[begin - 1].nextSibling : parent.firstChild);
  live.forEach(function (n) { if (n === behind) behind = n.nextSibling; n.remove(); });
  to.forEach(function (n) { parent.insertBefore(document.importNode(n, true), behind); });
}
// The new style sheet takes over when it is there, so that nothing is drawn without one.
function restyle(link, href) {
  var next = link.cloneNode();
  next.setAttribute('href', href);
  next.onload = next.onerror = function () { link.remove(); };
  link.parentNode.insertBefore(next, link);
}
function reload() { location.reload(); }
function refresh() {
  if (working) { again = refresh; return; }
  working = true;
  var head = path && tag ? {headers: {'If-None-Match': tag}} : {};
  get(location.href, head).then(function (r) {
    if (r.status === 304) return;
    if (!path) { if (r.status !== 503) reload(); return; }
    if (!/html/.test(r.headers.get('Content-Type') || '') || (r.status !== 200 && path !== '404.html') || !source) return reload();
    return r.text().then(function (t) {
      var p = parse(t);
      if (r.status === 200 && path === '404.html') return reload();
      try {
        patch(source.documentElement, p.doc.documentElement, document.documentElement);
      } catch (e) { return reload(); }
      source = p.doc;
      tag = p.tag;
      document.dispatchEvent(new CustomEvent('herald:refreshed'));
    });
  }).catch(function () {}).then(function () {
    working = false;
    if (again) { var f = again; again = null; f(); }
  });
}
// Files beside the page: pictures and style sheets whose names stay when their bytes change.
function freshen(changed) {
  var set = {};
  changed.forEach(function (p) { if (!/\.html$/.test(p)) set[base + encoded(p)] = 1; });
  function mine(address) {
    try { var u = new URL(address, location.href); return u.origin === location.origin && set[u.pathname] ? u : null; } catch (e) { return null; }
  }
  document.querySelectorAll('link[rel=stylesheet]').forEach(function (l) {
    var u = mine(l.href);
    if (u) { u.search = '?build=' + build; restyle(l, u.href); }
  });
  document.querySelectorAll('img,source,video,audio').forEach(function (e) {
    var u = e.src && mine(e.src);
    if (u) { u.search = '?build=' + build; e.src = u.href; }
  });
  if (Array.prototype.some.call(document.scripts, function (s) { return s.src && mine(s.src); })) reload();
}

// ---- What the server says.
function on_state(s) {
  if (!s || !s.build) return;
  if (s.run !== data.run) { reload(); return; }  // Another preview has taken the place of the one that sent this page.
  if (s.build < build || s.build === shown) return;
  var known = s.changed && s.from <= build, news = s.build > build;
  build = shown = s.build;
  problems = s;
  if (news) {
    if (!path || path === '404.html' || !known || s.changed.indexOf(path) >= 0 || (s.gone || []).indexOf(path) >= 0) refresh();
    if (known) freshen(s.changed);
    if (s.saved && s.saved !== path && !s.errors && document.visibilityState === 'visible') saved(s.saved, s.title || s.saved);
  }
  show();
}
function address_of(p) { return base + encoded(p).replace(/(^|\/)index\.html$/, '$1'); }
function follows() { var f = kept('follow'); return f === null || f === undefined ? data.follow === '1' : f === '1'; }
function saved(p, title) {
  if (follows()) { location.href = address_of(p); return; }
  bar();
  var box = shadow.getElementById('saved'), link = box.querySelector('a');
  link.href = address_of(p);
  link.textContent = title;
  box.hidden = false;
  clearTimeout(box.timer);
  box.timer = setTimeout(function () { box.hidden = true; }, 12000);
}

// ---- The bar and the overlay, out of reach of the page's styles.
function bar() {
  if (host) { if (!host.isConnected) document.documentElement.appendChild(host); return; }
  host = document.createElement('herald-preview');
  host.setAttribute('data-herald', '');
  shadow = host.attachShadow({mode: 'open'});
  shadow.innerHTML = '<link rel="stylesheet" href="/_herald/client.css">' +
    '<div id="bar"><p id="mark" hidden></p><p id="saved" hidden><span></span> <a></a> <label><input type="checkbox"> <span class="f"></span></label></p>' +
    '<button id="count" type="button" hidden></button></div>' +
    '<section id="overlay" role="alert" tabindex="-1" hidden><header><h2></h2><a href="/_herald/"></a><button type="button" id="close"></button></header><div id="list"></div></section>';
  shadow.querySelector('#saved span').textContent = say('已保存：', 'saved:');
  shadow.querySelector('.f').textContent = say('以后自动打开', 'go there from now on');
  shadow.querySelector('header a').textContent = say('预览详情', 'about this preview');
  shadow.getElementById('close').textContent = say('关闭 Esc', 'close Esc');
  var box = shadow.querySelector('input');
  box.checked = follows();
  box.onchange = function () {
    kept('follow', box.checked ? '1' : '0');
    if (box.checked) location.href = shadow.querySelector('#saved a').href;
  };
  shadow.getElementById('close').onclick = close;
  shadow.getElementById('count').onclick = function () { open(); };
  document.documentElement.appendChild(host);
}
function close() { hidden_at = build; shadow.getElementById('overlay').hidden = true; count(); }
function open() {
  bar();
  get('/_herald/problems').then(function (r) { return r.ok ? r.text() : ''; }).then(function (t) {
    var n = problems.errors + problems.warnings, overlay = shadow.getElementById('overlay');
    if (!n || !t) { overlay.hidden = true; return; }
    shadow.getElementById('list').innerHTML = t;
    overlay.className = problems.errors ? 'error' : 'warning';
    overlay.querySelector('h2').textContent = problems.errors
      ? say('有 ' + problems.errors + ' 个错误，网页还是改动之前的样子', problems.errors + (problems.errors > 1 ? ' errors' : ' error') + '; the page is as it was before')
      : say('提醒 ' + problems.warnings + ' 条', problems.warnings + (problems.warnings > 1 ? ' warnings' : ' warning'));
    overlay.hidden = false;
    shadow.getElementById('count').hidden = true;
  }).catch(function () {});
}
function count() {
  if (!host && !problems.errors && !problems.warnings) return;
  bar();
  var b = shadow.getElementById('count'), n = problems.errors || problems.warnings;
  b.hidden = !n || !shadow.getElementById('overlay').hidden;
  b.className = problems.errors ? 'error' : '';
  b.textContent = problems.errors ? say('错误 ' + n, n + (n > 1 ? ' errors' : ' error')) : say('提醒 ' + n, n + (n > 1 ? ' warnings' : ' warning'));
}
function show() {
  if (problems.errors && hidden_at < build) open();
  else if (shadow && !problems.errors) shadow.getElementById('overlay').hidden = true;
  count();
  clearTimeout(marking);
  marking = setTimeout(mark, 100);  // The page itself comes first.
}
function mark() {
  if (!problems.marks) { if (shadow) shadow.getElementById('mark').hidden = true; return; }
  get('/_herald/mark?path=' + encodeURIComponent(path)).then(function (r) { return r.ok ? r.text() : ''; }).then(function (t) {
    if (!t && !shadow) return;
    bar();
    var m = shadow.getElementById('mark');
    m.hidden = !t;
    m.textContent = t;
  }).catch(function () {});
}
addEventListener('keydown', function (e) {
  if (e.key === 'Escape' && shadow && !shadow.getElementById('overlay').hidden) { e.preventDefault(); close(); }
});

// ---- The stream of events.
var stream = null, channel = null;
function connect(tell) {
  if (stream) stream.close();
  stream = new EventSource('/_herald/events?since=' + build);
  stream.addEventListener('build', function (e) { var s = JSON.parse(e.data); on_state(s); if (tell) tell(s); });
  // After a pause the browser asks with the address of the beginning: ask anew, with what is known by now.
  stream.onerror = function () {
    stream.close();
    setTimeout(function () { if (stream) connect(tell); }, 500);
  };
}
function look() { get('/_herald/state?since=' + build).then(function (r) { return r.json(); }).then(on_state).catch(function () {}); }
function visible() { return document.visibilityState === 'visible'; }
if (navigator.locks && window.BroadcastChannel) {
  channel = new BroadcastChannel('herald');
  channel.onmessage = function (e) { on_state(e.data); };
  navigator.locks.request('herald.events', function () {
    connect(function (s) { channel.postMessage(s); });
    return new Promise(function () {});
  });
} else {
  if (visible()) connect();
  addEventListener('visibilitychange', function () {
    if (visible()) connect(); else if (stream) { stream.close(); stream = null; }
  });
}
look();
addEventListener('pageshow', function (e) { if (e.persisted) look(); });
if (document.readyState === 'complete') remember(); else addEventListener('load', remember);
})();
)js";
}

std::string_view problem_style() {
  return R"css(:host{all:initial}
[hidden]{display:none!important}
#bar{position:fixed;right:12px;bottom:12px;z-index:2147483646;display:flex;flex-direction:column;align-items:flex-end;gap:6px;max-width:calc(100vw - 24px);font:14px/1.5 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif}
#bar p,#bar button{margin:0;padding:6px 12px;border:1px solid #0003;border-radius:8px;background:#1f2937;color:#fff;font:inherit;box-shadow:0 2px 8px #0004;max-width:100%;box-sizing:border-box;overflow-wrap:anywhere}
#bar a{color:#bfdbfe}
#bar label{white-space:nowrap;margin-left:8px;opacity:.9}
#bar button{background:#92400e;cursor:pointer}#bar button.error{background:#b91c1c}
#mark{background:#7c2d12!important}
#overlay{position:fixed;inset:auto 0 0 0;max-height:70vh;overflow:auto;z-index:2147483647;background:#fff;color:#1a1a1a;border-top:4px solid #b45309;box-shadow:0 -6px 30px #0005;font:15px/1.6 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif}
#overlay.error{border-top-color:#b91c1c}
#overlay header{position:sticky;top:0;display:flex;flex-wrap:wrap;gap:4px 16px;align-items:center;padding:8px 16px;background:#fff;border-bottom:1px solid #ddd}
#overlay h2{margin:0;font-size:17px;flex:1 1 14em}
#overlay header a{color:#1d4ed8}
#overlay header button{font:inherit;padding:4px 12px;border:1px solid #888;border-radius:6px;background:#f3f4f6;color:inherit;cursor:pointer}
#list{padding:4px 16px 16px}
.problem{margin:12px 0;padding:2px 0 2px 12px;border-left:4px solid #b45309}
.problem.error{border-left-color:#b91c1c}
.problem p{margin:4px 0}
.problem .where{font:13px/1.5 ui-monospace,"DejaVu Sans Mono","Noto Sans Mono CJK SC",monospace;overflow-wrap:anywhere}
.problem .where b{color:#92400e}.problem.error>.where b{color:#b91c1c}
.problem .where code{color:#595959}
.problem .message{font-weight:600;overflow-wrap:anywhere}
.problem code{font:.92em ui-monospace,"DejaVu Sans Mono","Noto Sans Mono CJK SC",monospace;background:#f3f4f6;padding:0 3px;border-radius:3px}
.problem .excerpt{margin:6px 0;padding:8px 10px;overflow-x:auto;background:#f6f6f4;border-radius:6px;font:13px/1.6 ui-monospace,"DejaVu Sans Mono","Noto Sans Mono CJK SC",monospace}
.problem mark{background:#fde68a;color:inherit;text-decoration:underline wavy #b91c1c;text-underline-offset:4px}
.problem .hint b{font-weight:600}
.problem .note{margin:6px 0 6px 12px;padding-left:10px;border-left:2px solid #ccc}
.problem .note .message{font-weight:400}
@media print{:host{display:none}}
)css";
}

}  // namespace herald::serve
