import type { DatabasePasses, Passes } from '@courtyard/testing';

/** What the schema walk lets pass, and why. One that is no longer needed fails the walk. */
export const PASSES: Passes = {
  carried: {
    'Viewer.employee': 'the actor themself, read through the gate by ViewerService',
    'Viewer.organisation': 'the actor’s own, read through the gate by ViewerService',
    'AudienceReader.employee': 'a holder of a key that the gate listed, narrowed by Introductions',
    'FeedChange.post': 'loaded through the gate for each event and recipient',
    'ThreadChange.post': 'loaded through the gate for each event and recipient',
    'ThreadChange.comment': 'loaded through the gate for each event and recipient',
  },
  bounded: {
    'Query.departments': 'one tree of a company, needed whole to be drawn',
    'Query.sessions': 'sign-in ends the oldest beyond a number',
    'Post.history': 'at most fifty edits of a post',
    'Comment.history': 'at most fifty edits of a comment',
    'Marking.found': 'at most as many as the search for names tells of one text',
    'Marking.marked': 'at most fifty marked by the author, and whom the words mention',
    'Community.owners': 'named one by one by each other',
  },
  silent: {
    Department: 'keeping the tree is asked of the organisation, not of a department',
    Organisation: 'nothing is done with it',
    Revision: 'a wording that was replaced; nothing is done with it',
    Session: 'told to its owner alone, who may always end it',
  },
  bare: {
    'Query.invitation(token)': 'read as a token or answered invitation.invalid',
    'Subscription.feedChanged(after)': 'read as a position or answered input.invalid',
    'Subscription.threadChanged(after)': 'read as a position or answered input.invalid',
  },
};

/** The same for the migrated database. */
export const DATABASE_PASSES: DatabasePasses = {
  unwalled: {
    audit_checkpoint: 'signed sizes and roots of the one log, made for outsiders',
    audit_head: 'size and root of the one log',
    audit_tile: 'hashes of hashes of events',
    field: 'repeats the catalogue of the code',
    migration: 'the history of the schema',
    organisation_handle: 'read before sign-in, when no organisation is known yet',
    outbox_cursor: 'a place in the log of all organisations',
    purpose_rule: 'repeats the code',
    recipient_rule: 'repeats the code',
    sign_in_throttle: 'counts under opaque keys, before an organisation is known',
  },
  unmapped: {
    audit_checkpoint: 'the sequencer’s own',
    audit_event: 'the audit log’s own, append only',
    audit_head: 'the sequencer’s own',
    audit_leaf: 'the sequencer’s own',
    audit_person: 'the audit log’s own, erasable',
    audit_tile: 'the sequencer’s own',
    field: 'the catalogue’s own, written by migrations',
    idempotency: 'the gate’s own: what was claimed',
    migration: 'the runner’s own',
    organisation_handle: 'the gate’s own: named before there is an organisation',
    outbox: 'the outbox’s own: ids only',
    outbox_cursor: 'the relay’s own: a position',
    purpose_rule: 'consent’s own, written by migrations',
    recipient_rule: 'consent’s own, written by migrations',
    sign_in_throttle: 'the throttle’s own: counts under opaque keys',
    tally_due: 'the gate’s own: what is to be counted anew',
  },
  unique: {
    account_email_key: 'asked by administrators only, who keep the accounts; sign-in answers alike',
    account_employee_key: 'per owner: one account a person',
    account_id_employee_key: 'holds what a session repeats of its account; made by the application',
    audit_leaf_event_key: 'written by the sequencer only',
    audit_leaf_position_key: 'written by the sequencer only; positions are counted over all organisations',
    audience_group_key: 'made by the application, per group',
    comment_source_key: 'written by imports only',
    community_audience_key: 'keys are made by the application',
    community_source_key: 'written by imports only',
    field_live_name: 'written by migrations only',
    invitation_token_key: 'hashes of random tokens',
    post_source_key: 'written by imports only',
    session_token_key: 'hashes of random tokens',
  },
};
