// Runs before the first paint and before any other script has come: the page never flashes in the wrong theme or
// language, and its first answers are under way while the application is still being loaded (lib/early.ts takes
// them). It is a file of its own because the Content-Security-Policy allows no inline script.
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

  var path = location.pathname;
  // Whoever is on one of these is not signed in yet.
  if (/^\/(login|invite|reset)\b/.test(path)) return;
  var given = new URLSearchParams(location.search);
  var query = new URLSearchParams();
  // The same question as overviewQuery asks, or it is asked twice: e2e/budgets.spec.ts counts.
  if (given.get('start') && given.get('end')) {
    query.set('start', given.get('start'));
    query.set('end', given.get('end'));
  } else query.set('preset', given.get('preset') || '30d');
  query.set('currency', given.get('currency') || 'KZT');
  query.set('basis', given.get('basis') || 'cash');
  query.set('compare', given.get('compare') === 'year' ? 'year' : 'previous');
  var cabinet = /^(?:\/traffic)?\/cabinet\/([^/]+)\/?$/.exec(path);
  if (cabinet) query.set('team', decodeURIComponent(cabinet[1]));
  var headers = { accept: 'application/json', 'accept-language': root.lang };
  window.earlyAnswers = {};
  ['/api/v1/session', '/api/v1/teams', '/api/v1/overview?' + query].forEach(function (url) {
    window.earlyAnswers[url] = fetch(url, { headers: headers, credentials: 'same-origin' });
    // Nobody may come for it; a network error then is not worth a line in the console.
    window.earlyAnswers[url].catch(function () {});
  });
})();
