import type { DayEntry } from './day-file.js';
import type { PartialMessage, SlackMessage, SlackMessageEvent } from './shape.js';
import { dispositionOf } from './subtype.js';
import { compareTimestamps, type Timestamp } from './timestamp.js';

/** One wording of a message at one time; the latest is its text. */
export interface Version {
  readonly at: Timestamp;
  readonly text: string;
  readonly by: string | null;
  /** Among wordings of one time: 0 an earlier one, 1 the message's own, 2 what an edit made of it. */
  readonly rank: 0 | 1 | 2;
}

/** A join or leave notice. */
export interface Movement {
  readonly kind: 'join' | 'leave';
  readonly user: string;
  readonly at: Timestamp;
  readonly inviter: string | null;
}

/**
 * What has to be known of a whole conversation before its first message can be judged. Holds what is unusual (threads,
 * edits, deletions), not the messages: it is small beside the conversation.
 */
export interface ThreadIndex {
  /** Messages whose replies live: they become posts whatever they are. */
  readonly roots: ReadonlySet<Timestamp>;
  /** Replies whose thread is not simply their `thread_ts`; null: a message of its own after all. */
  readonly adopted: ReadonlyMap<Timestamp, Timestamp | null>;
  /** Replies that stand before their root in the export, and the files they stand in. */
  readonly early: ReadonlySet<Timestamp>;
  readonly earlyFiles: readonly string[];
  readonly deleted: ReadonlySet<Timestamp>;
  /** Wordings that edits tell of. */
  readonly versions: ReadonlyMap<Timestamp, readonly Version[]>;
  /** Messages that exist only inside of the record of their edit. */
  readonly revived: ReadonlyMap<Timestamp, SlackMessage>;
  readonly movements: readonly Movement[];
}

/** The message an edit or deletion is about. */
export function targetOf(event: SlackMessageEvent): Timestamp | null {
  return event.message?.ts ?? event.deleted_ts ?? earlierOf(event)?.ts ?? null;
}

/** The wording before the edit: events call it `previous_message`, exports `original`. */
export function earlierOf(event: SlackMessageEvent): PartialMessage | null {
  return event.previous_message ?? event.original ?? event.previous ?? null;
}

/** Whether the entry could become a post; what is written of it in the end may still be nothing. */
export function mayShow(message: PartialMessage): boolean {
  return Boolean(
    message.text?.trim() ||
      message.attachments?.length ||
      message.files?.length ||
      message.file ||
      message.blocks?.length,
  );
}

export class ThreadIndexBuilder {
  private readonly ordinals = new Map<Timestamp, number>();
  private readonly files = new Map<Timestamp, string>();
  private readonly parents = new Map<Timestamp, Timestamp>();
  private readonly claimed = new Map<Timestamp, Timestamp>();
  private readonly silent = new Set<Timestamp>();
  private readonly deleted = new Set<Timestamp>();
  private readonly versions = new Map<Timestamp, Version[]>();
  private readonly latest = new Map<Timestamp, { message: PartialMessage; file: string; ordinal: number }>();
  private readonly movements: Movement[] = [];
  private readonly resolved = new Map<Timestamp, Timestamp>();
  private count = 0;

  add({ message, file }: DayEntry): void {
    this.count += 1;
    if (message === null) return;
    const disposition = dispositionOf(message);
    if (disposition === 'foreign' || disposition === 'reply_notice') return;
    if (disposition === 'changed' || disposition === 'deleted') this.addEvent(message, file);
    else this.addMessage(message, file, disposition === 'content');
    if ((disposition === 'join' || disposition === 'leave') && message.user) {
      this.movements.push({
        kind: disposition,
        user: message.user,
        at: message.ts,
        inviter: message.inviter || null,
      });
    }
    if (disposition === 'tombstone') this.deleted.add(message.ts);
  }

  finish(): ThreadIndex {
    const revived = this.revive();
    const adopted = new Map<Timestamp, Timestamp | null>();
    const roots = new Set<Timestamp>();
    const early = new Set<Timestamp>();
    const earlyFiles = new Set<string>();
    for (const [reply, claim] of this.claimed) {
      if (this.parents.has(reply) || !this.ordinals.has(reply)) continue;
      this.parents.set(reply, claim);
      adopted.set(reply, claim);
    }
    for (const [reply, parent] of this.parents) {
      const root = this.rootOf(reply);
      if (root !== parent) adopted.set(reply, root === reply ? null : root);
      if (root === reply || this.deleted.has(reply) || this.isSilent(reply)) continue;
      roots.add(root);
      if ((this.ordinals.get(root) ?? -1) > (this.ordinals.get(reply) ?? 0)) {
        early.add(reply);
        earlyFiles.add(this.files.get(reply) ?? '');
      }
    }
    const { deleted, versions, movements } = this;
    return {
      roots,
      adopted,
      early,
      earlyFiles: [...earlyFiles].sort(),
      deleted,
      versions,
      revived,
      movements,
    };
  }

  private addMessage(message: SlackMessageEvent, file: string, content: boolean): void {
    const { ts } = message;
    if (this.ordinals.has(ts)) return;
    this.place(message, file, this.count);
    if (!content || !mayShow(message)) this.silent.add(ts);
    for (const reply of message.replies ?? []) if (reply.ts !== ts) this.claimed.set(reply.ts, ts);
    const earlier = earlierOf(message);
    if (earlier !== null) this.addVersion(ts, earlier, ts, 0);
  }

  private place(message: PartialMessage & { ts: Timestamp }, file: string, ordinal: number): void {
    this.ordinals.set(message.ts, ordinal);
    this.files.set(message.ts, file);
    if (message.thread_ts && message.thread_ts !== message.ts)
      this.parents.set(message.ts, message.thread_ts);
  }

  private addEvent(event: SlackMessageEvent, file: string): void {
    const target = targetOf(event);
    if (target === null) return;
    if (event.subtype === 'message_deleted' || event.message?.subtype === 'tombstone') {
      this.deleted.add(target);
      return;
    }
    const earlier = earlierOf(event);
    if (earlier !== null) this.addVersion(target, earlier, target, 0);
    if (event.message) {
      this.addVersion(target, event.message, event.ts, 2);
      const known = this.latest.get(target);
      this.latest.set(target, { message: event.message, file, ordinal: known?.ordinal ?? this.count });
    } else if (earlier !== null && !this.latest.has(target)) {
      this.latest.set(target, { message: earlier, file, ordinal: this.count });
    }
  }

  private addVersion(target: Timestamp, message: PartialMessage, at: Timestamp, rank: 0 | 2): void {
    if (typeof message.text !== 'string') return;
    const version = {
      at: message.edited?.ts ?? at,
      text: message.text,
      by: message.edited?.user || null,
      rank,
    };
    const versions = this.versions.get(target);
    if (versions === undefined) this.versions.set(target, [version]);
    else versions.push(version);
  }

  /** An edit may have given words to what had none. */
  private isSilent(ts: Timestamp): boolean {
    return this.silent.has(ts) && !this.versions.has(ts);
  }

  /** Exports with edit logs may hold a message only inside of the event that changed it. */
  private revive(): Map<Timestamp, SlackMessage> {
    const revived = new Map<Timestamp, SlackMessage>();
    for (const [ts, { message, file, ordinal }] of this.latest) {
      if (this.ordinals.has(ts) || this.deleted.has(ts)) continue;
      revived.set(ts, { ...message, ts });
      this.place({ ...message, ts }, file, ordinal);
      if (!mayShow(message)) this.silent.add(ts);
    }
    return revived;
  }

  /** Follows replies to replies up to the first message; in a circle the earliest one is the root. */
  private rootOf(reply: Timestamp): Timestamp {
    const path = new Set<Timestamp>();
    let at = reply;
    let root: Timestamp | undefined;
    while (root === undefined) {
      const parent = this.parents.get(at);
      if (parent === undefined) root = at;
      else if (path.has(at)) root = [...path].slice([...path].indexOf(at)).reduce(earliest);
      else {
        path.add(at);
        at = parent;
        root = this.resolved.get(at);
      }
    }
    for (const ts of path) this.resolved.set(ts, root);
    return root;
  }
}

function earliest(a: Timestamp, b: Timestamp): Timestamp {
  return compareTimestamps(a, b) <= 0 ? a : b;
}
