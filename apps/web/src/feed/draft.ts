import type { PostKind } from '../generated/graphql';
import { isPollDraft, type PollDraft } from '../polls/poll-draft';
import { isNamed, isTerms, type Terms } from '../promises/terms';
import { keyOf, read, write } from '../session/personal-storage';
import type { Named } from '../writing/said';
import type { PartChoice } from './audience-choice';

export const longestBody = 10_000;

/** Words that are not sent yet. Its key is made with it: a retry is the same post, never a second one. */
export interface Draft {
  key: string;
  /** In plain text. */
  body: string;
  /** The same as it was shaped, once somebody wrote in the editor. */
  document?: string;
  /** Whom it mentions, by the names they were chosen by. */
  mentions?: readonly Named[];
  parts: PartChoice[];
  /** An update where it does not say. */
  kind?: PostKind;
  /** Of a promise. */
  pledge?: Terms;
  /** Of praise. */
  praised?: Named | null;
  /** Kept while another kind is tried. */
  poll?: PollDraft;
  /** Of an idea, the day to look back, as the field has it. */
  lookBackOn?: string;
}

export function newKey(): string {
  return crypto.randomUUID();
}

/** Drafts of one person in this tab, by place: the composer of Home, of a community, of a thread. */
export function readDraft(storage: Storage, ownerId: string, place: string): Draft | undefined {
  return read(storage, keyOf(ownerId, `draft.${place}`), isDraft);
}

export function keepDraft(storage: Storage, ownerId: string, place: string, draft: Draft): boolean {
  return write(storage, keyOf(ownerId, `draft.${place}`), draft);
}

export function dropDraft(storage: Storage, ownerId: string, place: string): void {
  storage.removeItem(keyOf(ownerId, `draft.${place}`));
}

const KINDS = new Set<unknown>([
  undefined,
  'update',
  'question',
  'idea',
  'poll',
  'pledge',
  'announcement',
  'praise',
]);

export function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false;
  const draft = value as Record<string, unknown>;
  return (
    typeof draft['key'] === 'string' &&
    typeof draft['body'] === 'string' &&
    KINDS.has(draft['kind']) &&
    isTerms(draft['pledge']) &&
    (draft['praised'] === undefined || draft['praised'] === null || isNamed(draft['praised'])) &&
    (draft['lookBackOn'] === undefined || typeof draft['lookBackOn'] === 'string') &&
    (draft['poll'] === undefined || isPollDraft(draft['poll'])) &&
    (draft['document'] === undefined || typeof draft['document'] === 'string') &&
    (draft['mentions'] === undefined || areNamed(draft['mentions'])) &&
    isParts(draft['parts'])
  );
}

function areNamed(value: unknown): value is Named[] {
  return Array.isArray(value) && value.every(isNamed);
}

/** What is sent of words: as they were shaped, or as plain text. */
export function sentOf({
  body,
  document,
}: {
  body: string;
  document?: string;
}): { document: string } | { body: string } {
  return document === undefined ? { body } : { document };
}

export function isParts(value: unknown): value is PartChoice[] {
  return (
    Array.isArray(value) &&
    value.every(
      (part: Partial<PartChoice> | null) =>
        typeof part?.kind === 'string' &&
        typeof part.name === 'string' &&
        typeof part.count === 'number' &&
        (part.id === null || typeof part.id === 'string'),
    )
  );
}
