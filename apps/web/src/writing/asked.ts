import type { Editor } from '@tiptap/core';

/** What somebody types of a person or a topic: `@` or `#` and the beginning of a word, before the caret. */
export interface Asked {
  readonly kind: 'person' | 'topic';
  readonly query: string;
  readonly from: number;
  readonly to: number;
}

const BEGUN =
  /(?:^|[\s([{“„«"'])(?:@([\p{L}\p{N}][\p{L}\p{N}\p{M}_.'’-]{0,49})?|#([\p{L}\p{N}][\p{L}\p{N}\p{M}_-]{0,49}))$/u;
/** By which a topic that is being typed is at its end. */
export const ENDS_TOPIC: ReadonlySet<string> = new Set([' ', '.', ',', ';', ':', '!', '?', ')']);

/** Null where nothing of the kind is being typed, in code too. */
export function askedIn({ state }: Pick<Editor, 'state'>): Asked | null {
  const { $from, empty } = state.selection;
  if (!empty || !$from.parent.isTextblock || $from.parent.type.spec.code) return null;
  if ($from.marks().some(({ type }) => type.name === 'code')) return null;
  const before = $from.parent.textBetween(0, $from.parentOffset, undefined, '\uFFFC');
  const match = BEGUN.exec(before);
  if (!match) return null;
  const [, person = '', topic] = match;
  const query = topic ?? person;
  return {
    kind: topic === undefined ? 'person' : 'topic',
    query,
    from: $from.pos - query.length - 1,
    to: $from.pos,
  };
}
