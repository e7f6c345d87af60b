import type { PublishPostInput } from '../generated/graphql';
import type { Named } from '../writing/said';

export function isNamed(value: unknown): value is Named {
  const named = value as Partial<Named> | null | undefined;
  return typeof named?.id === 'string' && typeof named.name === 'string';
}

/** What a promise says beside its words, while it is being written. */
export interface Terms {
  /** Null: everyone it reaches. */
  to: Named | null;
  /** ISO 8601; empty while it is not chosen. */
  dueOn: string;
}

export const noTerms: Terms = { to: null, dueOn: '' };

export function isTerms(value: unknown): value is Terms | undefined {
  if (value === undefined) return true;
  const terms = value as Partial<Terms> | null;
  return typeof terms?.dueOn === 'string' && (terms.to === null || isNamed(terms.to));
}

/** As the server wants them, of a promise; of other kinds nothing. */
export function termsInput({
  kind,
  pledge,
}: {
  kind?: string;
  pledge?: Terms;
}): Pick<PublishPostInput, 'kind' | 'pledge'> {
  if (kind !== 'pledge' || !pledge) return {};
  const { to, dueOn } = pledge;
  return { kind: 'pledge', pledge: { dueOn, ...(to ? { toId: to.id } : {}) } };
}
