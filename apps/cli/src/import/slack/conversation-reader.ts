import type { Archive } from './archive.js';
import { bodyOf, filesOf, wordingOf } from './body.js';
import { type DayEntry, readDays } from './day-file.js';
import type { Agent, Directory } from './directory.js';
import { emojiOf, reactionName } from './emoji.js';
import type { Surroundings } from './mrkdwn.js';
import type { Reason, Tally } from './reason.js';
import type {
  CommentRecord,
  ConversationRecord,
  PostRecord,
  Reaction,
  Revision,
  SourceKey,
  StandIn,
  Wording,
} from './record.js';
import type { SlackMessage, SlackMessageEvent } from './shape.js';
import { type Disposition, dispositionOf } from './subtype.js';
import { type ThreadIndex, targetOf, type Version } from './thread-index.js';
import { compareTimestamps, isoTime, type Timestamp } from './timestamp.js';

export interface Reading {
  readonly archive: Archive;
  readonly slackId: string;
  readonly dayFiles: readonly string[];
  readonly record: ConversationRecord;
  readonly index: ThreadIndex;
  readonly directory: Directory;
  readonly surroundings: Surroundings;
  readonly tally: Tally;
}

const STAND_IN_TEXT: Readonly<Record<Exclude<StandIn, 'notice'>, string>> = {
  deleted: 'This message was deleted.',
  missing: 'The first message of this thread is not in the export.',
  empty: 'This message has no text.',
  oversized: 'This message was too long to be moved.',
};

/** Entries that only tell of another message. */
const ABOUT_ANOTHER: ReadonlySet<Disposition> = new Set(['foreign', 'reply_notice', 'deleted']);

const NOTHING_SAID: Wording = { body: '', mentions: [], links: [] };

/**
 * The posts and comments of one conversation, in the export's order, each root before its comments.
 *
 * 1. Every entry is tallied exactly once: taken as what is yielded for it, or listed under one reason.
 * 2. A root whose replies live is always yielded, as a stand-in if it cannot be shown; no comment hangs in the air.
 * 3. A deleted message's words are never yielded, wherever the export still holds them.
 */
export class ConversationReader {
  private readonly seen = new Set<Timestamp>();
  private readonly rootsYielded = new Set<Timestamp>();
  private readonly members: ReadonlySet<SourceKey>;

  constructor(private readonly reading: Reading) {
    this.members = new Set(reading.record.members.map((membership) => membership.member));
  }

  async *records(): AsyncGenerator<PostRecord | CommentRecord> {
    const { archive, dayFiles, index } = this.reading;
    for await (const entry of readDays(archive, dayFiles)) yield* this.read(entry, false);
    if (index.early.size === 0) return;
    // Replies that stand before their root: their files are read again rather than kept.
    this.seen.clear();
    for await (const entry of readDays(archive, index.earlyFiles)) {
      if (entry.message !== null) yield* this.read(entry, true);
    }
  }

  private *read({ message }: DayEntry, again: boolean): Generator<PostRecord | CommentRecord> {
    const { index, tally } = this.reading;
    if (message === null) return tally.list('malformed_message');
    const disposition = dispositionOf(message);
    const revival = disposition === 'changed' ? index.revived.get(targetOf(message) ?? '') : undefined;
    const subject = revival !== undefined && !this.seen.has(revival.ts) ? revival : message;
    // Events have times of their own, which are no message's.
    const aboutAnother = ABOUT_ANOTHER.has(disposition) || (disposition === 'changed' && subject === message);
    if (again && (aboutAnother || !index.early.has(subject.ts) || this.seen.has(subject.ts))) return;
    if (aboutAnother) return tally.list(this.eventReason(disposition, message));
    if (this.seen.has(subject.ts)) return tally.list('duplicate');
    this.seen.add(subject.ts);
    if (!again && index.early.has(subject.ts)) return;
    yield* this.judge(subject);
  }

  private eventReason(disposition: Disposition, message: SlackMessageEvent): Reason {
    if (disposition === 'foreign') return 'not_a_message';
    if (disposition === 'reply_notice') return 'reply_notice';
    if (disposition === 'deleted') return 'deleted_message';
    const target = targetOf(message);
    if (target === null) return 'malformed_message';
    return this.reading.index.deleted.has(target) ? 'deleted_message' : 'became_revision';
  }

  private *judge(message: SlackMessage): Generator<PostRecord | CommentRecord> {
    const { index, record, tally } = this.reading;
    if (record.access === 'closed' && this.members.size === 0) return tally.list('no_readers');
    const disposition = dispositionOf(message);
    const isRoot = index.roots.has(message.ts);
    if (index.deleted.has(message.ts)) {
      return isRoot ? yield this.standIn('deleted', message) : tally.list('deleted_message');
    }
    if (disposition !== 'content' && disposition !== 'changed') {
      if (isRoot) return yield this.standIn('notice', message);
      if (disposition === 'join' && message.user) return tally.list(this.membershipReason(message.user));
      return tally.list(disposition === 'pin' ? 'pin_notice' : 'channel_event');
    }
    const author = this.reading.directory.authorOf(message);
    const versions = this.versionsOf(message);
    const current = versions.at(-1) as Version;
    const wording = bodyOf(message, current.text, author.kind === 'person', this.reading.surroundings);
    if (wording === null || wording.body === '') {
      const why = wording === null ? 'oversized' : 'empty';
      if (isRoot) return yield this.standIn(why, message);
      return tally.list(wording === null ? 'oversized_message' : 'empty_message');
    }
    yield* this.content(message, author, wording, versions);
  }

  private *content(
    message: SlackMessage,
    author: Agent,
    wording: Wording,
    versions: readonly Version[],
  ): Generator<PostRecord | CommentRecord> {
    const { directory, record, surroundings, tally } = this.reading;
    const current = versions.at(-1) as Version;
    const edited = versions.length > 1 || Boolean(message.edited);
    const revisions: Revision[] = versions
      .slice(0, -1)
      .map(({ at, text }) => ({ at: isoTime(at), ...wordingOf(text, surroundings) }));
    const reactions = this.reactionsOf(message);
    const commented = message.comment?.user ? directory.find(message.comment.user) : null;
    const fields = {
      sourceKey: this.key(message.ts),
      conversation: record.sourceKey,
      author: author.key,
      at: isoTime(message.ts),
      ...wording,
      editedAt: edited ? isoTime(current.at) : null,
      editedBy: current.by === null ? null : (directory.find(current.by)?.key ?? null),
      revisions,
      files: filesOf(message),
      reactions,
      concerns: concernsOf([author.key, commented?.key], [wording, ...revisions]),
    };
    tally.take();
    const root = this.rootOf(message);
    if (root === null) {
      this.rootsYielded.add(message.ts);
      yield { kind: 'post', ...fields, standIn: null };
      return;
    }
    if (!this.rootsYielded.has(root)) yield this.absentRoot(root);
    const broadcast = message.subtype === 'thread_broadcast' || message.subtype === 'reply_broadcast';
    yield { kind: 'comment', ...fields, post: this.key(root), broadcast };
  }

  private rootOf(message: SlackMessage): Timestamp | null {
    const adopted = this.reading.index.adopted.get(message.ts);
    if (adopted !== undefined) return adopted;
    return message.thread_ts && message.thread_ts !== message.ts ? message.thread_ts : null;
  }

  /** A message in the export whose words cannot stand, but whose replies can. */
  private standIn(why: StandIn, message: SlackMessage): PostRecord {
    const { directory, surroundings, tally } = this.reading;
    const notice = why === 'notice' ? wordingOf(message.text ?? '', surroundings) : NOTHING_SAID;
    const body = why === 'notice' ? notice.body || 'A notice of Slack.' : STAND_IN_TEXT[why];
    const author = why === 'empty' || why === 'oversized' ? directory.authorOf(message) : directory.slack();
    tally.take();
    return this.standInPost(why, message.ts, author, { ...notice, body });
  }

  /** A root that is no message of the export, so it is not counted. */
  private absentRoot(root: Timestamp): PostRecord {
    const wording = { ...NOTHING_SAID, body: STAND_IN_TEXT.missing };
    return this.standInPost('missing', root, this.reading.directory.slack(), wording);
  }

  private standInPost(standIn: StandIn, ts: Timestamp, author: Agent, wording: Wording): PostRecord {
    this.rootsYielded.add(ts);
    return {
      kind: 'post',
      sourceKey: this.key(ts),
      conversation: this.reading.record.sourceKey,
      author: author.key,
      at: isoTime(ts),
      ...wording,
      editedAt: null,
      editedBy: null,
      revisions: [],
      files: [],
      reactions: [],
      concerns: concernsOf([author.key], [wording]),
      standIn,
    };
  }

  /** All wordings, oldest first, without repetitions; the last one is the message's text. */
  private versionsOf(message: SlackMessage): readonly Version[] {
    const at = message.edited?.ts ?? message.ts;
    const own: Version = { at, text: message.text ?? '', by: message.edited?.user || null, rank: 1 };
    const told = this.reading.index.versions.get(message.ts);
    if (told === undefined) return [own];
    const all = [...told, own].sort((a, b) => compareTimestamps(a.at, b.at) || a.rank - b.rank);
    return all.filter((version, place) => version.text !== all[place + 1]?.text);
  }

  private membershipReason(user: string): 'became_membership' | 'membership_ended' {
    const key = this.reading.directory.find(user)?.key;
    return key !== undefined && this.members.has(key) ? 'became_membership' : 'membership_ended';
  }

  private reactionsOf(message: SlackMessage): Reaction[] {
    const byName = new Map<string, { by: Set<SourceKey>; count: number }>();
    for (const { name: raw, users, count } of message.reactions ?? []) {
      const name = reactionName(raw);
      if (name === '') continue;
      const reaction = byName.get(name) ?? { by: new Set<SourceKey>(), count: 0 };
      const unnamed = Math.max((count ?? 0) - (users?.length ?? 0), 0);
      for (const user of users ?? []) {
        const agent = this.reading.directory.find(user);
        if (agent !== null) reaction.by.add(agent.key);
      }
      reaction.count += unnamed;
      byName.set(name, reaction);
    }
    return [...byName]
      .map(([name, { by, count }]) => ({ name, emoji: emojiOf(name), count: by.size + count, by: [...by] }))
      .filter((reaction) => reaction.count > 0);
  }

  private key(ts: Timestamp): SourceKey {
    return this.reading.directory.key(this.reading.slackId, ts);
  }
}

function concernsOf(keys: readonly (SourceKey | undefined)[], wordings: readonly Wording[]): SourceKey[] {
  const concerns = new Set<SourceKey>();
  for (const key of keys) if (key !== undefined) concerns.add(key);
  for (const { mentions } of wordings) {
    for (const { kind, target } of mentions) if (kind === 'person' && target !== null) concerns.add(target);
  }
  return [...concerns];
}
