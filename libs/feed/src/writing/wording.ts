import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { parseNodeId, toNodeId } from '@courtyard/graphql';
import { Employee, employeePolicy, findableAmong } from '@courtyard/people';
import { foldedText, type Gate } from '@courtyard/records';
import {
  DocumentRefusal,
  hasHiddenSigns,
  isSeen,
  isShownAsIs,
  LIMITS,
  mentionsIn,
  plainTextOf,
  type ReadDocument,
  readDocument,
} from '@courtyard/writing';
import type { SaidInput } from './said.input.js';

/** What a post or a comment says, in the columns that are always written together. */
export interface Wording {
  readonly body: string;
  readonly document: string | null;
  readonly mentionedIds: string[];
  readonly topics: string[];
}

/** What somebody sent, looked through as far as it can be without asking who anybody is. */
export type Said = { readonly text: string } | ReadDocument;

/** Those whom a document mentions, as they may be mentioned by whoever writes. */
export interface MentionedPeople {
  /** Whom their author finds in the directory. */
  readonly found: readonly Employee[];
  /** Whom they do not: to be named where they were mentioned before. */
  readonly others: readonly Employee[];
}

/** Asked before anything is locked. */
export async function mentionedPeople(
  gate: Gate,
  actor: EmployeeActor,
  said: Said,
): Promise<MentionedPeople> {
  if ('text' in said) return { found: [], others: [] };
  const ids = said.mentions.map(employeeIdOf);
  const found = await findableAmong(gate, actor, ids);
  const missed = ids.filter((id) => !found.some((one) => one.id === id));
  return { found, others: await gate.loadBy(actor, employeePolicy, 'name', 'id', missed) };
}

/** Of somebody who was mentioned before and is not there any more. */
const SOMEBODY = '…';

/**
 * @throws input.invalid for both or neither of text and document, for a text that is not read as it is stored, and for one of which
 *   nothing is seen; document.malformed, document.too_large
 */
export function saidIn({ body, document }: Pick<SaidInput, 'body' | 'document'>): Said {
  const [given, ...more] = [body, document].filter((one) => typeof one === 'string');
  if (given === undefined || more.length > 0)
    throw new CourtyardError('input.invalid', { fields: ['body', 'document'] });
  if (typeof document !== 'string') {
    if (hasHiddenSigns(given) || !isSeen(given))
      throw new CourtyardError('input.invalid', { fields: ['body'] });
    return { text: given };
  }
  try {
    return readDocument(document);
  } catch (refusal) {
    if (!(refusal instanceof DocumentRefusal)) throw refusal;
    const code = refusal.reason === 'too_large' ? 'document.too_large' : 'document.malformed';
    throw new CourtyardError(code, { ...refusal.details });
  }
}

/**
 * What is stored of what somebody says. Whoever is mentioned is in the directory that the author sees, or was mentioned in it before;
 * the text has their names of today, the document their ids.
 * @param before what it said until now
 * @throws document.empty, document.too_large, document.unknown_mention
 */
export function wordingOf(people: MentionedPeople, said: Said, before?: Wording): Wording {
  if ('text' in said) {
    // Whom an import knew to be meant stays known; whom a document named goes with it.
    const mentionedIds = before && before.document === null ? before.mentionedIds : [];
    return { body: said.text, document: null, mentionedIds, topics: [] };
  }
  const mentionedIds = said.mentions.map(employeeIdOf);
  const known = new Set(mentionedIn(before?.document ?? null));
  const names = namesOf(people, mentionedIds, known);
  const body = plainTextOf(said.document, (id) => names.get(id) ?? SOMEBODY);
  if (!isSeen(body)) throw new CourtyardError('document.empty');
  if ([...body].length > LIMITS.words)
    throw new CourtyardError('document.too_large', { what: 'words', most: LIMITS.words });
  const topics = [...new Set(said.topics.map(foldedText))];
  return { body, document: JSON.stringify(said.document), mentionedIds, topics };
}

/** Of what is said in plain text alone. @throws input.invalid */
export function plainWording(body: string): Wording {
  return wordingOf({ found: [], others: [] }, saidIn({ body }));
}

/** Whom a stored document mentions, by their ids; nobody where there is none. */
export function mentionedIn(document: string | null): string[] {
  return document === null ? [] : mentionsIn(document).flatMap((nodeId) => parseNodeId(nodeId)?.id ?? []);
}

/** Whom words are about: those whom they mention, and whom a promise is made to, whether it mentions them or not. */
export function aboutWhom({ mentionedIds }: Wording, receiverId: string | null | undefined): string[] {
  return [...new Set([...mentionedIds, ...(receiverId ? [receiverId] : [])])];
}

/** Whether two say the same, to the last mark of them; the name that somebody has today is nothing that was said. */
export function saidAlike(one: Wording, other: Wording): boolean {
  return one.document === other.document && (one.document !== null || one.body === other.body);
}

/** By the ids of the document. Unknown, hidden and former people are one answer. @throws document.unknown_mention */
function namesOf(
  { found, others }: MentionedPeople,
  ids: readonly string[],
  known: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const foundIds = new Set(found.map(({ id }) => id));
  if (ids.some((id) => !foundIds.has(id) && !known.has(id)))
    throw new CourtyardError('document.unknown_mention');
  const shown = (name: string) => (isShownAsIs(name) ? name : SOMEBODY);
  return new Map([...found, ...others].map(({ id, name }) => [toNodeId(Employee, id), shown(name)]));
}

function employeeIdOf(nodeId: string): string {
  const parsed = parseNodeId(nodeId);
  if (parsed?.entity !== Employee) throw new CourtyardError('document.unknown_mention');
  return parsed.id;
}
