import type { PublishPostInput } from '../generated/graphql';

/** What a promise says beside its words, while it is being written. */
export interface Terms {
  /** Null: everyone it reaches. */
  to: { id: string; name: string } | null;
  /** ISO 8601; empty while it is not chosen. */
  dueOn: string;
}

export const noTerms: Terms = { to: null, dueOn: '' };

export function isTerms(value: unknown): value is Terms | undefined {
  if (value === undefined) return true;
  const terms = value as Partial<Terms> | null;
  return (
    typeof terms?.dueOn === 'string' &&
    (terms.to === null || (typeof terms.to?.id === 'string' && typeof terms.to.name === 'string'))
  );
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
