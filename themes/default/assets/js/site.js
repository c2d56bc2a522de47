// Sets right what depends on today, and makes the buttons that need a script. Every page works without it.
(function () {
  'use strict';
  var words = document.currentScript.dataset, root = document.documentElement;

  function all(selector, act) { Array.prototype.forEach.call(document.querySelectorAll(selector), act); }
  function fill(text, n) { return text.replace('{n}', n); }

  // Days; days.js has told their states.
  function days_to(date) {
    var today = new Date(+new Date() + words.offset * 6e4).toISOString().slice(0, 10);  // where the site is
    return Math.round((Date.parse(date) - Date.parse(today)) / 864e5);
  }
  all('[data-until]', function (e) {
    var mark = e.querySelector('.mark');
    if (days_to(e.getAttribute('data-until')) >= 0) return;
    e.setAttribute('data-state', 'past');
    if (mark) mark.textContent = words.expired;
  });
  all('[data-count]', function (e) {
    var n = days_to(e.getAttribute('data-count'));
    e.textContent = n > 0 ? fill(words.days, n) : n === 0 ? words.today : words.past;
  });
  all('[data-day][data-state="today"]', function (e) { e.setAttribute('aria-current', 'date'); });
  all('[data-next]', function (list) {  // What is over steps back.
    var past = Array.prototype.slice.call(list.querySelectorAll('[data-state="past"]')), over = list.getAttribute('data-over');
    if (past.length < list.children.length) past.forEach(function (e) { list.appendChild(e); });
    else if (over) list.previousElementSibling.firstChild.data = over;
  });

  // Buttons.
  function button(text, act) {
    var b = document.createElement('button');
    b.type = 'button';
    b.textContent = text;
    b.addEventListener('click', act);
    return b;
  }
  var live = document.createElement('p');
  live.className = 'sr';
  live.setAttribute('role', 'status');
  document.body.appendChild(live);
  function copy(text, b) {
    function done() {
      var before = b.textContent;
      b.textContent = live.textContent = words.copied;
      setTimeout(function () { b.textContent = before; live.textContent = ''; }, 1600);
    }
    function by_hand() {  // Pages from plain http have no clipboard object.
      var area = document.createElement('textarea');
      area.value = text;
      area.className = 'sr';
      document.body.appendChild(area);
      area.select();
      if (document.execCommand('copy')) done();
      document.body.removeChild(area);
      b.focus();
    }
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, by_hand); else by_hand();
  }
  all('[data-copy]', function (e) {
    var text = e.textContent, b = button(words.do, function () { copy(text, b); });
    b.className = 'copy';
    b.setAttribute('aria-label', words.do + ' ' + text.slice(0, 40));
    e.parentNode.insertBefore(b, e.nextSibling);
  });

  // Type size and the large view, kept for the next page.
  var refresh = [];
  function choose(key, value) {
    if (value) root.setAttribute('data-' + key, value); else root.removeAttribute('data-' + key);
    try { if (value) localStorage.setItem('herald.' + key, value); else localStorage.removeItem('herald.' + key); } catch (e) { /* Not kept, then. */ }
    refresh.forEach(function (f) { f(); });
  }
  function size(box) {
    var group = document.createElement('span');
    group.className = 'sizes';
    group.setAttribute('role', 'group');
    group.setAttribute('aria-label', words.size);
    group.appendChild(document.createTextNode(words.size));
    ['l', 'm', 's'].forEach(function (value) {
      var b = button(words[value], function () { choose('size', value === 'm' ? '' : value); });
      group.appendChild(b);
      refresh.push(function () { b.setAttribute('aria-pressed', (root.getAttribute('data-size') || 'm') === value); });
    });
    box.appendChild(group);
  }
  function elder(box) {
    var b = button('', function () { choose('elder', root.hasAttribute('data-elder') ? '' : '1'); });
    refresh.push(function () { b.textContent = root.hasAttribute('data-elder') ? words.elderOff : words.elder; });
    box.appendChild(b);
  }
  var tools = {
    size: size, elder: elder,
    print: function (box) { box.appendChild(button(words.print, function () { window.print(); })); },
    share: function (box) {
      // Phones hand the address to their own programs, WeChat among them.
      if (navigator.share) box.appendChild(button(words.share, function () { navigator.share({ title: document.title, url: location.href.split('#')[0] }).catch(function () {}); }));
    },
    link: function (box) { var b = button(words.link, function () { copy(location.href.split('#')[0], b); }); box.appendChild(b); }
  };
  all('[data-tools]', function (box) { box.getAttribute('data-tools').split(' ').forEach(function (name) { tools[name](box); }); });
  refresh.forEach(function (f) { f(); });

  // On a phone the row of columns begins at the one that is open.
  all('.nav [aria-current]', function (e) { var nav = e.parentNode.parentNode.parentNode; nav.scrollLeft = e.offsetLeft - 60; });
})();
