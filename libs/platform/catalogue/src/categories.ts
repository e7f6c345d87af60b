import { deepFreeze, entryOf } from './freeze.js';

interface CategoryEntry {
  /** True for what a person says, shows or does, as against how the machine knows them. Security and operators get none. */
  content: boolean;
  sentence: string;
}

/**
 * The terms of DPV-PD 2.3 in use. A new kind of data needs a term that exists there.
 * Not `pd:AccountIdentifier`, which means a bank account: an internal key is `pd:UID`.
 */
export const CATEGORIES = deepFreeze({
  'pd:UID': {
    content: false,
    sentence: 'A number or key that stands for a person, or for something of theirs.',
  },
  'pd:Name': { content: true, sentence: 'The name a person goes by.' },
  'pd:Username': { content: false, sentence: 'The name a person signs in with.' },
  'pd:EmailAddressWork': { content: false, sentence: 'The e-mail address at work.' },
  'pd:TelephoneNumber': { content: true, sentence: 'A telephone number.' },
  'pd:BirthDate': { content: true, sentence: 'The birthday.' },
  'pd:Gender': { content: true, sentence: 'Gender, and what tells of it, such as pronouns.' },
  'pd:Language': { content: true, sentence: 'The language a person reads.' },
  'pd:Picture': { content: true, sentence: 'A picture of a person, or one they put here.' },
  'pd:Location': { content: true, sentence: 'Where a person is.' },
  'pd:HomeLocation': { content: true, sentence: 'Where a person lives.' },
  'pd:WorkLocation': { content: true, sentence: 'Where a person works.' },
  'pd:Job': { content: true, sentence: 'Title and kind of job.' },
  'pd:CurrentEmployment': {
    content: true,
    sentence: 'Department, role and standing in the organisation today.',
  },
  'pd:ProfessionalExperience': { content: true, sentence: 'What a person has worked on and knows from it.' },
  'pd:IndividualProfile': { content: true, sentence: 'What a person writes about themselves.' },
  'pd:GroupMembership': {
    content: true,
    sentence: 'The communities, circles and audiences a person belongs to.',
  },
  'pd:SocialNetwork': { content: true, sentence: 'Who is connected with whom.' },
  'pd:SocialMediaCommunication': { content: true, sentence: 'What a person posts or comments, and when.' },
  'pd:CommunicationsMetadata': { content: true, sentence: 'When and to whom something was said.' },
  'pd:Opinion': { content: true, sentence: 'What a person thinks of something, a reaction included.' },
  'pd:Preference': { content: true, sentence: 'How a person likes to use Courtyard.' },
  'pd:PrivacyPreference': {
    content: true,
    sentence: 'What a person decided about who may see or receive something.',
  },
  'pd:ServiceConsumptionBehaviour': {
    content: true,
    sentence: 'How far somebody has read, and when they used what.',
  },
  'pd:Password': { content: false, sentence: 'A password, kept only as a hash.' },
  'pd:Authenticating': {
    content: false,
    sentence: 'A secret or token that proves who somebody is, kept only as a hash.',
  },
  'pd:AuthenticationHistory': { content: false, sentence: 'When somebody signed in, and how it went.' },
  'pd:UserAgent': { content: false, sentence: 'The browser and system of a device.' },
  'pd:IPAddress': { content: false, sentence: 'The network address of a device.' },
} satisfies Record<`pd:${string}`, CategoryEntry>);

export type Category = keyof typeof CATEGORIES;

/** GDPR Art. 9 data, and what may hold it (free text, pictures), is `special`: it leaves on consent to the item only. */
export const SENSITIVITIES = Object.freeze(['low', 'medium', 'high', 'special'] as const);
export type Sensitivity = (typeof SENSITIVITIES)[number];

/** An unknown category counts as content. */
export function isContent(category: string): boolean {
  return entryOf<CategoryEntry>(CATEGORIES, category)?.content ?? true;
}
