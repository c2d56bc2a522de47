// A form, kept on this device, checked, saved as JSON or CSV. Sends nothing.
{
  const form = document.querySelector('[data-form]'), words = form.dataset, key = 'herald.form.' + words.form + words.version;
  const all = (what, within = form) => [...within.querySelectorAll(what)], inputs = all('input'), head = all('[data-head]');
  const status = form.querySelector('.status'), say = text => { status.textContent = text; }, put = (text, n) => text.replace('{n}', n);
  const numeric = d => ({ integer: /^\d{1,15}$/, decimal: /^\d{1,12}(\.\d+)?$/ })[d.kind];
  function value(f) {
    if (f.tagName == 'INPUT') {
      const text = f.value.trim(), digits = text.normalize('NFKC'), is = numeric(f.dataset);
      return !text ? null : is && is.test(digits) ? +digits : text;
    }
    const chosen = all(':checked', f).map(b => b.value);
    return f.dataset.kind == 'many' && chosen[0] ? chosen : chosen[0] || null;
  }
  const given = row => row.filter(f => value(f) !== null);
  // Of a roster the rows with something in.
  const rows = () => form.querySelector('.roster') ? all('[data-entry]').map(e => all('[data-key]', e)).filter(r => given(r)[0]) : [all('[data-key]')];

  function fault(f, row) {
    const v = value(f), d = f.dataset, other = k => +value(row.find(o => o.dataset.key == k));
    if (v === null) return 'required' in d ? words.need : '';
    if (!numeric(d)) return '';
    if (v === v + '') return words[d.kind];
    const most = d.max || d.part && other(d.part), sum = d.sum && d.sum.split(' ').reduce((s, k) => s + other(k), 0);
    return v > most ? put(words.most, most) : d.sum && Math.abs(sum - v) > 1e-6 ? put(words.sum, sum) : '';
  }
  function mark(f, text) {
    const i = f.tagName == 'INPUT' ? f : f.querySelector('input');
    i.title = text;
    i.setAttribute('aria-invalid', f.classList.toggle('bad', !!text));
    return text && i;
  }
  function good() {
    const found = rows(), bad = [].concat(...[head, ...found].map(row => row.map(f => mark(f, fault(f, row))))).filter(i => i);
    if (bad[0]) bad[0].focus();
    say(bad[0] ? put(words.wrong, bad.length) + bad[0].title : found.length ? '' : words.empty);
    return !bad[0] && found[0] && found;
  }

  const object = (row, name) => Object.assign({}, ...given(row).map(f => ({ [f.dataset[name]]: value(f) })));
  const make = {
    json: found => JSON.stringify({ version: 1, form: words.form, form_version: +words.version, title: words.whole, header: object(head, 'head'), rows: found.map(r => object(r, 'key')) }, null, 2) + '\n',
    csv: found => '\ufeff' + [head.concat(found[0]).map(f => f.dataset.name), ...found.map(r => head.concat(r).map(value))].map(r => r.map(cell) + '\r\n').join('')
  };
  function cell(v) {
    const text = [].concat(v).join('；').replace(/^[=+@-]/, "'$&");  // no formula
    return /[",]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  }
  function save(kind) {
    const found = good(), a = document.createElement('a');
    if (!found) return;
    a.href = URL.createObjectURL(new Blob([make[kind](found)]));
    a.download = [words.title].concat(head.slice(0, 1).map(value)).join('-').replace(/[\\/:*?"<>|]/g, '_') + '.' + kind;
    a.click();
    say(put(words.saved, a.download));
  }

  const slot = i => i.type == 'text' ? 'value' : 'checked';
  function keep() {
    try { localStorage[key] = JSON.stringify(inputs.map(i => i[slot(i)])); say(words.kept); } catch (e) {}
  }
  try { JSON.parse(localStorage[key]).forEach((v, n) => { inputs[n][slot(inputs[n])] = v; }); } catch (e) {}
  form.oninput = e => { const f = e.target.closest('.bad'); if (f) mark(f, ''); keep(); };
  form.onsubmit = () => false;
  form.onreset = () => {
    if (!confirm(words.sure)) return false;
    all('.bad').forEach(f => mark(f, ''));
    try { delete localStorage[key]; } catch (e) {}
    say('');
  };
  form.onclick = e => {
    const d = e.target.dataset;
    if (d.save) save(d.save);
    if ('print' in d) { form.classList.toggle('blank', !!d.print); print(); form.classList.remove('blank'); }
  };
  all('[hidden]').forEach(e => { e.hidden = false; });
}
