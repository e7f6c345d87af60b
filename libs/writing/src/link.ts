const LONGEST = 2_000;
const SCHEMES = new Set(['http:', 'https:', 'mailto:']);
/** By which a link tells its target who sent it, or through what: of no use to whoever reads. */
const TRACKING =
  /^(utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|li_fat_id|igshid|igsh|mc_cid|mc_eid|mkt_tok|oly_anon_id|oly_enc_id|vero_id|_hsenc|_hsmi|hsctatracking|rb_clickid|s_cid|wickedid|_openstat|ml_subscriber|ml_subscriber_hash)$/i;

/**
 * An address as a link of ours has it; null for what is none. Only `http`, `https` and `mailto` (RFC 3986, 6068), no user and no password,
 * names of hosts in ASCII (UTS #46), nothing that tracks, and of `mailto` the address alone.
 */
export function cleanLink(href: string): string | null {
  if (href.length > LONGEST || !URL.canParse(href)) return null;
  const url = new URL(href);
  if (!SCHEMES.has(url.protocol) || url.username !== '' || url.password !== '') return null;
  if (url.protocol === 'mailto:') {
    url.search = '';
    url.hash = '';
    return /^mailto:[^@\s,]+@[^@\s,]+$/.test(url.href) && url.href.length <= LONGEST ? url.href : null;
  }
  // Searched for by name, so that the order and the spelling of all others stay as they are.
  const tracking = [...url.searchParams.keys()].filter((name) => TRACKING.test(name));
  if (tracking.length > 0) {
    const kept = url.search
      .slice(1)
      .split('&')
      .filter((pair) => !TRACKING.test(nameOf(pair)));
    url.search = kept.join('&');
  }
  return url.href.length <= LONGEST ? url.href : null;
}

function nameOf(pair: string): string {
  return [...new URLSearchParams(pair).keys()][0] ?? '';
}
