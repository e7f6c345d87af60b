(() => {
  var kept = null;
  try {
    kept = localStorage.getItem('courtyard.scheme');
  } catch (_) {
    // Storage may be forbidden; the system's scheme is a good answer.
  }
  var dark = kept === 'dark' || (kept !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
