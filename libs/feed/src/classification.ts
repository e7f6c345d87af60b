import type { PersonalOptions } from '@courtyard/catalogue';

type Shared = Omit<PersonalOptions, 'fieldNo'>;

const KEPT = { purposes: ['collaboration'], retention: 'until_withdrawn' } as const;
const FOUND = { ...KEPT, purposes: ['collaboration', 'search'] } as const;

/** What somebody said: free text may hold anything, so it is special, and leaves per item only. People may be asked. */
export const SAID: Shared = {
  ...FOUND,
  category: 'pd:SocialMediaCommunication',
  sensitivity: 'special',
  asked: true,
};
/** The same as its author shaped it. Nobody is asked for it: it names people by ids, and no id of ours leaves. */
export const SHAPED: Shared = { ...KEPT, category: 'pd:SocialMediaCommunication', sensitivity: 'special' };
/** What it is about, in words by which it is found. */
export const TOPICS: Shared = { ...FOUND, category: 'pd:SocialMediaCommunication', sensitivity: 'special' };
/** When it was said; the month, unless its author agrees to more. */
export const WHEN: Shared = {
  ...FOUND,
  category: 'pd:CommunicationsMetadata',
  sensitivity: 'low',
  asked: true,
};
/** Keys by which it is found, its own and its author's. */
export const FOUND_BY: Shared = { ...FOUND, category: 'pd:UID', sensitivity: 'low' };
/** Keys by which its parts hang together. */
export const TIED_BY: Shared = { ...KEPT, category: 'pd:UID', sensitivity: 'low' };
/** How it stands: edited when, how often, withdrawn or not. */
export const STANDS: Shared = { ...KEPT, category: 'pd:CommunicationsMetadata', sensitivity: 'low' };
/** To whom it was said. */
export const ADDRESSED: Shared = { ...KEPT, category: 'pd:CommunicationsMetadata', sensitivity: 'medium' };
/** What others thought of it, one by one. */
export const THOUGHT: Shared = { ...KEPT, category: 'pd:Opinion', sensitivity: 'medium' };
/** What others thought of it, counted. */
export const COUNTED: Shared = { ...KEPT, category: 'pd:Opinion', sensitivity: 'low' };
/** Whom it is about. */
export const ABOUT: Shared = { ...KEPT, category: 'pd:SocialNetwork', sensitivity: 'medium' };
