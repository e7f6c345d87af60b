import { type GraphQLNamedType, type GraphQLSchema, isEnumType } from 'graphql';
import { freshKey } from '../access/company.js';
import { type Operation, operationsOf } from '../access/operations.js';

/**
 * Where something may be told, and by which operations. Each operation of the schema stands in one of these, or among those
 * that take nothing a person hides: a new one that stands nowhere fails the matrix.
 */
export const SURFACES = {
  feed: ['communities', 'communityInvitations', 'feed', 'node', 'toRead', 'unanswered', 'waitingPledges'],
  search: ['search'],
  suggestion: ['audience', 'audienceOptions', 'audienceReaders', 'circles', 'departments', 'employees'],
  disclosure: [
    ...['askedOfMe', 'itemsOfMine', 'leftAboutMe', 'myConsents', 'wouldLeaveAboutMe', 'consentReceipt'],
    ...['catalogueFields', 'charter', 'disclosures', 'myLimits', 'openings', 'previewDisclosure'],
    ...['purposePolicies', 'recipients', 'restingOffices'],
  ],
  log: ['logEntries', 'logProof', 'lookedAtMe'],
  account: ['invitation', 'me', 'sessions', 'signInPage'],
  websocket: ['feedChanged', 'threadChanged'],
} as const;

/** Of issue 5's matrix, what does not exist yet: whoever builds it adds its surface, because its operations stand nowhere. */
export const NOT_BUILT = ['notification', 'digest', 'mention list', 'file address'] as const;

/** Things whose ids somebody may try who should not know them. A question is a post, and its answer a comment. */
export type Things = Readonly<
  Partial<Record<'post' | 'comment' | 'question' | 'answer' | 'promise' | 'community' | 'circle', string>>
>;

export const NONE = '00000000-0000-7000-8000-000000000000';

/** Names of employees are known to their colleagues; these arguments are about somebody, and not about what is hidden. */
const OF_PEOPLE = /employee|author/i;
/** What is chosen by its name and not by its id. */
const BY_NAME = /fieldKey|token/i;

export interface Asked extends Operation {
  /** Whether the id stands in it at all. */
  readonly isAbout: boolean;
}

/** Every operation once, about one id; `someone` is a person whom the other arguments name. */
export function operationsAbout(
  schema: GraphQLSchema,
  { id, someone, words = 'e' }: { id: string; someone: string; words?: string },
): Asked[] {
  const filled = (isRequired: boolean) => {
    const about = new Set<string>();
    const operations = operationsOf(schema, 1, ({ operation, name, type, required }) => {
      if (isRequired && !required) return undefined;
      if (type.name === 'ID' && !OF_PEOPLE.test(name) && !/key/i.test(name)) about.add(operation);
      return filling(name, type, { id, someone, words });
    });
    return operations.map((one) => ({ ...one, isAbout: about.has(one.name) }));
  };
  // With everything that may be said and with no more than must: an optional id narrows what is told.
  const all = [...filled(false), ...filled(true)].filter(({ name }) => !WRITTEN.has(name));
  return [
    ...new Map(all.map((one) => [`${one.query} ${JSON.stringify(keyless(one.variables))}`, one])).values(),
  ];
}

const WRITTEN = new Set(['feed', 'toRead', 'waitingPledges', 'unanswered', 'node', 'communities', 'search']);

function filling(
  name: string,
  type: GraphQLNamedType,
  { id, someone, words }: { id: string; someone: string; words: string },
): unknown {
  if (type.name === 'ID') {
    if (/idempotency/.test(name)) return freshKey();
    if (BY_NAME.test(name)) return 'Employee.name';
    return OF_PEOPLE.test(name) ? someone : id;
  }
  if (type.name === 'DateTime') return '2031-01-01T00:00:00.000Z';
  if (type.name === 'Int') return name === 'first' ? 3 : 1;
  if (type.name === 'Boolean') return true;
  // The cursor of another list is refused for what it is, and nothing would be asked.
  if (name === 'after') return undefined;
  return isEnumType(type) ? type.getValues()[0]?.name : words;
}

/** Without the key that is another one each time. */
export const keyless = (variables: Record<string, unknown>) =>
  JSON.parse(JSON.stringify(variables, (name, value) => (/idempotency/.test(name) ? 'key' : value)));

/** What no surface has, and what stands in two. */
export function unassigned(schema: GraphQLSchema): string[] {
  const roots = [schema.getQueryType(), schema.getSubscriptionType()];
  const names = roots.flatMap((type) => Object.keys(type?.getFields() ?? {}));
  const assigned: readonly string[] = Object.values(SURFACES).flat();
  return [
    ...names.filter((name) => !assigned.includes(name)),
    ...assigned.filter((name, at) => !names.includes(name) || assigned.indexOf(name) !== at),
  ].toSorted();
}

/** As wide as a client would open them; what is generated would be refused for its size. */
export const BY_HAND: readonly {
  readonly name: string;
  readonly query: string;
  readonly about: keyof Things | null;
}[] = [
  {
    name: 'feed',
    about: null,
    query: `{ feed(first: 20) { nodes { id body commentCount why { label text } audience { label count parts { id name } }
      question { state accepted { id body } } comments(first: 3) { nodes { id body } } } } }`,
  },
  {
    name: 'feed',
    about: 'community',
    query: 'query ($id: ID) { feed(communityId: $id, first: 20) { nodes { id body } } }',
  },
  {
    name: 'unanswered',
    about: null,
    query: '{ unanswered(first: 20) { nodes { id body question { state } } } }',
  },
  {
    name: 'unanswered',
    about: 'community',
    query: 'query ($id: ID) { unanswered(communityId: $id, first: 20) { nodes { id body } } }',
  },
  {
    name: 'waitingPledges',
    about: null,
    query: `{ waitingPledges(first: 20) { nodes { id body pledge { state dueOn to { name } earlier { reason } confirmedBy { name } } }
      pageInfo { hasNextPage } } }`,
  },
  {
    name: 'toRead',
    about: null,
    query:
      '{ toRead(first: 20) { nodes { id body announcement { acknowledged readCount } } pageInfo { hasNextPage } } }',
  },
  ...(['post', 'question', 'promise'] as const).map((about) => ({
    name: 'node',
    about,
    query: `query ($id: ID!) { node(id: $id) { id ... on Post { body history { body } question { state accepted { body } } pledge { to { name } earlier { reason } }
      comments { nodes { id body history { body } } } readers(first: 5) { nodes { employee { name } } } } } }`,
  })),
  ...(['comment', 'answer'] as const).map((about) => ({
    name: 'node',
    about,
    query:
      'query ($id: ID!) { node(id: $id) { id ... on Comment { body history { body } post { id body } } } }',
  })),
  {
    name: 'node',
    about: 'community',
    query: `query ($id: ID!) { node(id: $id) { id ... on Community { name purpose charter memberCount members { nodes { name } }
      startedFrom { id body } } } }`,
  },
  {
    name: 'node',
    about: 'circle',
    query: 'query ($id: ID!) { node(id: $id) { id ... on Circle { name count people { nodes { name } } } } }',
  },
  {
    name: 'communities',
    about: null,
    query: '{ communities(first: 50) { nodes { id name purpose memberCount startedFrom { id body } } } }',
  },
];
