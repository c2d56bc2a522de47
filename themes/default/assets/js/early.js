// What the reader chose before (type size, large view), set before anything is drawn.
(function (root) {
  try {
    var size = localStorage.getItem('herald.size'), elder = localStorage.getItem('herald.elder');
    if (size) root.setAttribute('data-size', size);
    if (elder) root.setAttribute('data-elder', '');
  } catch (e) { /* No store: the page is as it was built. */ }
})(document.documentElement);
