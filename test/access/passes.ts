import type { Passes } from '@courtyard/testing';

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
