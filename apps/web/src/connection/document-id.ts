/**
 * The id of a document in `generated/persisted-documents.json`, in the form of the GraphQL-over-HTTP draft
 * (Appendix A): the server may then take the text it already knows and need not parse ours.
 */
export function documentIdOf(document: unknown): string | undefined {
  const hash = (document as { __meta__?: { hash?: unknown } }).__meta__?.hash;
  return typeof hash === 'string' ? `sha256:${hash}` : undefined;
}
