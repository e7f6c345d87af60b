/** The demo organisation: Kessler Pumps, invented. Its people, and what they say to whom. */

export const DEMO = { name: 'Kessler Pumps', handle: 'kessler-pumps' } as const;

export const DEMO_DEPARTMENTS: readonly { readonly name: string; readonly parent?: string }[] = [
  { name: 'Engineering' },
  { name: 'Design', parent: 'Engineering' },
  { name: 'Quality', parent: 'Engineering' },
  { name: 'Operations' },
  { name: 'Production', parent: 'Operations' },
  { name: 'Logistics', parent: 'Operations' },
  { name: 'Field Service' },
  { name: 'Customer Care' },
  { name: 'Sales' },
  { name: 'Compliance' },
];

export interface DemoPerson {
  readonly name: string;
  readonly title: string;
  readonly department: string;
  readonly roles?: readonly ('administrator' | 'compliance_officer' | 'works_council' | 'moderator')[];
  readonly kind?: 'guest';
  readonly pronouns?: string;
  readonly bio?: string;
  /** Signs in with this password, which is printed where everybody may read it. */
  readonly password?: string;
}

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  {
    name: 'Samira Haddad',
    title: 'Senior design engineer',
    department: 'Design',
    pronouns: 'she/her',
    bio: 'Seals, volutes and everything that must not drip. Ask me about gland packing.',
    password: 'seal before it drips',
  },
  {
    name: 'Bill Kowalczyk',
    title: 'Foundry foreman',
    department: 'Production',
    bio: 'Thirty years of cast iron. Late shift on request.',
    password: 'football on saturday',
  },
  {
    name: 'Henrike Vos',
    title: 'Head of production',
    department: 'Production',
    password: 'crane moves at two',
    roles: ['administrator'],
  },
  {
    name: 'Ruth Adeyemi',
    title: 'Compliance officer',
    department: 'Compliance',
    password: 'two people and a reason',
    roles: ['compliance_officer'],
  },
  {
    name: 'Ivo Marković',
    title: 'Dispatcher',
    department: 'Logistics',
    password: 'no shift without a vote',
    roles: ['works_council'],
  },
  { name: 'Ingrid Solheim', title: 'Field engineer, Bergen', department: 'Field Service' },
  { name: 'Rasheeda Amin', title: 'Customer care lead', department: 'Customer Care' },
  { name: 'Mei-Lin Zhao', title: 'Design engineer', department: 'Design', roles: ['moderator'] },
  { name: 'Tomasz Wieczorek', title: 'Quality engineer', department: 'Quality' },
  { name: 'Lucía Ferrer', title: 'Key account manager', department: 'Sales' },
  { name: 'Olumide Adebayo', title: 'Draughtsman', department: 'Design' },
  { name: 'Yui Tanabe', title: 'Photographer', department: 'Sales', kind: 'guest' },
];

export interface DemoCommunity {
  readonly name: string;
  readonly purpose: string;
  readonly access: 'open' | 'closed';
  readonly owner: string;
  readonly members: readonly string[];
}

export const DEMO_COMMUNITIES: readonly DemoCommunity[] = [
  {
    name: 'HX-40 launch',
    purpose: 'Everything between the drawing and the first dairy.',
    access: 'closed',
    owner: 'Mei-Lin Zhao',
    members: ['Samira Haddad', 'Tomasz Wieczorek', 'Ivo Marković', 'Lucía Ferrer', 'Yui Tanabe'],
  },
  {
    name: 'Running at noon',
    purpose: 'Six kilometres along the river, showers after.',
    access: 'open',
    owner: 'Lucía Ferrer',
    members: ['Bill Kowalczyk', 'Rasheeda Amin'],
  },
];

export interface DemoCircle {
  readonly owner: string;
  readonly name: string;
  readonly people: readonly string[];
}

/** Known to their owners alone, in the demo as well. */
export const DEMO_CIRCLES: readonly DemoCircle[] = [
  {
    owner: 'Samira Haddad',
    name: 'First readers',
    people: ['Mei-Lin Zhao', 'Olumide Adebayo', 'Bill Kowalczyk', 'Yui Tanabe'],
  },
];

/** `Kessler Pumps`, a department (with `+` for those below), a community, a circle of the author, or a person's name. */
export interface DemoPost {
  readonly by: string;
  readonly to: readonly string[];
  readonly body: string;
  /** It is a question, and this person looks after it. */
  readonly takenBy?: string;
  /** It is a promise, to this person, by a day so many from the first start. */
  readonly promise?: { readonly to: string; readonly days: number };
  /** It is an announcement, and these have said that they read it. */
  readonly readBy?: readonly string[];
  readonly comments?: readonly (readonly [by: string, body: string])[];
  readonly useful?: readonly string[];
  readonly valuable?: readonly string[];
}

/** The oldest first. */
export const DEMO_POSTS: readonly DemoPost[] = [
  {
    by: 'Samira Haddad',
    to: ['First readers'],
    body: 'The sketch for the engraved drop is done. Please look at it before I show it around: is it a drop, or a tear?',
    comments: [['Olumide Adebayo', 'A drop. A tear would be rounder.']],
  },
  {
    by: 'Mei-Lin Zhao',
    to: ['HX-40 launch'],
    body: 'Volute rev D is in the vault. The discharge flange moved 4 mm, so Ivo’s crane eyelets fit again. The pressure test on bench 2 is booked for Monday.',
    comments: [
      ['Ivo Marković', 'They fit. Tried with the old sling as well.'],
      ['Tomasz Wieczorek', 'I will bring the second gauge on Monday.'],
    ],
    useful: ['Ivo Marković', 'Tomasz Wieczorek', 'Samira Haddad'],
  },
  {
    by: 'Lucía Ferrer',
    to: ['Running at noon'],
    body: 'Tuesday, 12:10, gate 2. The slow group is slow this time, I promise.',
    comments: [['Bill Kowalczyk', 'That is what you said in March.']],
    valuable: ['Rasheeda Amin'],
  },
  {
    by: 'Henrike Vos',
    to: ['Operations+', 'Field Service'],
    body: 'Hall 3 is closed on Friday from 14:00 for the crane inspection. The goods lift stays open. Pallets for Graz leave from hall 2. Nobody walks under the crane until the tape is down.',
    useful: ['Ivo Marković', 'Bill Kowalczyk'],
  },
  {
    by: 'Henrike Vos',
    to: ['Kessler Pumps'],
    body: 'From the first of the month the river gate closes at 20:00. The late shift takes gate 2; your badge opens it already.',
    readBy: ['Bill Kowalczyk', 'Ingrid Solheim'],
  },
  {
    by: 'Rasheeda Amin',
    to: ['Kessler Pumps'],
    body: '“It drips, so it must be broken.”\n\nA gland is meant to weep a little. Customers tighten it until it stops, then it burns. The manual says so on page 41, after the warranty terms.',
    comments: [
      ['Samira Haddad', 'Could we engrave a drop beside the gland? One every few seconds is right.'],
      ['Ingrid Solheim', 'Please. I have explained it in four dairies this month.'],
      ['Bill Kowalczyk', 'The casting can take 0.4 mm there.'],
    ],
    useful: ['Samira Haddad', 'Ingrid Solheim', 'Olumide Adebayo'],
    valuable: ['Mei-Lin Zhao', 'Ingrid Solheim'],
  },
  {
    by: 'Ingrid Solheim',
    to: ['Field Service', 'Quality', 'Design'],
    body: 'Since September the HX-40 seal kits arrive without the O-ring. Is it us or the supplier?\n\nTwo dairies near Bergen sent photographs this week: bag sealed, label right, no O-ring. Our fitters now carry spares, so nobody counts it any more.',
    takenBy: 'Tomasz Wieczorek',
    comments: [['Tomasz Wieczorek', 'I take this one. Answer by Thursday.']],
    useful: ['Samira Haddad', 'Tomasz Wieczorek'],
  },
  {
    by: 'Olumide Adebayo',
    to: ['Design'],
    body: 'The section through the cover of rev D, dimensioned, lies on your desk.',
    promise: { to: 'Samira Haddad', days: 5 },
  },
  {
    by: 'Bill Kowalczyk',
    to: ['Design', 'Bill Kowalczyk'],
    body: 'Samira, thank you for the two tickets on Saturday. My daughter’s first match: she lost her voice, I lost my hat, and we won 3 : 2. I owe you a late shift whenever rev D is due.',
    comments: [['Samira Haddad', 'The hat is in our office. It has a new owner until Monday.']],
    valuable: ['Samira Haddad', 'Mei-Lin Zhao', 'Olumide Adebayo'],
  },
];
