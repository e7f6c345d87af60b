import { tried } from '@courtyard/testing';
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import {
  CONSENT_STATES,
  type ConsentState,
  decide,
  type Field,
  fieldsOf,
  forbids,
  PURPOSE_NAMES,
  permits,
  RECIPIENT_CATEGORY_NAMES,
} from '@courtyard/catalogue';
import { type TestDatabase, testDatabase } from '@courtyard/database';
import { everythingLeaving, previewSql } from '@courtyard/egress';
import { Post } from '@courtyard/feed';
import { Employee } from '@courtyard/people';
import { employeeRow, LONG_AGO, NEXT_YEAR, postRow, SOME_TIME, Wall } from './wall.js';

jest.setTimeout(300_000);

const field = (entity: typeof Post | typeof Employee, name: string): Field => {
  const found = fieldsOf(entity).find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
};
const FIELDS = [
  field(Employee, 'name'),
  field(Employee, 'title'),
  field(Post, 'body'),
  field(Post, 'publishedAt'),
];
const AUDIENCES = ['organisation', 'narrower'] as const;

interface Person {
  readonly id: string;
  readonly toField: ConsentState;
  readonly toItem: ConsentState;
  readonly posts: Readonly<Record<(typeof AUDIENCES)[number], string>>;
}

/** Everything a person can have said of a field and of an item, each said by somebody. */
const PEOPLE: readonly Person[] = CONSENT_STATES.flatMap((toField) =>
  CONSENT_STATES.map((toItem) => ({
    id: randomUUID(),
    toField,
    toItem,
    posts: { organisation: randomUUID(), narrower: randomUUID() },
  })),
);

const bits = (numbers: readonly number[], set: boolean) =>
  String(set ? numbers.reduce((sum, no) => sum | (1n << BigInt(no)), 0n) : 0n);

describe('every purpose, recipient category, field and consent state, decided by the privileges of role egress', () => {
  let database: TestDatabase;
  let wall: Wall;
  let organisationId: string;
  beforeAll(async () => {
    database = await testDatabase({ fresh: true });
    wall = await Wall.open(database);
    // Whatever the tables refuse to hold is put there all the same: the views stand by themselves.
    for (const table of ['consent_index', 'consent_item'])
      await wall.owner.query(`alter table ${table} drop constraint ${table}_purpose_check`);
    organisationId = await wall.organisation();
    await wall.insert(
      'employee',
      PEOPLE.map(({ id }) => employeeRow(organisationId, id)),
    );
    await wall.insert(
      'post',
      PEOPLE.flatMap(({ id, posts }) => [
        postRow(organisationId, posts.organisation, id),
        postRow(organisationId, posts.narrower, id, { audience_keys: [2] }),
      ]),
    );
    const person = (entity: string, row_id: string, employee_id: string, numbers: readonly number[]) =>
      numbers.map((field_no) => ({
        organisation_id: organisationId,
        entity,
        row_id,
        field_no,
        employee_id,
        role: 'owner',
      }));
    await wall.insert(
      'cell_person',
      PEOPLE.flatMap(({ id, posts }) => [
        ...person('Employee', id, id, [2, 5]),
        ...person('Post', posts.organisation, id, [5, 12]),
        ...person('Post', posts.narrower, id, [5, 12]),
      ]),
    );
  });
  afterAll(async () => {
    await wall?.close();
    await database?.close();
  });

  /** What everybody said to one recipient for one purpose, as the index holds it. */
  async function say(purpose: string, recipientId: string): Promise<void> {
    const base = { organisation_id: organisationId, purpose, recipient_id: recipientId, version: 1 };
    const word = (state: ConsentState, numbers: readonly number[]) => ({
      bits: bits(numbers, permits(state) || state === 'expired'),
      no_bits: bits(numbers, forbids(state)),
      valid_until: state === 'expired' ? SOME_TIME : NEXT_YEAR,
    });
    const spoken = (state: ConsentState) => permits(state) || forbids(state) || state === 'expired';
    await wall.insert(
      'consent_index',
      PEOPLE.filter(({ toField }) => spoken(toField)).flatMap(({ id, toField }) =>
        [['Employee', [2, 5]] as const, ['Post', [5, 12]] as const].map(([entity, numbers]) => ({
          ...base,
          employee_id: id,
          entity,
          covers_until: forbids(toField) ? LONG_AGO : SOME_TIME,
          ...word(toField, numbers),
        })),
      ),
    );
    await wall.insert(
      'consent_item',
      PEOPLE.filter(({ toItem }) => spoken(toItem)).flatMap(({ id, toItem, posts }) => [
        {
          ...base,
          employee_id: id,
          entity: 'Employee',
          row_id: id,
          covers_until: SOME_TIME,
          ...word(toItem, [2, 5]),
        },
        ...AUDIENCES.map((audience) => ({
          ...base,
          employee_id: id,
          entity: 'Post',
          row_id: posts[audience],
          covers_until: SOME_TIME,
          ...word(toItem, [5, 12]),
        })),
      ]),
    );
  }

  test('agrees with the reference in every cell, and so do the counts of the preview with their reasons', async () => {
    let cells = 0;
    let released = 0;
    const api = database.open('api');
    const leaving = new Map(everythingLeaving().map((one) => [one.entity, one]));
    for (const category of RECIPIENT_CATEGORY_NAMES) {
      for (const purpose of PURPOSE_NAMES) {
        const recipientId = await wall.recipient(organisationId, category);
        await say(purpose, recipientId);
        await wall.opening(organisationId, purpose, recipientId, 'Employee', [2, 5]);
        await wall.opening(organisationId, purpose, recipientId, 'Post', [5, 12]);
        const grant = await wall.grant(organisationId, purpose, recipientId, {
          Employee: [2, 5],
          Post: [5, 12],
        });
        const ref = await wall.refs(recipientId);
        const left = new Map<string, bigint>();
        for (const table of ['employee', 'post'] as const)
          for (const row of await wall.cells(grant, table)) left.set(row.ref, BigInt(row.released));
        const expectedCounts = new Map<string, Record<string, number>>();
        for (const person of PEOPLE) {
          for (const asked of FIELDS) {
            for (const audience of AUDIENCES) {
              if (asked.entity === 'Employee' && audience === 'narrower') continue;
              const item = asked.entity === 'Employee' ? person.id : person.posts[audience];
              const decision = decide(
                {
                  purpose,
                  field: asked,
                  recipient: { id: recipientId, category },
                  policy: {
                    switchedOff: [],
                    basis: { [purpose]: 'consent' },
                    opened: [
                      {
                        purpose,
                        recipient: recipientId,
                        fields: FIELDS.map(({ entity, name }) => `${entity}.${name}`),
                      },
                    ],
                  },
                  cell: {
                    item,
                    persons: [
                      {
                        person: person.id,
                        role: 'owner',
                        kind: 'employee',
                        restricted: false,
                        objectedTo: [],
                      },
                    ],
                    audience,
                    recipientInAudience: false,
                    unmarked: false,
                  },
                },
                {
                  nobodyCanHaveSpoken: false,
                  stateOf: (_p, _q, _r, _f, row) => (row === undefined ? person.toField : person.toItem),
                },
              );
              const has = ((left.get(ref(item)) ?? 0n) >> BigInt(asked.number)) & 1n;
              if ((has === 1n) !== decision.released)
                throw new Error(
                  `${purpose} to ${category}: ${asked.entity}.${asked.name}, ${audience}, ${person.toField}, ${person.toItem}: ${JSON.stringify(decision)}`,
                );
              const key = `${asked.entity} ${asked.number}`;
              const counts = expectedCounts.get(key) ?? {};
              const outcome = decision.released ? 'released' : decision.reason;
              counts[outcome] = (counts[outcome] ?? 0) + 1;
              expectedCounts.set(key, counts);
              cells++;
              released += Number(has);
            }
          }
        }
        for (const [entity, numbers] of [
          ['Employee', [2, 5]],
          ['Post', [5, 12]],
        ] as const) {
          const one = leaving.get(entity);
          if (!one) throw new Error(entity);
          const [rows = []] = await api.flight(organisationId, [
            { text: previewSql(one), values: [organisationId, recipientId, purpose, [...numbers]] },
          ]);
          for (const [fieldNo, verdict, all, out] of rows) {
            const counts = expectedCounts.get(`${entity} ${fieldNo}`) ?? {};
            const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
            expect([purpose, category, Number(all), Number(out)]).toEqual([
              purpose,
              category,
              total,
              counts['released'] ?? 0,
            ]);
            if (verdict !== 'open')
              expect([purpose, category, counts]).toEqual([purpose, category, { [String(verdict)]: total }]);
            else expect(total - Number(out)).toBe(counts['withheld'] ?? 0);
          }
        }
      }
    }
    tried(cells);
    expect(cells).toBe(18 * 20 * 121 * 6);
    expect(released).toBeGreaterThan(1_000);
    console.log(`${cells} cells, ${released} released`);
  });
});
