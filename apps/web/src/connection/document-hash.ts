/** The SHA-256 of a document's text in `generated/persisted-documents.json`, written into it by the generator. */
export function hashOf(document: unknown): string {
  const hash = (document as { __meta__?: { hash?: unknown } }).__meta__?.hash;
  if (typeof hash !== 'string') throw new TypeError('a document that was not generated');
  return hash;
}
