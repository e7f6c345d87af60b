/**
 * The token of a link that was mailed or handed over: in the fragment, which no browser sends. It is taken out of the
 * address at once, so that it stays in no history and on no screen that is shared.
 */
export function takeToken(): string {
  const token = location.hash.slice(1);
  if (token) history.replaceState(history.state, '', location.pathname);
  return token;
}
