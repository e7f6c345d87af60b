import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldsOf } from '@courtyard/catalogue';
import { type TestDatabase, testDatabase } from '@courtyard/database';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { type GraphQLSchema, isEnumType } from 'graphql';
import { Client } from 'pg';
import { entities } from '../../apps/api/src/entities.js';
import { EgressProcess, until } from '../../apps/egress/fixtures/egress-process.js';
import { Post } from '../../apps/egress/fixtures/post.js';
import { MAIL_TEMPLATES } from '../../libs/identity/src/mail/mail.entity.js';
import { giveLongAgo } from '../../libs/people/src/fixtures/office.js';
import type { Caller } from '../access/caller.js';
import {
  type Company,
  comingDay,
  comment,
  foundCompany,
  invite,
  letBeShown,
  membership,
  type Person,
  praise,
  promise,
  publish,
  publishPoll,
} from '../access/company.js';
import { type House, openHouse } from '../access/house.js';
import { type Fill, type Operation, operationsOf } from '../access/operations.js';
import { freePort } from '../fixtures/free-port.js';
import { type Cast, type Laid, lay, layDisclosure, queueMail } from './laid.js';
import { leakingModule, tellingModule } from './leak.js';
import { filesBelow, laidDown, readMail } from './leaving.js';
import { Oracle, type Receiver } from './oracle.js';
import { plant } from './plant.js';
import { keptRecords, Observed, Printed, serverLog } from './sinks.js';
import { Socket } from './socket.js';
import { FIRST_KEY, type Token, Tokens, wordToken } from './token.js';

jest.setTimeout(600_000);

/*
 * Every personal cell of a company holds a token of its own. Whoever listens asks everything that can be asked; whatever they
 * hear is searched for tokens that are not theirs to know (privacy-model.md section 9).
 */
let database: TestDatabase;
let house: House;
let company: Company;
let oracle: Oracle;
let schema: GraphQLSchema;
let left: string[];
let log: () => string;
let printed: Printed;
let observed: Observed;
let laid: Laid;
let cast: Cast;
let recipientKeys: { readonly identity: string; readonly recipient: string };
let post: Post;
const tokens = new Tokens();
/** Node ids of everything there is, whoever may see it. */
let ids: string[];
let photos: readonly { employee_id: string; token: string }[];

type Listener = Receiver & { readonly caller: Caller };
let listeners: Listener[];

beforeAll(async () => {
  database = await testDatabase({ fresh: true });
  await asOwner((client) => client.query(`select setval('audience_key', ${FIRST_KEY})`));
  printed = new Printed();
  log = serverLog();
  post = await Post.open();
  observed = new Observed();
  house = await openHouse({
    database,
    settings: {
      ...{ smtpUrl: post.url, mailFrom: 'courtyard@kessler.example' },
      // It says most in production, with everything on that looks at it.
      ...{ environment: 'production', metrics: { host: '127.0.0.1', port: 0 }, traceShare: 1 },
    },
    also: observed.also,
  });
  company = await foundCompany(house, wordToken);
  const officers = await officersOf();
  await say();
  const identity = await generateX25519Identity();
  recipientKeys = { identity, recipient: await identityToRecipient(identity) };
  await asOwner(async (client) => {
    const { ada, eva, max, ron, leo } = company;
    const some = Object.entries({ ada, eva, max, ron, leo, ...officers }).map(([name, { id }]) => [
      name,
      bare(id),
    ]);
    cast = { organisationId: await organisationOf(bare(eva.id)), ...Object.fromEntries(some) };
    laid = await lay(client, cast, house.folder, recipientKeys.recipient);
    // Hidden communities come with imports only.
    await client.query(`update community set access = 'hidden' where owner_ids = array[$1::uuid]`, [
      bare(company.max.id),
    ]);
    await client.query(`insert into employee_source select organisation_id, 'zqz' || lpad(n::text, 5, '0') || 'kw', id
       from (select *, row_number() over () as n from employee) e`);
    await client.query(
      `insert into imported_membership select c.organisation_id, c.id, unnest(c.owner_ids) from community c`,
    );
    await client.query(`update employee set photo_token = gen_random_uuid()`);
    await client.query(
      `insert into employee_photo select organisation_id, id, photo_token, convert_to('zqs' || n || 'kw', 'UTF8'),
       convert_to('zql' || n || 'kw', 'UTF8') from (select *, lpad((row_number() over ())::text, 5, '0') as n from employee) e`,
    );
    photos = (await client.query('select employee_id, token from employee_photo')).rows;
    for (const field of ['mobile_phone', 'birthday', 'private_location']) {
      await client.query(
        `update employee e set ${field}_audience = (array['organisation', 'department', 'only_me'])[1 + n.n % 3]
         from (select id, row_number() over (order by id) + $1::int as n from employee) n where n.id = e.id`,
        [field.length],
      );
    }
    left = await plant(client, entities, tokens);
    // Triggers stood aside while everything was laid and planted.
    await client.query('delete from search_word');
    for (const table of ['post', 'comment', 'employee', 'community'])
      await client.query(`insert into search_word select s.* from ${table} t, search_of_${table}(t) s`);
    // Where mail can reach.
    await client.query(`update account set email = email || '@kessler.example' where email !~ '@'`);
    oracle = await Oracle.read(client);
    ids = await nodeIds(client);
  });
  schema = house.app.get(GraphQLSchemaHost).schema;
  const { eva, max, ron, gus, ada, ida, leo, tim, pia } = company;
  const people = Object.entries({ eva, max, ron, gus, ada, ida, leo, tim, pia, ...officers });
  listeners = await Promise.all(
    people.map(async ([name, caller]) => ({
      name,
      caller,
      employeeId: bare(caller.id),
      organisationId: await organisationOf(bare(caller.id)),
    })),
  );
  listeners.push({ name: 'stranger', caller: house.stranger(), employeeId: null, organisationId: null });
});
afterAll(async () => {
  printed?.stop();
  await house?.close();
  await post?.close();
  await database?.close();
});

/** Whoever sits at the desk, each in one role besides being an employee. */
async function officersOf() {
  const officers: Record<string, Person> = {};
  for (const [name, role] of [
    ['cora', 'compliance_officer'],
    ['dora', 'data_protection'],
    ['wera', 'works_council'],
  ] as const) {
    const newcomer = { name: wordToken(), title: wordToken(), departmentId: null, kind: 'employee' };
    officers[name] = await invite(house, company.ada, { ...newcomer, handle: name });
    await asOwner((client) => giveLongAgo(client, bare(officers[name]?.id ?? ''), role));
  }
  return officers;
}

const bare = (nodeId: string) => nodeId.slice(nodeId.lastIndexOf('_') + 1);

async function asOwner<Told>(work: (client: Client) => Promise<Told>): Promise<Told> {
  const client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function organisationOf(employeeId: string): Promise<string> {
  return asOwner(async (client) => {
    const { rows } = await client.query('select organisation_id from employee where id = $1', [employeeId]);
    return rows[0].organisation_id;
  });
}

/** Something said to each kind of audience; revised, withdrawn, answered, liked. */
async function say(): Promise<void> {
  const { eva, max, ron, gus, ada, leo, tim, pia, ida } = company;
  const all = { kind: 'organisation' };
  const circle = { kind: 'community', id: company.circle };
  const toAll = await publish(eva, 'to all', [all]);
  const toCircle = await publish(eva, 'to the circle', [circle]);
  await publish(max, 'to sales', [{ kind: 'department', id: company.sales }]);
  await publish(ron, 'to works', [{ kind: 'department_below', id: company.works }]);
  await publish(eva, 'to max', [{ kind: 'person', id: max.id }]);
  await publish(max, 'to himself', [{ kind: 'person', id: max.id }]);
  await publish(ada, 'to ron and the sales', [
    { kind: 'person', id: ron.id },
    { kind: 'department', id: company.sales },
  ]);
  await publish(leo, 'of who left', [all]);
  await publish(tim, 'of who was taken out', [circle]);
  await publish(pia, 'of who went', [circle]);
  const { drawCircle } = await eva.tell('mutation ($i: DrawCircleInput!) { drawCircle(input: $i) { id } }', {
    i: { idempotencyKey: 'private-1', name: wordToken(), employeeIds: [max.id, gus.id] },
  });
  const shared = await publish(eva, 'to the private circle', [{ kind: 'circle', id: drawCircle.id }]);
  await comment(gus, shared, 'below the private circle');
  await publish(ida, 'elsewhere', [all]);
  await publish(eva, `thanks to @${max.name}`, [all]);
  const asked = await publish(eva, 'asked in the circle', [circle], 'question');
  const answer = await comment(gus, asked, 'an answer in the circle');
  await eva.tell('mutation ($id: ID!) { acceptAnswer(commentId: $id) { id } }', { id: answer });
  for (const [by, id] of [
    [eva, await publish(ron, 'asked of all', [all], 'question')],
    [tim, await publish(eva, 'waits in the circle', [circle], 'question')],
  ] as const)
    await by.tell('mutation ($id: ID!) { takeQuestion(postId: $id) { id } }', { id });
  for (const [by, audience] of [
    [eva, circle],
    [ron, all],
  ] as const) {
    const id = await publish(by, 'could be better', [audience], 'idea');
    await eva.tell('mutation ($i: TakeIdeaUpInput!) { takeIdeaUp(input: $i) { id } }', { i: { postId: id } });
    const input = {
      idempotencyKey: `told-${id}`.slice(0, 60),
      postId: id,
      became: 'done',
      words: 'what became of it',
    };
    await eva.tell('mutation ($i: TellIdeaInput!) { tellIdea(input: $i) { id } }', { i: input });
  }
  for (const [by, audience] of [
    [eva, circle],
    [ron, all],
  ] as const) {
    const poll = await publishPoll(by, 'which of the two', [audience]);
    await eva.tell('mutation ($id: ID!) { giveJudgement(postId: $id, choices: [1]) { id } }', { id: poll });
  }
  for (const [by, audience, whom] of [
    [eva, circle, gus],
    [ron, all, eva],
  ] as const) {
    await praise(by, 'between both', [audience], whom);
    await letBeShown(whom, await praise(by, 'shown to the others', [audience], whom));
  }
  const withdrawn = await publish(eva, 'asked and taken back', [circle], 'question');
  await eva.tell('mutation ($id: ID!) { withdrawPost(id: $id) { id } }', { id: withdrawn });
  const promised = await promise(eva, 'promised to gus in the circle', [circle], gus);
  await eva.tell('mutation ($id: ID!) { keepPledge(postId: $id) { id } }', { id: promised });
  await gus.tell('mutation ($id: ID!) { confirmPledge(postId: $id) { id } }', { id: promised });
  await promise(max, 'promised to all', [all]);
  await promise(eva, 'promised to tim, who is taken out', [circle], tim);
  const moved = await promise(ron, 'promised and moved', [all, { kind: 'person', id: gus.id }], gus);
  await ron.tell('mutation ($i: MovePledgeInput!) { movePledge(input: $i) { id } }', {
    i: { postId: moved, dueOn: comingDay(20), reason: 'why it was moved' },
  });
  const announced = await publish(ada, 'announced to all', [all], 'announcement');
  const inCircle = await publish(eva, 'announced in the circle', [circle], 'announcement');
  for (const [by, id] of [
    [eva, announced],
    [gus, inCircle],
    [pia, inCircle],
  ] as const)
    await by.tell('mutation ($id: ID!) { acknowledge(postId: $id) { id } }', { id });
  await ada.tell('mutation ($id: ID!) { remind(postId: $id) { id } }', { id: announced });
  const taken = await publish(eva, 'taken back', [all]);
  await comment(ron, taken, 'below what was taken back');
  await comment(ron, toAll, 'below all');
  await comment(gus, toCircle, 'below the circle');
  const gone = await comment(tim, toCircle, 'taken back below the circle');
  for (const [by, id] of [
    [eva, toAll],
    [eva, toCircle],
    [eva, taken],
  ] as const) {
    await by.tell('mutation ($i: RevisePostInput!) { revisePost(input: $i) { id } }', {
      i: { id, version: 1, body: 'again' },
    });
  }
  await eva.tell('mutation ($id: ID!) { withdrawPost(id: $id) { id } }', { id: taken });
  await tim.tell('mutation ($id: ID!) { withdrawComment(id: $id) { id } }', { id: gone });
  for (const by of [max, ron, ada])
    await by.tell('mutation ($id: ID!) { react(postId: $id, kind: useful) { id } }', { id: toAll });
  await gus.tell('mutation ($id: ID!) { react(postId: $id, kind: valuable) { id } }', { id: toCircle });
  const { foundCommunity } = await max.tell(
    'mutation ($i: FoundCommunityInput!) { foundCommunity(input: $i) { id } }',
    {
      i: { idempotencyKey: 'hidden-1', name: 'Hidden', purpose: 'Hidden', access: 'closed' },
    },
  );
  await membership('addCommunityMember', max, foundCommunity.id, eva.id);
  await publish(max, 'to the hidden', [{ kind: 'community', id: foundCommunity.id }]);
  const door = { c: foundCommunity.id, e: gus.id };
  await max.tell(
    'mutation ($c: ID!, $e: ID!) { inviteToCommunity(communityId: $c, employeeId: $e) { id } }',
    door,
  );
  await ron.tell('mutation ($i: AskCommunityInput!) { requestToJoinCommunity(input: $i) { id } }', {
    i: { id: company.circle, words: 'why ron wants to be in it' },
  });
  await membership('removeCommunityMember', eva, company.circle, tim.id);
  await pia.tell('mutation ($id: ID!) { leaveCommunity(id: $id) { id } }', { id: company.circle });
  await ada.tell('mutation ($id: ID!) { deactivateEmployee(employeeId: $id) { id } }', { id: leo.id });
}

const KINDS = new Map(
  [
    ...[
      'post',
      'comment',
      'employee',
      'community',
      'circle',
      'department',
      'session',
      'account',
      'recipient',
      'opening',
    ],
    ...['consent_request', 'disclosure', 'passkey', 'account_notice'],
  ].map((kind) => [kind, kind] as const),
).set('consent', 'consent_event');

async function nodeIds(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    [...KINDS].map(([kind, table]) => `select '${kind}_' || id as id from ${table}`).join(' union all '),
  );
  return rows.map(({ id }) => id);
}

/** What somebody heard that was not for them: cell and person, each once. */
function leaks(listener: Receiver, heard: Iterable<string>): string[] {
  const found = new Set<Token>();
  for (const text of heard) for (const token of tokens.in(text)) found.add(token);
  const foreign = [...found].filter((token) => !oracle.may(listener, token));
  return [...new Set(foreign.map(({ entity, field }) => `${listener.name} heard ${entity}.${field}`))].sort();
}

/** As deep as the limits let it be. */
async function askDeep(
  caller: Caller,
  kinds: readonly Operation['kind'][],
  fill: Fill,
): Promise<Map<string, number>> {
  const reached = new Map<string, number>();
  for (const depth of [3, 2, 1, 0]) {
    for (const { name, kind, query, variables } of operationsOf(schema, depth, fill)) {
      if (!kinds.includes(kind) || reached.has(name) || ENDING.has(name)) continue;
      const code = await caller.code(query, variables);
      if (code?.startsWith('graphql.too_')) continue;
      if (code?.startsWith('graphql.')) throw new Error(`${name} was asked wrongly: ${code}`);
      reached.set(name, depth);
    }
  }
  return reached;
}

/** What would end the session by which everything else is asked. */
const ENDING = new Set(['signOut', 'signOutEverywhere', 'signIn', 'acceptInvitation', 'changePassword']);

test('every personal cell holds a token, but for what cannot', () => {
  expect(tokens.size).toBeGreaterThan(300);
  // Views of the log show what is in tables without a word of anybody; that is looked at below.
  const views = ['AuditConcern', 'AuditEntry', 'AuditEntryOfField'];
  const personal = entities
    .filter((entity) => fieldsOf(entity).length > 0 && !views.includes(entity.name))
    .map(({ name }) => name);
  expect(tokens.entities).toEqual(personal.sort());
  // Closed lists, held by the table or by the code.
  expect(left).toEqual([
    'Account.language',
    'Account.status',
    'AccountNotice.kind',
    'Announcement.state',
    'AudienceGroup.kind',
    'CellOwner.entity',
    'CellPerson.entity',
    'CellPerson.role',
    'CellUnmarked.entity',
    'CellUnmarked.reason',
    'Comment.status',
    'Community.access',
    'Community.history',
    'Consent.entity',
    'Consent.kind',
    'Consent.language',
    'Consent.noticeId',
    'Consent.purpose',
    'ConsentAsk.place',
    'ConsentIndexRow.entity',
    'ConsentIndexRow.purpose',
    'ConsentItemRow.entity',
    'ConsentItemRow.purpose',
    'ConsentRequest.createdRole',
    'ConsentRequest.noticeId',
    'ConsentRequest.purpose',
    'DepartureRow.entity',
    'Disclosure.format',
    'Disclosure.purpose',
    'Disclosure.requestedRole',
    'Disclosure.status',
    'DisclosureApproval.decision',
    'DisclosureApproval.role',
    'DisclosureField.entity',
    'DisclosureGrant.purpose',
    'DisclosureStep.step',
    'Employee.birthdayAudience',
    'Employee.kind',
    'Employee.mobilePhoneAudience',
    'Employee.privateLocationAudience',
    'Employee.roles',
    'Employee.status',
    'Idea.state',
    'Mail.template',
    'MovedInRecord.byRole',
    'MovedInRecord.source',
    'Office.role',
    'Opening.decidedRole',
    'Opening.entity',
    'Opening.proposedRole',
    'Opening.purpose',
    'Opening.status',
    'PasskeyChallenge.ceremony',
    'Pledge.state',
    'Poll.state',
    'Post.kind',
    'Post.status',
    'Praise.state',
    'ProcessingLimit.kind',
    'ProcessingLimit.purpose',
    'PurposeProposal.proposedRole',
    'PurposeProposal.purpose',
    'Question.state',
    'Reaction.kind',
    'Recipient.agePublicKey',
    'Recipient.category',
    'Recipient.country',
    'Recipient.decidedRole',
    'Recipient.deliveryKind',
    'Recipient.proposedRole',
    'Recipient.status',
    'Revision.status',
    'SearchWord.resource',
  ]);
});

test('no query tells anybody what is not for them', async () => {
  const found: string[] = [];
  let heardRight = 0;
  for (const listener of listeners) {
    const { caller } = listener;
    caller.heard.length = 0;
    const some: Fill = ({ name, type, required }) => {
      if (isEnumType(type)) return type.getValues()[0]?.name;
      if (name === 'first') return 20;
      if (name === 'search') return '';
      if (name === 'kind') return 'organisation';
      return required ? ids[0] : undefined;
    };
    const reached = await askDeep(caller, ['query'], some);
    expect(
      [...reached].filter(([name, depth]) => depth < 1 && name !== 'search').map(([name]) => name),
    ).toEqual([]);
    for (const id of ids) {
      await caller.ask(everything('node'), { id });
      for (const [query, variables] of about(id)) await caller.ask(query, variables);
    }
    found.push(...leaks(listener, caller.heard));
    for (const text of caller.heard) heardRight += tokens.in(text).size;
  }
  expect(found).toEqual([]);
  // It heard a great deal, or it would prove nothing.
  expect(heardRight).toBeGreaterThan(1_000);
});

/** What can be asked with the id of a thing besides the thing itself. */
function about(id: string): [string, Record<string, unknown>][] {
  const audience = (kind: string): [string, Record<string, unknown>] => [
    `query ($p: [AudiencePartInput!]!) {
      audience(parts: $p) { label count parts { name id count } }
      audienceReaders(parts: $p) { nodes { via employee { id name title bio pronouns } } pageInfo { endCursor } }
    }`,
    { p: [{ kind, id }] },
  ];
  const posts =
    '{ nodes { id body document mentions { id name } history { body document } } pageInfo { endCursor } }';
  switch (id.slice(0, id.indexOf('_'))) {
    case 'community':
      return [[`query ($id: ID) { feed(communityId: $id) ${posts} }`, { id }], audience('community')];
    case 'circle':
      return [audience('circle')];
    case 'employee':
      return [[`query ($id: ID) { feed(authorId: $id) ${posts} }`, { id }], audience('person')];
    case 'consent_request':
      return [
        ['query ($id: ID!) { wouldLeaveAboutMe(requestId: $id) { field { key } value released } }', { id }],
        [
          'query ($id: ID!) { itemsOfMine(requestId: $id, fieldKey: "Post.publishedAt") { nodes { __typename } pageInfo { endCursor hasNextPage } } }',
          { id },
        ],
      ];
    case 'consent':
      return [[everything('consentReceipt'), { id }]];
    case 'recipient':
      return [
        [
          `query ($id: ID!) { previewDisclosure(input: { recipientId: $id, purpose: partner_sharing, fieldKeys: ["Employee.name", "Employee.title"] }) { __typename } }`,
          { id },
        ],
      ];
    case 'department':
      return [
        [
          'query ($id: ID) { employees(departmentId: $id) { nodes { id name bio } pageInfo { endCursor } } }',
          { id },
        ],
        audience('department'),
        audience('department_below'),
      ];
    default:
      return [];
  }
}

/** One root field with everything below it, as deep as the limits let it be. */
function everything(field: string): string {
  const one = operationsOf(schema, 1, ({ required }) => (required ? 'x' : undefined)).find(
    ({ name }) => name === field,
  );
  if (!one) throw new Error(`There is no ${field}.`);
  return one.query;
}

/** What is found by, and of which rows. */
const SEARCHED: Readonly<Record<string, (row: Token['row']) => boolean>> = {
  'Comment.body': (row) => row['status'] === 'published',
  'Community.name': () => true,
  'Community.nameFolded': () => true,
  'Community.purpose': () => true,
  'Employee.name': (row) => row['status'] === 'active',
  'Employee.nameWords': (row) => row['status'] === 'active',
  'Employee.title': (row) => row['status'] === 'active',
  'Post.body': (row) => row['status'] === 'published',
};
/** Names are told beside what somebody sees, also of who is in no directory of theirs; they find by those only that are. */
const IN_DIRECTORY = new Set(['Employee.name', 'Employee.nameWords', 'Employee.title']);

test('nobody finds by a word that is not theirs to be told, or that nobody is found by', async () => {
  const words = tokens.words();
  expect(words.size).toBeGreaterThan(150);
  const found: string[] = [];
  let hits = 0;
  for (const listener of listeners) {
    const { caller } = listener;
    caller.heard.length = 0;
    for (const [word, cells] of words) {
      const answer = await caller.ask(
        'query ($q: String!) { search(query: $q) { nodes { kind node { __typename ... on Node { id } } excerpt { text } } pageInfo { endCursor hasNextPage } } }',
        // Whole: without a quotation one that is a slip away would be found, too.
        { q: `"${word}"` },
      );
      expect(answer.body.errors?.map(({ extensions }) => extensions.code) ?? []).toEqual(
        listener.employeeId === null || listener.name === 'leo' ? ['auth.signed_out'] : [],
      );
      const nodes = (answer.body.data?.['search'] as { nodes: unknown[] } | undefined)?.nodes ?? [];
      const may = cells.some((token) => {
        const name = `${token.entity}.${token.field}`;
        const shown = IN_DIRECTORY.has(name) ? ({ ...token, field: 'bio' } as Token) : token;
        // An invitation tells a community's name, and lets nobody find it.
        const read = token.entity === 'Community' ? ({ ...shown, field: 'nameFolded' } as Token) : shown;
        const told = name === 'Employee.nameWords' ? { ...shown, field: 'bio' } : read;
        if (oracle.isFoundWithItsPost(token)) return false;
        return SEARCHED[name]?.(token.row) === true && oracle.may(listener, told);
      });
      if (nodes.length > 0 !== may)
        found.push(
          `${listener.name} ${may ? 'misses' : 'finds by'} ${cells.map((one) => `${one.entity}.${one.field}`).join()}`,
        );
      hits += nodes.length;
    }
    found.push(...leaks(listener, caller.heard));
  }
  expect([...new Set(found)]).toEqual([]);
  expect(hits).toBeGreaterThan(100);
});

test('a reveal tells the field to whom its owner opened it, and to nobody else', async () => {
  const found: string[] = [];
  let told = 0;
  for (const listener of listeners) {
    listener.caller.heard.length = 0;
    for (const employeeId of ids.filter((id) => id.startsWith('employee_'))) {
      for (const field of ['mobile_phone', 'birthday', 'private_location']) {
        const code = await listener.caller.code(
          'mutation ($e: ID!, $f: GuardedField!) { revealField(employeeId: $e, field: $f) { value } }',
          { e: employeeId, f: field },
        );
        if (code === null) told++;
      }
    }
    found.push(...leaks(listener, listener.caller.heard));
  }
  expect(found).toEqual([]);
  expect(told).toBeGreaterThan(20);
});

test('no picture is shown to whom its person is not', async () => {
  const found: string[] = [];
  let shown = 0;
  for (const listener of listeners) {
    listener.caller.heard.length = 0;
    for (const { employee_id, token } of photos) {
      for (const size of ['small', 'large']) {
        const address = `/files/photo/employee_${employee_id}/${token}?size=${size}`;
        const { status } = await listener.caller.send(undefined, { method: 'GET', path: address });
        if (status === 200) shown++;
      }
    }
    found.push(...leaks(listener, listener.caller.heard));
  }
  expect(found).toEqual([]);
  expect(shown).toBeGreaterThan(50);
});

test('no mutation answers, or refuses, with what is not for its caller', async () => {
  const found: string[] = [];
  const words =
    (id: string): Fill =>
    ({ name, type }) => {
      if (isEnumType(type)) return type.getValues()[0]?.name;
      if (type.name === 'Int') return 1;
      if (type.name === 'ID') return name === 'idempotencyKey' ? `canary-${wordToken()}` : id;
      return name === 'token' ? 'x' : 'nothing of anybody';
    };
  // Those who may change the least: what they change must not change what they may see.
  for (const listener of listeners.filter(({ name }) =>
    ['ron', 'gus', 'ida', 'stranger', 'leo'].includes(name),
  )) {
    listener.caller.heard.length = 0;
    for (const id of fewOfEach(ids.filter((one) => !seenBy(listener, one)))) {
      for (const { name, kind, query, variables } of operationsOf(schema, 1, words(id))) {
        if (kind !== 'mutation' || ENDING.has(name) || MAKING.has(name)) continue;
        await listener.caller.ask(query, variables);
      }
    }
    found.push(...leaks(listener, listener.caller.heard));
  }
  expect(found).toEqual([]);
});

/** Two of each kind: a third is refused in the same way. */
function fewOfEach(some: readonly string[]): string[] {
  const kinds = Map.groupBy(some, (id) => id.slice(0, id.indexOf('_')));
  return [...kinds.values()].flatMap((one) => one.slice(0, 2));
}

/** These make or change things of the caller's own; they name nothing that could be hidden. */
const MAKING = new Set([
  'publishPost',
  'reviseProfile',
  'setGuardedField',
  'changeLanguage',
  'foundCommunity',
  'createDepartment',
  'inviteEmployee',
]);

function seenBy(listener: Receiver, nodeId: string): boolean {
  return [...tokens.in(bare(nodeId))].some((token) => token.field === 'id' && oracle.may(listener, token));
}

test('no frame tells anybody what is not for them', async () => {
  const sockets = listeners.map((listener) => ({
    listener,
    socket: new Socket(house.url, listener.caller.session),
  }));
  const change =
    '{ position kind postId post { id body document author { id name bio } audience { label parts { name id } } history { body document } comments { nodes { body document author { name } } } why { text } } }';
  for (const { socket } of sockets) {
    await socket.subscribe(`subscription { feedChanged ${change} }`);
    for (const id of ids.filter((one) => one.startsWith('post_')).slice(0, 15)) {
      await socket.subscribe(
        'subscription ($id: ID!) { threadChanged(postId: $id) { position kind commentId comment { id body document author { name } } post { id body document } } }',
        { id },
      );
    }
  }
  const said = wordToken();
  const answered = wordToken();
  const last = wordToken();
  const post = await publish(company.eva, said, [{ kind: 'community', id: company.circle }]);
  await comment(company.gus, post, answered);
  await company.eva.tell('mutation ($id: ID!) { react(postId: $id, kind: useful) { id } }', { id: post });
  await publish(company.max, last, [{ kind: 'organisation' }]);
  await asOwner(async (client) => {
    for (const entity of ['post', 'comment']) {
      const { rows } = await client.query(`select * from ${entity} where body = any ($1)`, [
        [said, answered, last],
      ]);
      for (const row of rows)
        tokens.add({
          text: row.body,
          organisationId: row.organisation_id,
          entity: entity === 'post' ? 'Post' : 'Comment',
          field: 'body',
          row,
        });
    }
    oracle = await Oracle.read(client);
  });
  const among = (name: string) => sockets.find(({ listener }) => listener.name === name)?.socket as Socket;
  expect(await among('gus').hears(said)).toBe(true);
  for (const name of ['ron', 'ada', 'tim', 'pia', 'max']) expect(await among(name).hears(last)).toBe(true);
  expect(among('stranger').frames).toEqual(['closed 4401']);
  expect(among('leo').frames).toEqual(['closed 4401']);
  const found = sockets.flatMap(({ listener, socket }) => leaks(listener, socket.frames));
  for (const { socket } of sockets) socket.close();
  expect(found).toEqual([]);
});

/**
 * A disclosure of names and titles that waits; what egress does with it, and with every mail that waits.
 * @returns its log and its metrics
 */
async function sent(disclosureId: string): Promise<string> {
  const port = await freePort();
  const egress = await EgressProcess.start(
    { database, folder: house.folder },
    {
      ...{ SMTP_URL: post.url, MAIL_FROM: 'courtyard@kessler.example' },
      // In production it says more.
      ...{ NODE_ENV: 'production', EGRESS_ALLOW_PRIVATE: '', METRICS_PORT: String(port) },
    },
  );
  // What was laid as mail opens with no key of this house, and waits for ever.
  const ended = async () =>
    asOwner(async (client) => {
      const { rows } = await client.query<{ left: string }>(
        `select (select count(*) from disclosure where id = $1 and not exists (
           select from disclosure_step s where s.disclosure_id = disclosure.id and s.step = 'delivered'))
         + (select count(*) from mail m where octet_length(sealed) <> 200 and not exists (
           select from mail_step s where s.mail_id = m.id)) as left`,
        [disclosureId],
      );
      return rows[0]?.left === '0';
    });
  try {
    await until(ended, 'The sending');
    const numbers = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return egress.said + numbers;
  } finally {
    await egress.end('SIGTERM');
  }
}

/** Whoever a mail is to may be told what they may be told anyway, and their own address. */
async function strayInMail({ to, raw }: Post['taken'][number]): Promise<string[]> {
  const [address] = [...tokens.in(to.join())].filter(({ entity }) => entity === 'Account');
  const employeeId = String(address?.row['employee_id'] ?? '');
  const receiver: Receiver = {
    name: 'mail',
    employeeId,
    organisationId: address?.organisationId ?? null,
  };
  const strays = [...tokens.in(await readMail(raw))].filter(
    (token) =>
      // Their address, and the id by which a mail that comes twice is known.
      !(token.entity === 'Account' && token.row['employee_id'] === employeeId) &&
      !(
        token.entity === 'Mail' && [employeeId, ''].includes(address ? String(token.row['employee_id']) : '')
      ) &&
      !oracle.may(receiver, token),
  );
  return strays.map(({ entity, field }) => `mail holds ${entity}.${field}`);
}

/** Words that came to the recipient, and what of the manifest is not the recipient's or the disclosure's own. */
async function strayInFile(disclosureId: string): Promise<string[]> {
  const { data, manifest } = await laidDown(house.folder, disclosureId, recipientKeys.identity);
  const released = [...tokens.in(data)].filter(
    ({ entity, field, row }) => !(entity === 'Employee' && field === 'name' && row['id'] === cast.eva),
  );
  const own = new Set([disclosureId, laid.recipientId, cast.organisationId]);
  const beside = [...tokens.in(manifest)].filter(
    ({ entity, text, row }) =>
      !own.has(text) && !(['Disclosure', 'Recipient'].includes(entity) && own.has(String(row['id']))),
  );
  return [...released, ...beside].map(({ entity, field }) => `file holds ${entity}.${field}`);
}

test('what is sent tells each receiver what is theirs, and is nowhere on the way', async () => {
  const people = [company.eva, company.ron, company.ada];
  const card = async (id: string) =>
    asOwner(async (client) => {
      const { rows } = await client.query(
        'select e.name, a.email from employee e join account a on a.employee_id = e.id where e.id = $1',
        [id],
      );
      return rows[0] as { name: string; email: string };
    });
  for (const { id } of people) {
    const { name, email } = await card(bare(id));
    for (const template of MAIL_TEMPLATES)
      await asOwner((client) =>
        queueMail(client, house.folder, bare(id), {
          ...{ to: email, template, language: 'de', parameters: { name, path: '/welcome#secret' } },
        }),
      );
  }
  const { email } = await card(cast.max);
  const handle = await asOwner(async (client) => {
    const { rows } = await client.query('select handle from organisation_handle where organisation_id = $1', [
      cast.organisationId,
    ]);
    return rows[0].handle as string;
  });
  await house
    .stranger()
    .tell('mutation ($e: String!, $o: String!) { requestPasswordReset(email: $e, organisation: $o) }', {
      e: email,
      o: handle,
    });
  const said = await sent(laid.disclosureId);
  expect(said).toContain('courtyard_mails_total{outcome="sent"}');
  expect(said).toContain('courtyard_deliveries_total{outcome="delivered"} 1');
  expect(wordsIn(said)).toEqual([]);

  const mails = post.taken.slice();
  expect(mails.length).toBeGreaterThan(15);
  expect((await Promise.all(mails.map(strayInMail))).flat()).toEqual([]);
  expect(mails.flatMap(({ raw }) => [...tokens.in(raw)]).length).toBeGreaterThan(30);

  expect(await strayInFile(laid.disclosureId)).toEqual([]);
  const { data } = await laidDown(house.folder, laid.disclosureId, recipientKeys.identity);
  expect([...tokens.in(data)].map(({ entity, field }) => `${entity}.${field}`)).toEqual(['Employee.name']);
  // Everything that lies in the house's folder: spool, marks, keys; manifests tell what was asked, and to whom it went.
  const lying = [...filesBelow(house.folder)].filter(([name]) => !name.endsWith('manifest.json'));
  expect(lying.length).toBeGreaterThan(4);
  expect(lying.flatMap(([name, text]) => wordsIn(text).map((cell) => `${name}: ${cell}`))).toEqual([]);
});

const page: Fill = ({ name, required }) => (name === 'first' ? 20 : required ? 'x' : undefined);

test('what left is told to whom it was of and to the desk, and to nobody else', async () => {
  const found: string[] = [];
  await asOwner(async (client) => {
    oracle = await Oracle.read(client);
  });
  for (const listener of listeners) {
    listener.caller.heard.length = 0;
    for (const { name, query, variables } of operationsOf(schema, 2, page))
      if (['disclosures', 'leftAboutMe', 'lookedAtMe', 'logEntries', 'charter'].includes(name))
        await listener.caller.ask(query, variables);
    found.push(...leaks(listener, listener.caller.heard));
  }
  expect(found).toEqual([]);
  const eva = listeners.find(({ name }) => name === 'eva') as Listener;
  expect(wordsIn(eva.caller.heard.join())).toContain('Disclosure.question');
});

/** Words of people, numbers, days, secrets: whatever is more than an id. */
const wordsIn = (text: string) => [
  ...new Set(
    [...tokens.in(text)]
      .filter(({ text: one }) => !/^[0-9a-f-]{36}$|^771\d{7}$/.test(one))
      .map(({ entity, field }) => `${entity}.${field}`),
  ),
];

test('nothing that is printed, logged or kept about what happened holds a word of anybody', async () => {
  expect(tokens.in(printed.text).size).toBe(0);
  expect(tokens.in(log()).size).toBe(0);
  // Lines about requests, metrics and traces hold not even ids.
  const told = await observed.everything(house);
  for (const [name, text] of Object.entries(told))
    expect({ [name]: tokens.in(text).size }).toEqual({ [name]: 0 });
  expect(told.log.split('\n').length).toBeGreaterThan(1_000);
  expect(told.traces.split('\n').length).toBeGreaterThan(1_000);
  expect(told.metrics).toContain('courtyard_operations_total');
  const kept = await keptRecords(database);
  for (const [name, text] of Object.entries(kept)) expect({ [name]: wordsIn(text) }).toEqual({ [name]: [] });
  // The log of events holds not even ids: commitments stand for people and things.
  const named = [...tokens.in(kept['audit_event'] ?? '')].filter(
    // A disclosure is the case that its events are found by.
    ({ text, organisationId }) => text !== organisationId && text !== laid.disclosureId,
  );
  expect(named.map(({ entity, field }) => `${entity}.${field}`)).toEqual([]);
  expect((kept['audit_event'] ?? '').length).toBeGreaterThan(1_000);
});

describe('control: a resolver that reads past the gate', () => {
  test('is heard by whoever listens, and in what is printed', async () => {
    const leaking = await openHouse({ database, more: [leakingModule(database.ownerUrl)] });
    const listener = listeners.find(({ name }) => name === 'ron') as Listener;
    const before = tokens.in(printed.text).size;
    const answer = await listener.caller.fetch.call(
      { ...listener.caller, url: leaking.url, heard: [] },
      '/graphql',
      {
        method: 'POST',
        body: JSON.stringify({ query: '{ headlines }' }),
        headers: {
          'content-type': 'application/json',
          'x-courtyard-csrf': '1',
          cookie: listener.caller.session,
        },
      },
    );
    await leaking.close();
    expect(leaks(listener, [answer.text])).toEqual(['ron heard Post.body']);
    expect(tokens.in(printed.text).size).toBeGreaterThan(before);
  });

  test('a title in the log, a name in a label and in a trace: each is found', async () => {
    const name = String(tokens.of('Employee', 'name', cast.eva)?.text);
    const other = new Observed();
    const telling = await openHouse({
      database,
      settings: { environment: 'production', metrics: { host: '127.0.0.1', port: 0 }, traceShare: 1 },
      more: [tellingModule(name)],
      also: other.also,
    });
    const { session } = (listeners.find((one) => one.name === 'ron') as Listener).caller;
    const headers = { 'content-type': 'application/json', 'x-courtyard-csrf': '1', cookie: session };
    const body = JSON.stringify({ query: '{ tellEverybody }' });
    await telling.stranger().fetch('/graphql', { method: 'POST', body, headers });
    const told = await other.everything(telling);
    await telling.close();
    for (const [where, text] of Object.entries(told))
      expect({ [where]: wordsIn(text) }).toEqual({ [where]: ['Employee.name'] });
  });

  test('in a mail, in a file for a recipient, and in a file that lies about: each is found', async () => {
    const stranger = tokens.of('Employee', 'mobilePhone', cast.leo);
    const { rows } = await asOwner((client) =>
      client.query('select email from account where employee_id = $1', [cast.eva]),
    );
    expect(stranger).toBeDefined();
    await asOwner((client) =>
      queueMail(client, house.folder, cast.eva, {
        to: rows[0].email,
        template: 'account_changed',
        language: 'en',
        parameters: { name: String(stranger?.text), path: '/welcome' },
      }),
    );
    const again = await asOwner(async (client) => {
      const { rows: judged } = await client.query<{ definition: string }>(
        `select pg_get_viewdef('egress.employee_judged'::regclass) as definition`,
      );
      const careless = String(judged[0]?.definition).replace(/& \(?~ ?t\.refused\)?/, '');
      expect(careless).not.toBe(judged[0]?.definition);
      await client.query(
        `create or replace view egress.employee_judged with (security_barrier) as ${careless}`,
      );
      return layDisclosure(client, cast, house.folder, laid.recipientId);
    });
    const before = post.taken.length;
    await sent(again);
    const strays = (await Promise.all(post.taken.slice(before).map(strayInMail))).flat();
    expect(new Set(strays)).toEqual(new Set(['mail holds Employee.mobilePhone']));
    expect(await strayInFile(again)).toContain('file holds Employee.name');
    writeFileSync(join(house.folder, 'leak'), `x${company.eva.name} ${stranger?.text}`);
    const lying = [...filesBelow(house.folder)].flatMap(([name, text]) =>
      wordsIn(text).includes('Employee.mobilePhone') ? [name] : [],
    );
    expect(lying).toEqual(['leak']);
  });

  test('a token is found in a cursor, in capitals, and as bytes', () => {
    const [one] = tokens.in(JSON.stringify(company.eva.name)).size > 0 ? [company.eva.name] : ['?'];
    const token = String([...tokens.in(ids[0] ?? '')][0]?.text);
    expect(tokens.in(Buffer.from(JSON.stringify([token, 'x'])).toString('base64url')).size).toBeGreaterThan(
      0,
    );
    expect(tokens.in(token.toUpperCase()).size).toBeGreaterThan(0);
    expect(one).toBeDefined();
  });
});
