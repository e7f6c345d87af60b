import { systemActor } from '@courtyard/access';
import { organisationPolicy } from '@courtyard/people';
import type { Gate } from '@courtyard/records';
import type { CommentRecord, PostRecord, SlackExport, SourceKey } from '../slack/index.js';
import { ContentMover } from './contents.js';
import { moveConversation, type Place } from './conversations.js';
import { type MovedPeople, movePeople, portionsOf, slackItself } from './people.js';

export interface MovedIn {
  /** Messages of the export that are new; the others were taken before. */
  readonly taken: number;
  readonly people: MovedPeople;
}

export interface MoveOptions {
  /** How many messages of the export are done. */
  readonly onProgress?: (done: number) => void;
}

/** One transaction, one event in the audit log. */
const PORTION = 1_000;
const PORTION_CHARACTERS = 4_000_000;
const CONVERSATIONS_AT_ONCE = 50;

/**
 * Moves a whole export into an organisation.
 *
 * 1. People first, then conversations with their members, then contents in portions; each portion is stored with its audit
 *    event, or not at all.
 * 2. Nothing can be read before whoever may read it is settled: a message's audience is stored in the row it comes with.
 * 3. A run that was killed leaves whole portions; running it again completes it. Two at the same moment wait for each other.
 * 4. It raises nobody's rights who was here before, gives nobody an account, and speaks for nobody's consent.
 */
export async function moveIn(
  gate: Gate,
  organisationId: string,
  slack: SlackExport,
  { onProgress = () => {} }: MoveOptions = {},
): Promise<MovedIn> {
  const actor = systemActor('import', organisationId);
  const alone = { organisationId };
  const people = await gate.write(actor, 'importPeople', async (write) => {
    await write.get(organisationPolicy, 'read', alone);
    return movePeople(write, slack);
  });
  const places = new Map<SourceKey, Place>();
  for (const some of portionsOf(slack.conversations, CONVERSATIONS_AT_ONCE)) {
    await gate.write(actor, 'importConversations', async (write) => {
      await write.get(organisationPolicy, 'read', alone);
      for (const conversation of some)
        places.set(conversation.sourceKey, await moveConversation(write, conversation, people));
    });
  }
  const standInAuthor = people.get(slackItself(slack))?.id;
  const mover = new ContentMover({ organisationId, people }, places, standInAuthor);
  let taken = 0;
  let done = 0;
  for await (const portion of portionsOfContents(slack.contents())) {
    taken += await gate.write(actor, 'importContents', (write) => mover.move(write, portion));
    done += portion.length;
    onProgress(done);
  }
  // Once, and not for each of a hundred thousand: clients look anew.
  if (taken > 0) await gate.write(actor, 'finishImport', (write) => write.emit('import.finished', { taken }));
  return { taken, people };
}

async function* portionsOfContents(
  contents: AsyncIterable<PostRecord | CommentRecord>,
): AsyncGenerator<(PostRecord | CommentRecord)[]> {
  let portion: (PostRecord | CommentRecord)[] = [];
  let characters = 0;
  for await (const record of contents) {
    if (portion.length === PORTION || characters > PORTION_CHARACTERS) {
      yield portion;
      portion = [];
      characters = 0;
    }
    portion.push(record);
    characters += record.body.length;
  }
  if (portion.length > 0) yield portion;
}
