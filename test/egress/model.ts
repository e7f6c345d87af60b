import { randomUUID } from 'node:crypto';
import {
  CONSENT_STATES,
  type ConsentState,
  decide,
  type Field,
  fieldKey,
  fieldsOf,
  forbids,
  type LawfulBasis,
  type PersonConcerned,
  PURPOSE_NAMES,
  type Purpose,
  permits,
  RECIPIENT_CATEGORY_NAMES,
  type RecipientCategory,
} from '@courtyard/catalogue';
import { isReleased } from '@courtyard/egress';
import { Post } from '@courtyard/feed';
import { Employee } from '@courtyard/people';
import * as fc from 'fast-check';
import { employeeRow, LONG_AGO, NEXT_YEAR, type OpenedGrant, postRow, type Wall } from './wall.js';

/** What somebody said, and whether it reaches the cell in time. */
export interface Word {
  readonly state: ConsentState;
  readonly reaches: boolean;
}

export interface PersonModel {
  /** The name was changed after they came; a word that reaches was said of the new one. */
  readonly renamed: boolean;
  readonly kind: 'employee' | 'guest';
  readonly status: 'active' | 'deactivated';
  readonly restricted: boolean;
  readonly objects: boolean;
  /** By field key. */
  readonly toField: Readonly<Record<string, Word>>;
  /** Of one's own row in the directory, by field key. */
  readonly toSelf: Readonly<Record<string, Word>>;
}

export interface PostModel {
  readonly author: number;
  readonly about: readonly number[];
  readonly audience: 'organisation' | 'narrower';
  readonly edited: boolean;
  readonly marked: boolean;
  readonly live: boolean;
  /** Nobody is known to be concerned. */
  readonly orphaned: boolean;
  /** By person, by field key. */
  readonly toItem: readonly Readonly<Record<string, Word>>[];
}

/** An organisation with one disclosure, small enough to be read when it fails. */
export interface Model {
  readonly purpose: Purpose;
  readonly category: RecipientCategory;
  readonly recipientActive: boolean;
  readonly policy: { readonly switchedOff: boolean; readonly basis: LawfulBasis } | null;
  readonly opened: readonly string[];
  readonly openingActive: boolean;
  readonly requested: readonly string[];
  readonly people: readonly PersonModel[];
  readonly posts: readonly PostModel[];
}

const NEVER_ASKED: Word = { state: 'never_asked', reaches: true };
export const FIELDS: readonly Field[] = [...fieldsOf(Employee), ...fieldsOf(Post)].filter(
  ({ asked }) => asked,
);
export const KEYS = FIELDS.map(fieldKey);

const SINCE = '2026-03-01T12:00:00.000Z';
const EDITED = '2026-04-01T12:00:00.000Z';
const COVERS = '2026-05-01T12:00:00.000Z';
const COVERS_NOT = '2026-02-01T12:00:00.000Z';
/** What was there, but not as it stands now. */
const COVERS_FORMER = '2026-03-15T12:00:00.000Z';

export interface Cell {
  readonly field: Field;
  readonly row: string;
  readonly label: string;
  readonly expected: boolean;
  readonly byCasl: boolean;
}

/** Every requested cell of a live row, with what the reference and CASL decide. */
export function* cellsOf(model: Model, ids: Ids): Generator<Cell> {
  const { purpose, category } = model;
  const basis = model.policy?.basis ?? 'consent';
  const opened = model.openingActive ? model.opened : [];
  const concerned = (at: number, role: 'owner' | 'about'): PersonConcerned => {
    const person = model.people[at];
    if (!person) throw new Error('nobody');
    const kind = person.status === 'active' ? person.kind : 'external';
    const objectedTo = person.objects ? [purpose] : [];
    return { person: String(at), role, kind, restricted: person.restricted, objectedTo };
  };
  const judge = (
    field: Field,
    item: string,
    persons: readonly PersonConcerned[],
    audience: 'organisation' | 'narrower',
    unmarked: boolean,
    itemWord: (person: number) => Word,
  ) => {
    const said = (word: Word): ConsentState =>
      permits(word.state) && !word.reaches ? 'never_asked' : word.state;
    const toField = (person: number) => said(model.people[person]?.toField[fieldKey(field)] ?? NEVER_ASKED);
    const decision = decide(
      {
        purpose,
        field,
        recipient: { id: 'r', category },
        policy: {
          switchedOff: model.policy?.switchedOff ? [purpose] : [],
          basis: { [purpose]: basis },
          opened: [{ purpose, recipient: 'r', fields: opened }],
        },
        cell: { item, persons, audience, recipientInAudience: false, unmarked },
      },
      {
        nobodyCanHaveSpoken: false,
        stateOf: (person, _purpose, _recipient, _field, row) =>
          row === undefined ? toField(Number(person)) : said(itemWord(Number(person))),
      },
    );
    const byCasl = isReleased({
      purpose,
      category,
      switchedOff: model.policy?.switchedOff ?? false,
      basis,
      opened: opened.includes(fieldKey(field)),
      asked: field.asked,
      sensitivity: field.sensitivity,
      audience,
      unmarked,
      persons: persons.map(({ person, kind, restricted, objectedTo }) => ({
        kind,
        restricted,
        objects: objectedTo.length > 0,
        toField: toField(Number(person)),
        toItem: said(itemWord(Number(person))),
      })),
    });
    return { expected: decision.released && model.recipientActive, byCasl: byCasl && model.recipientActive };
  };
  for (const [at, person] of model.people.entries()) {
    if (person.kind !== 'employee' || person.status !== 'active') continue;
    for (const field of FIELDS.filter(({ entity }) => entity === 'Employee')) {
      if (!model.requested.includes(fieldKey(field))) continue;
      const row = ids.people[at] ?? '';
      const word = () => person.toSelf[fieldKey(field)] ?? NEVER_ASKED;
      const judged = judge(field, row, [concerned(at, 'owner')], 'organisation', false, word);
      yield { field, row, label: `person ${at} ${field.name}`, ...judged };
    }
  }
  for (const [at, post] of model.posts.entries()) {
    if (!post.live) continue;
    for (const field of FIELDS.filter(({ entity }) => entity === 'Post')) {
      if (!model.requested.includes(fieldKey(field))) continue;
      const isBody = field.name === 'body';
      const persons = post.orphaned
        ? []
        : [
            concerned(post.author, 'owner'),
            ...(isBody
              ? post.about.filter((one) => one !== post.author).map((one) => concerned(one, 'about'))
              : []),
          ];
      const word = (person: number) => post.toItem[person]?.[fieldKey(field)] ?? NEVER_ASKED;
      const row = ids.posts[at] ?? '';
      const judged = judge(field, row, persons, post.audience, isBody && !post.marked, word);
      yield { field, row, label: `post ${at} ${field.name}`, ...judged };
    }
  }
}

export interface Ids {
  readonly organisationId: string;
  readonly recipientId: string;
  readonly people: readonly string[];
  readonly posts: readonly string[];
  readonly grant: OpenedGrant;
}

/** Writes the organisation as the application would have it after everything that the model says. */
export async function build(wall: Wall, model: Model): Promise<Ids> {
  const org = await wall.organisation();
  const people = model.people.map(() => randomUUID());
  const posts = model.posts.map(() => randomUUID());
  const person = (at: number) => people[at] ?? '';
  const recipientId = await wall.recipient(org, model.category, {
    status: model.recipientActive ? 'active' : 'retired',
  });
  const base = { organisation_id: org, purpose: model.purpose, recipient_id: recipientId, version: 1 };
  await wall.insert(
    'employee',
    model.people.map(({ kind, status, renamed }, at) =>
      employeeRow(org, person(at), {
        kind,
        status,
        roles: kind === 'employee' ? ['employee'] : [],
        created_at: SINCE,
        card_changed_at: renamed ? EDITED : null,
      }),
    ),
  );
  await wall.insert(
    'post',
    model.posts.map((post, at) =>
      postRow(org, posts[at] ?? '', person(post.author), {
        audience_keys: post.audience === 'organisation' ? [1] : [2],
        status: post.live ? 'published' : 'withdrawn',
        published_at: SINCE,
        edited_at: post.edited ? EDITED : null,
      }),
    ),
  );
  const numberOf = (name: string) => FIELDS.find((field) => field.name === name)?.number ?? 0;
  const cell = (entity: string, row_id: string, name: string, at: number, role: string) => ({
    organisation_id: org,
    entity,
    row_id,
    field_no: numberOf(name),
    employee_id: person(at),
    role,
  });
  await wall.insert('cell_person', [
    ...model.people.flatMap((_, at) =>
      ['name', 'title'].map((name) => cell('Employee', person(at), name, at, 'owner')),
    ),
    ...model.posts.flatMap((post, at) =>
      post.orphaned
        ? []
        : [
            ...['body', 'publishedAt'].map((name) =>
              cell('Post', posts[at] ?? '', name, post.author, 'owner'),
            ),
            ...[...new Set(post.about)]
              .filter((one) => one !== post.author)
              .map((one) => cell('Post', posts[at] ?? '', 'body', one, 'about')),
          ],
    ),
  ]);
  await wall.insert(
    'cell_unmarked',
    model.posts.flatMap((post, at) =>
      post.marked
        ? []
        : [
            {
              organisation_id: org,
              entity: 'Post',
              row_id: posts[at] ?? '',
              field_no: 5,
              reason: 'name_found',
            },
          ],
    ),
  );
  if (model.policy)
    await wall.insert('purpose_policy', [
      {
        organisation_id: org,
        purpose: model.purpose,
        switched_off: model.policy.switchedOff,
        basis: model.policy.basis,
      },
    ]);
  for (const entity of ['Employee', 'Post']) {
    const numbers = FIELDS.filter(
      (field) => field.entity === entity && model.opened.includes(fieldKey(field)),
    ).map(({ number }) => number);
    await wall.opening(
      org,
      model.purpose,
      recipientId,
      entity,
      numbers,
      model.openingActive ? {} : { status: 'retired' },
    );
  }
  await wall.insert(
    'processing_limit',
    model.people.flatMap(({ restricted, objects }, at) => [
      ...(restricted
        ? [{ organisation_id: org, employee_id: person(at), kind: 'restriction', purpose: '', since: SINCE }]
        : []),
      ...(objects
        ? [
            {
              organisation_id: org,
              employee_id: person(at),
              kind: 'objection',
              purpose: model.purpose,
              since: SINCE,
            },
          ]
        : []),
    ]),
  );
  await wall.insert('consent_index', indexRows(model, people, base));
  await wall.insert('consent_item', itemRows(model, people, posts, base));
  const fields: Record<string, number[]> = {};
  for (const field of FIELDS)
    if (model.requested.includes(fieldKey(field)))
      fields[field.entity] = [...(fields[field.entity] ?? []), field.number];
  const grant = await wall.grant(org, model.purpose, recipientId, fields);
  return { organisationId: org, recipientId, people, posts, grant };
}

const saysSomething = ({ state }: Word) => permits(state) || forbids(state) || state === 'expired';

/** A row of the index is one reach in time: what runs out stands apart from what holds. */
function indexRows(model: Model, people: readonly string[], base: object) {
  const rows = new Map<string, { bits: bigint; no_bits: bigint; key: object }>();
  for (const [at, { toField, renamed }] of model.people.entries()) {
    for (const field of FIELDS) {
      const word = toField[fieldKey(field)];
      if (!word || !saysSomething(word)) continue;
      const former = renamed && field.entity === 'Employee' ? COVERS_FORMER : COVERS_NOT;
      const covers = forbids(word.state) ? LONG_AGO : word.reaches ? COVERS : former;
      const until = word.state === 'expired' ? '2026-01-01T00:00:00Z' : NEXT_YEAR;
      const covers_until = word.state === 'expired' ? covers.replace('12:00:00', '13:00:00') : covers;
      const key = {
        ...base,
        employee_id: people[at],
        entity: field.entity,
        covers_until,
        valid_until: until,
      };
      const id = JSON.stringify([at, field.entity, covers_until]);
      const row = rows.get(id) ?? { bits: 0n, no_bits: 0n, key };
      if (forbids(word.state)) row.no_bits |= 1n << BigInt(field.number);
      else row.bits |= 1n << BigInt(field.number);
      rows.set(id, row);
    }
  }
  return [...rows.values()].map(({ bits, no_bits, key }) => ({
    ...key,
    bits: String(bits),
    no_bits: String(no_bits),
  }));
}

/** The table has one row an item: its reach and its end are those of the yes, so a model has one word an item and person. */
function itemRows(model: Model, people: readonly string[], posts: readonly string[], base: object) {
  const row = (
    employee_id: string | undefined,
    entity: string,
    row_id: string | undefined,
    words: Readonly<Record<string, Word>>,
    changed: boolean,
  ) => {
    const said = FIELDS.filter((field) => field.entity === entity).flatMap((field) => {
      const word = words[fieldKey(field)];
      return word && saysSomething(word) ? [{ field, word }] : [];
    });
    const [first] = said;
    if (!first) return [];
    const bits = (picked: (word: Word) => boolean) =>
      String(
        said.reduce((sum, { field, word }) => (picked(word) ? sum | (1n << BigInt(field.number)) : sum), 0n),
      );
    const yes = said.find(({ word }) => !forbids(word.state))?.word ?? first.word;
    return [
      {
        ...base,
        employee_id,
        entity,
        row_id,
        bits: bits(({ state }) => !forbids(state)),
        no_bits: bits(({ state }) => forbids(state)),
        valid_until: yes.state === 'expired' ? '2026-01-01T00:00:00Z' : NEXT_YEAR,
        covers_until: yes.reaches ? COVERS : changed ? COVERS_FORMER : COVERS_NOT,
      },
    ];
  };
  return [
    ...model.people.flatMap(({ toSelf, renamed }, at) =>
      row(people[at], 'Employee', people[at], toSelf, renamed),
    ),
    ...model.posts.flatMap(({ toItem, edited }, at) =>
      toItem.flatMap((words, of) => row(people[of], 'Post', posts[at], words, edited)),
    ),
  ];
}

/** Where role egress, and CASL, decide otherwise than the reference: one sentence a cell. */
export async function disagreements(wall: Wall, model: Model): Promise<string[]> {
  const ids = await build(wall, model);
  const ref = await wall.refs(ids.recipientId);
  const released = new Map<string, bigint>();
  for (const table of ['employee', 'post'] as const)
    for (const row of await wall.cells(ids.grant, table)) {
      released.set(row.ref, BigInt(row.released));
      for (const field of FIELDS) {
        const has = (BigInt(row.released) >> BigInt(field.number)) & 1n;
        const value = row[field.name === 'publishedAt' ? 'published_at' : field.name];
        if (field.entity.toLowerCase() === table && has === 0n && value !== null && value !== undefined)
          return [`a withheld ${field.name} has a value`];
      }
    }
  const found: string[] = [];
  const known = new Set<string>();
  for (const { field, row, label, expected, byCasl } of cellsOf(model, ids)) {
    const bySql = (((released.get(ref(row)) ?? 0n) >> BigInt(field.number)) & 1n) === 1n;
    known.add(ref(row));
    if (bySql !== expected) found.push(`${label}: SQL says ${bySql}, the reference ${expected}`);
    if (byCasl !== expected) found.push(`${label}: CASL says ${byCasl}, the reference ${expected}`);
  }
  for (const one of released.keys())
    if (!known.has(one)) found.push('a row left that nobody requested, or that is not live');
  return found;
}

const word = (): fc.Arbitrary<Word> =>
  fc.record({ state: fc.constantFrom(...CONSENT_STATES), reaches: fc.boolean() });
/** Mostly yes: else hardly anything would ever be released. */
const likely: fc.Arbitrary<Word> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Word>({ state: 'given', reaches: true }) },
  { weight: 1, arbitrary: word() },
);
const words = (entity: string) =>
  fc.record(
    Object.fromEntries(
      FIELDS.filter((field) => field.entity === entity).map((field) => [fieldKey(field), likely]),
    ),
  );
/** One word for all fields of an item, or none for some. */
const itemWords = (entity: string) =>
  likely.chain((said) =>
    fc.record(
      Object.fromEntries(
        FIELDS.filter((field) => field.entity === entity).map((field) => [
          fieldKey(field),
          fc.constantFrom<Word>(said, NEVER_ASKED),
        ]),
      ),
    ),
  );
const mostly = (usual: boolean) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constant(!usual) });
const usually = <T>(usual: T, others: readonly T[]) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );

const person: fc.Arbitrary<PersonModel> = fc.record({
  kind: usually<'employee' | 'guest'>('employee', ['guest']),
  status: usually<'active' | 'deactivated'>('active', ['deactivated']),
  renamed: fc.boolean(),
  restricted: mostly(false),
  objects: mostly(false),
  toField: fc.tuple(words('Employee'), words('Post')).map(([one, two]) => ({ ...one, ...two })),
  toSelf: itemWords('Employee'),
});

export const models: fc.Arbitrary<Model> = fc.integer({ min: 1, max: 3 }).chain((count) => {
  const index = fc.integer({ min: 0, max: count - 1 });
  const post: fc.Arbitrary<PostModel> = fc.record({
    author: index,
    about: fc.uniqueArray(index, { maxLength: 2 }),
    audience: usually<'organisation' | 'narrower'>('organisation', ['narrower']),
    edited: fc.boolean(),
    marked: mostly(true),
    live: mostly(true),
    orphaned: mostly(false),
    toItem: fc.tuple(...Array.from({ length: count }, () => itemWords('Post'))),
  });
  return fc.record({
    purpose: usually<Purpose>('research', PURPOSE_NAMES),
    category: usually<RecipientCategory>('research-body', RECIPIENT_CATEGORY_NAMES),
    recipientActive: mostly(true),
    policy: fc.option(
      fc.record({
        switchedOff: mostly(false),
        basis: fc.constantFrom<LawfulBasis>('consent', 'contract', 'legal-obligation', 'legitimate-interest'),
      }),
    ),
    opened: fc.oneof(
      { weight: 3, arbitrary: fc.constant(KEYS) },
      { weight: 1, arbitrary: fc.subarray([...KEYS]) },
    ),
    openingActive: mostly(true),
    requested: fc.oneof(
      { weight: 3, arbitrary: fc.constant(KEYS) },
      { weight: 1, arbitrary: fc.subarray([...KEYS]) },
    ),
    people: fc.tuple(...Array.from({ length: count }, () => person)),
    posts: fc.array(post, { maxLength: 2 }),
  });
});

const yes: Word = { state: 'given', reaches: true };
const every = (entity: string, said: Word) =>
  Object.fromEntries(
    FIELDS.filter((field) => field.entity === entity).map((field) => [fieldKey(field), said]),
  );

/** Two people who agree to everything and a post of one about the other: everything leaves. */
export const FAVOURABLE: Model = {
  purpose: 'research',
  category: 'research-body',
  recipientActive: true,
  policy: { switchedOff: false, basis: 'legitimate-interest' },
  opened: KEYS,
  openingActive: true,
  requested: KEYS,
  people: [0, 1].map(() => ({
    kind: 'employee',
    status: 'active',
    renamed: true,
    restricted: false,
    objects: false,
    toField: { ...every('Employee', yes), ...every('Post', yes) },
    toSelf: {},
  })),
  posts: [
    {
      author: 0,
      about: [1],
      audience: 'organisation',
      edited: true,
      marked: true,
      live: true,
      orphaned: false,
      toItem: [every('Post', yes), every('Post', yes)],
    },
  ],
};

const withPerson = (at: number, more: Partial<PersonModel>): Model => ({
  ...FAVOURABLE,
  people: FAVOURABLE.people.map((one, of) => (of === at ? { ...one, ...more } : one)),
});
const withPost = (more: Partial<PostModel>): Model => ({
  ...FAVOURABLE,
  posts: FAVOURABLE.posts.map((one) => ({ ...one, ...more })),
});
const no: Word = { state: 'refused', reaches: true };

/** One adverse circumstance each: a decider that overlooks it is caught by one of them. */
export const ADVERSE: Readonly<Record<string, Model>> = {
  favourable: FAVOURABLE,
  'a purpose that is never': { ...FAVOURABLE, purpose: 'marketing' },
  'a purpose that is closed': { ...FAVOURABLE, purpose: 'monitoring' },
  'a recipient that is never': { ...FAVOURABLE, category: 'insurer' },
  'a recipient of another kind': { ...FAVOURABLE, category: 'authority' },
  'a recipient that is retired': { ...FAVOURABLE, recipientActive: false },
  'a purpose switched off': { ...FAVOURABLE, policy: { switchedOff: true, basis: 'consent' } },
  'nothing opened': { ...FAVOURABLE, opened: [] },
  'an opening that is retired': { ...FAVOURABLE, openingActive: false },
  'a field less requested': { ...FAVOURABLE, requested: KEYS.slice(1) },
  'a guest': withPerson(1, { kind: 'guest' }),
  'somebody who left': withPerson(1, { status: 'deactivated' }),
  'a restriction': withPerson(1, { restricted: true }),
  'an objection': withPerson(0, { objects: true }),
  'an objection where consent is the basis': {
    ...withPerson(0, { objects: true }),
    policy: { switchedOff: false, basis: 'consent' },
  },
  'a no to a field': withPerson(0, {
    toField: { ...every('Employee', no), ...every('Post', no) },
    toSelf: every('Employee', yes),
  }),
  'a yes to a field that ran out': withPerson(0, {
    toField: every('Employee', { state: 'expired', reaches: true }),
  }),
  'a yes to a field that does not reach': withPerson(0, {
    toField: { ...every('Employee', { ...yes, reaches: false }), ...every('Post', yes) },
  }),
  'a yes to a field of somebody who never was renamed, that does not reach': withPerson(0, {
    renamed: false,
    toField: { ...every('Employee', { ...yes, reaches: false }), ...every('Post', yes) },
  }),
  'a yes to a field of every post that does not reach': withPerson(0, {
    toField: { ...every('Employee', yes), ...every('Post', { ...yes, reaches: false }) },
  }),
  'a no to an item': withPost({ toItem: [every('Post', no), every('Post', yes)] }),
  'a no to an item by somebody else': withPost({ toItem: [every('Post', yes), every('Post', no)] }),
  'no word to an item': withPost({ toItem: [every('Post', yes), {}] }),
  'no word to an item by anybody': withPost({ toItem: [{}, {}] }),
  'a yes to an item that ran out': withPost({
    toItem: [every('Post', { state: 'expired', reaches: true }), every('Post', yes)],
  }),
  'a yes to an item of older words': withPost({
    toItem: [every('Post', { ...yes, reaches: false }), every('Post', yes)],
  }),
  'a narrower audience': withPost({ audience: 'narrower', toItem: [{}, {}] }),
  'an unmarked text': withPost({ marked: false }),
  'two others, of whom one said no': {
    ...FAVOURABLE,
    people: [...FAVOURABLE.people, ...FAVOURABLE.people.slice(1)],
    posts: FAVOURABLE.posts.map((post) => ({
      ...post,
      about: [1, 2],
      toItem: [every('Post', yes), every('Post', no), every('Post', yes)],
    })),
  },
  'an author who is mentioned, too': withPost({ about: [0, 1] }),
  'a yes to one field that reaches less far than the one to another': withPerson(0, {
    toField: {
      ...every('Employee', yes),
      ...every('Post', yes),
      [KEYS[0] ?? '']: { ...yes, reaches: false },
    },
  }),
  'a withdrawn post': withPost({ live: false }),
  'a post of nobody': withPost({ orphaned: true }),
};
