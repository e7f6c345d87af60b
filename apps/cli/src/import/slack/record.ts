/**
 * What the reader hands to a writer. Every record has a `sourceKey` that is the same in every export of the same
 * workspace, so a writer derives its ids from it (for instance UUIDv5) and a second import takes nothing twice.
 * References between records are source keys. All text is well-formed Unicode without NUL or control characters.
 * Times are ISO 8601 in UTC with microseconds, exactly Slack's `ts`.
 */
export type SourceKey = string;

/** Somebody of users.json, or named in a message though missing there (`former`). */
export interface PersonRecord {
  readonly kind: 'person';
  readonly sourceKey: SourceKey;
  /** `former`: not in users.json; nothing is known but what messages say, and the name may be the placeholder. */
  readonly status: 'active' | 'deactivated' | 'former';
  /** `guest`: Slack's restricted accounts, and people of other companies in shared channels. */
  readonly standing: 'member' | 'guest';
  readonly name: string;
  /** Slack's user name; null for `former`. Unique in Slack, not guaranteed here. */
  readonly handle: string | null;
  readonly displayName: string | null;
  readonly email: string | null;
  readonly title: string | null;
}

/** The author of messages no person wrote: a bot, an app, a webhook, or Slack itself. */
export interface IntegrationRecord {
  readonly kind: 'integration';
  readonly sourceKey: SourceKey;
  readonly name: string;
}

export interface Membership {
  readonly sourceKey: SourceKey;
  /** A person or an integration. */
  readonly member: SourceKey;
  /** Null where the export does not hold the moment of joining. */
  readonly joinedAt: string | null;
  readonly inviter: SourceKey | null;
}

export type ConversationForm = 'channel' | 'private_channel' | 'group_message' | 'direct_message';

export interface ConversationRecord {
  readonly kind: 'conversation';
  readonly sourceKey: SourceKey;
  readonly form: ConversationForm;
  /** `closed`: readable by exactly `members`, nobody else, whatever else the records say. */
  readonly access: 'open' | 'closed';
  /** Null for direct and group messages: Slack's names there are made of handles. */
  readonly name: string | null;
  readonly topic: string;
  readonly purpose: string;
  readonly archived: boolean;
  /** The channel that everybody of the workspace is in. */
  readonly general: boolean;
  readonly createdAt: string | null;
  readonly creator: SourceKey | null;
  readonly members: readonly Membership[];
}

/** `start` and `end` are UTF-16 offsets into the `body` they stand beside. */
export interface Mention {
  readonly kind: 'person' | 'integration' | 'conversation' | 'everyone' | 'group';
  /** Null for `everyone`, `group`, and conversations that are not in the export or not open. */
  readonly target: SourceKey | null;
  readonly start: number;
  readonly end: number;
}

/** Only http, https, mailto and tel; anything else stays plain text. */
export interface Link {
  readonly url: string;
  readonly start: number;
  readonly end: number;
}

export interface Wording {
  readonly body: string;
  readonly mentions: readonly Mention[];
  readonly links: readonly Link[];
}

/** An earlier wording, true from `at` until the next one. */
export interface Revision extends Wording {
  readonly at: string;
}

/** A file that was attached; exports hold no contents. The body has a line for it as well. */
export interface FileNote {
  readonly name: string | null;
  readonly type: string | null;
  readonly state: 'left_in_slack' | 'deleted' | 'hidden';
}

export interface Reaction {
  /** Slack's name, without colons and skin tone: `thumbsup`. */
  readonly name: string;
  /** The Unicode emoji where it is a common one, else `:name:`. */
  readonly emoji: string;
  /** Slack cuts long lists, so `count` may exceed `by.length`, never fall below it. */
  readonly count: number;
  readonly by: readonly SourceKey[];
}

/**
 * Why a post stands where no message could: `deleted` (the root was deleted but its replies live), `missing` (the
 * root is not in the export), `empty`, `oversized`, or `notice` (people replied to a notice of Slack). Its author
 * is the integration "Slack" unless the message had one. A `missing` root is not a message and is not counted.
 */
export type StandIn = 'deleted' | 'missing' | 'empty' | 'oversized' | 'notice';

interface Content extends Wording {
  readonly sourceKey: SourceKey;
  readonly conversation: SourceKey;
  /** A person or an integration; both were yielded before. */
  readonly author: SourceKey;
  readonly at: string;
  /** When the present wording was written, if it was edited; whoever edited it. */
  readonly editedAt: string | null;
  readonly editedBy: SourceKey | null;
  /** Earlier wordings, oldest first; empty where the export does not hold them. */
  readonly revisions: readonly Revision[];
  readonly files: readonly FileNote[];
  readonly reactions: readonly Reaction[];
  /** Everyone the content is by or about, as far as Slack says: author, mentioned, quoted, commented on. */
  readonly concerns: readonly SourceKey[];
}

export interface PostRecord extends Content {
  readonly kind: 'post';
  readonly standIn: StandIn | null;
}

export interface CommentRecord extends Content {
  readonly kind: 'comment';
  /** The post, always yielded before its comments. */
  readonly post: SourceKey;
  /** It was "also sent to the channel". */
  readonly broadcast: boolean;
}

export type SlackRecord = PersonRecord | IntegrationRecord | ConversationRecord | PostRecord | CommentRecord;
