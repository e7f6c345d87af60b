import { LIMITS } from './limits.js';
import { partsOf } from './parts.js';
import { writing } from './schema.js';
import type { Writing } from './writing.js';

/**
 * - `malformed`: no JSON, or something that no document holds; `at` says where
 * - `too_large`: more than `most` of `what`
 */
export type RefusalReason = 'malformed' | 'too_large';

/** Tells where, by names of the form and by numbers, and never with a word that somebody wrote. */
export class DocumentRefusal extends Error {
  constructor(
    readonly reason: RefusalReason,
    readonly details: { readonly at: string } | { readonly what: keyof typeof LIMITS; readonly most: number },
  ) {
    super(reason);
    this.name = 'DocumentRefusal';
  }
}

export interface ReadDocument {
  /** In the form that is stored: links cleaned, text in NFC, nothing but what was asked for. */
  readonly document: Writing;
  /** Whom it names, each once, by the ids that stand in it. */
  readonly mentions: readonly string[];
  /** Each once, as it was written first. */
  readonly topics: readonly string[];
}

/**
 * Reads what somebody sent as a document. What is too large is refused before anything of it is looked at.
 * @throws DocumentRefusal
 */
export function readDocument(json: string): ReadDocument {
  if (json.length > LIMITS.length) throw tooLarge('length');
  const value = parsed(json);
  assertBounded(value);
  const { success, data, error } = writing.safeParse(value);
  if (!success) throw new DocumentRefusal('malformed', { at: placeOf(error.issues[0]?.path ?? []) });
  const parts = partsOf(data);
  const mentions = [...new Set(parts.flatMap((part) => (part.type === 'mention' ? [part.attrs.id] : [])))];
  const topics = [...new Set(parts.flatMap((part) => (part.type === 'topic' ? [part.attrs.name] : [])))];
  if (mentions.length > LIMITS.mentions) throw tooLarge('mentions');
  if (topics.length > LIMITS.topics) throw tooLarge('topics');
  return { document: data, mentions, topics };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new DocumentRefusal('malformed', { at: '' });
  }
}

/** Not recursive, so that no depth of it costs the stack. */
function assertBounded(value: unknown): void {
  let parts = 0;
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    parts += level.length;
    if (parts > LIMITS.parts) throw tooLarge('parts');
    if (depth > LIMITS.depth) throw tooLarge('depth');
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
}

export function tooLarge(what: keyof typeof LIMITS): DocumentRefusal {
  return new DocumentRefusal('too_large', { what, most: LIMITS[what] });
}

/** Keys of the form only: what is unknown is told by where it stands, not by what it is called. */
function placeOf(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}
