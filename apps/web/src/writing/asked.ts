import type { Editor } from '@tiptap/core';

/** What somebody types of a person or a topic: `@` or `#` and the beginning of a word, before the caret. */
export interface Asked {
  readonly kind: 'person' | 'topic';
  readonly query: string;
  readonly from: number;
  readonly to: number;
}

const BEGUN = /(?:^|[\s([{/“„«"'])([@#])([\p{L}\p{N}][\p{L}\p{N}\p{M}_.-]{0,49})?$/u;

/** Null where nothing of the kind is being typed, in code too. */
export function askedIn({ state }: Pick<Editor, 'state'>): Asked | null {
  const { $from, empty } = state.selection;
  if (!empty || !$from.parent.isTextblock || $from.parent.type.spec.code) return null;
  if ($from.marks().some(({ type }) => type.name === 'code')) return null;
  const before = $from.parent.textBetween(0, $from.parentOffset, undefined, '\uFFFC');
  const [, sign, query = ''] = BEGUN.exec(before) ?? [];
  if (sign === undefined || (sign === '#' && query === '')) return null;
  const kind = sign === '@' ? 'person' : 'topic';
  return { kind, query, from: $from.pos - query.length - sign.length, to: $from.pos };
}
