/** Namespaces of the W3C Data Privacy Vocabulary 2.3 and its extensions; the IRIs carry no version. */
export const NAMESPACES = Object.freeze({
  dpv: 'https://w3id.org/dpv#',
  pd: 'https://w3id.org/dpv/pd#',
  ai: 'https://w3id.org/dpv/ai#',
  'eu-aiact': 'https://w3id.org/dpv/legal/eu/aiact#',
});

export type Term = `${keyof typeof NAMESPACES}:${string}`;

/** `pd:Name` to `https://w3id.org/dpv/pd#Name`. */
export function iriOf(term: Term): string {
  const colon = term.indexOf(':');
  return `${NAMESPACES[term.slice(0, colon) as keyof typeof NAMESPACES]}${term.slice(colon + 1)}`;
}
