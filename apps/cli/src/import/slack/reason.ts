/**
 * Why a message of the export did not become a post or comment of its own. A closed set: codes are stable, appear
 * in the report, and the guide `docs/guides/moving-in-from-slack.md` carries this table (a test compares).
 */
export const REASONS = {
  became_membership: 'Somebody joined the channel; it became their membership, with its time.',
  membership_ended: 'Somebody joined, but is no longer a member, so no membership was made.',
  became_revision: 'It records an edit, and became part of the visible history of the message it changed.',
  channel_event:
    'A notice of Slack about the channel itself (topic, purpose, name, archiving, leaving, integrations).',
  pin_notice: 'A notice of Slack that something was pinned; pins and stars are not taken over.',
  reply_notice: 'A notice of Slack that a reply exists; the reply itself is a message of its own.',
  deleted_message: 'It was deleted in Slack, or records a deletion.',
  empty_message: 'It has no text, file or attachment that could be shown.',
  duplicate: 'The same message, with the same time in the same conversation, was already read.',
  malformed_message: 'It lacks a valid time, or one of its fields is not what Slack writes there.',
  oversized_message: 'Its text is longer than 100,000 characters; Slack itself allows 40,000.',
  not_a_message: 'The entry says of itself that it is something other than a message.',
  unknown_conversation:
    'Its folder belongs to no conversation in the lists of the export, or to several, so nobody can say who may read it.',
  no_readers: 'Its private conversation has no member, so nobody may read it.',
} as const;

export type Reason = keyof typeof REASONS;

export interface ListedReason {
  readonly reason: Reason;
  readonly count: number;
}

/** `total = taken + sum(listed)`, over every entry of every day file. */
export interface ImportReport {
  readonly total: number;
  readonly taken: number;
  readonly listed: readonly ListedReason[];
}

/** Counts every message exactly once. */
export class Tally {
  private taken = 0;
  private readonly listed = new Map<Reason, number>();

  take(): void {
    this.taken += 1;
  }

  list(reason: Reason): void {
    this.listed.set(reason, (this.listed.get(reason) ?? 0) + 1);
  }

  get report(): ImportReport {
    const listed = (Object.keys(REASONS) as Reason[])
      .map((reason) => ({ reason, count: this.listed.get(reason) ?? 0 }))
      .filter((line) => line.count > 0);
    return {
      total: this.taken + listed.reduce((sum, line) => sum + line.count, 0),
      taken: this.taken,
      listed,
    };
  }
}
