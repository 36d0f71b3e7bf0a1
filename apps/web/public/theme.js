// Runs before the first paint, so the page never flashes in the wrong theme or language. It is a file of
// its own because the Content-Security-Policy allows no inline script.
(function () {
  var root = document.documentElement;
  var theme = null;
  var language = null;
  try {
    theme = localStorage.getItem('theme');
    language = localStorage.getItem('language');
  } catch (_) {
    // Storage is blocked: the system's theme and Russian are used.
  }
  var dark = theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'dark' : 'light';
  if (language) root.lang = language;
})();
