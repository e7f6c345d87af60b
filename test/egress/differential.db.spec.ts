import { tried } from '@courtyard/testing';
import 'reflect-metadata';
import { type TestDatabase, testDatabase } from '@courtyard/database';
import { egressViewsSql } from '@courtyard/egress';
import * as fc from 'fast-check';
import { ADVERSE, disagreements, models } from './model.js';
import { Wall } from './wall.js';

jest.setTimeout(600_000);

const RUNS = Number(process.env['DIFFERENTIAL_RUNS'] ?? 150);

describe('role egress, CASL and the reference', () => {
  let database: TestDatabase;
  let wall: Wall;
  beforeAll(async () => {
    database = await testDatabase({ fresh: true });
    wall = await Wall.open(database);
    for (const table of ['consent_index', 'consent_item'])
      await wall.owner.query(`alter table ${table} drop constraint ${table}_purpose_check`);
  });
  afterAll(async () => {
    await wall?.close();
    await database?.close();
  });

  test.each(Object.entries(ADVERSE))('agree on %s', async (_, model) => {
    expect(await disagreements(wall, model)).toEqual([]);
  });

  test(`agree on ${RUNS} generated organisations`, async () => {
    await fc.assert(
      fc.asyncProperty(models, async (model) => {
        expect(await disagreements(wall, model)).toEqual([]);
      }),
      { numRuns: RUNS, endOnFailure: false },
    );
    tried(RUNS);
  });

  /** Each takes one condition from the views, wherever it stands. */
  const CARELESS: Readonly<
    Record<string, readonly [from: string | RegExp, to: string, also?: string | RegExp, to?: string]>
  > = {
    'purposes that are never': [
      "when coalesce(pr.rule, 'never') = 'never' then 'purpose_never'",
      '',
      "pr.rule <> 'consent' or ",
      '',
    ],
    'recipients that are never': [
      /when r\.category is null or [^\n]* then 'recipient_never'/,
      '',
      /r\.category not in \([^)]*\) or (?=r\.status)/,
      '',
    ],
    'purposes of other rules': ["pr.rule <> 'consent' or ", ''],
    'recipients that a purpose cannot serve': [
      / or r\.category not in \([^)]*\) or r\.status/,
      ' or r.status',
    ],
    'that a recipient is retired': [" or r.status <> 'active'", ''],
    'that a purpose is switched off': ['or coalesce(pp.switched_off, false)', ''],
    'that nothing was opened': [/or not exists \(select from public\.opening.*?\(o\.field_nos\)\)/s, ''],
    'that an opening is retired': [" and o.status = 'active'", ''],
    guests: [/w\.kind = 'employee' and (?=w\.status)/, ''],
    'who left': [" and w.status = 'active'", ''],
    'restrictions of owners': [' & ~t.restricted', ''],
    'restrictions of others': [' & ~coalesce(x.restricted, 0)', ''],
    objections: [
      /\n {6}and \(\(select basis from asked\) <> 'legitimate-interest' or [hw]\.objects is not true\)/,
      '',
    ],
    'a no to a field': ['~(coalesce(w.no, 0) | ', '~('],
    'a no to an item': [' | coalesce(i.no_bits, 0))', ')'],
    'that a yes to a field runs out': [/[wy]\.valid_until > now\(\)/, 'true'],
    'that a yes to an item runs out': [' and i.valid_until > now()', ''],
    'how far a yes to a field reaches': [/w\.covers_until >= greatest\([^)]*\)/, 'true'],
    'that a card was changed': [
      /w\.covers_until >= greatest\(p\.created_at, p\.card[^)]*\)/,
      'w.covers_until >= p.created_at',
    ],
    'how far a yes to an item reaches': [/i\.covers_until >= greatest\([^)]*\)/, 'true'],
    'that words were changed': [/i\.covers_until >= greatest\((p\.[a-z_]+), [^)]*\)/, 'i.covers_until >= $1'],
    'narrower audiences': ['p.audience_keys && (select keys from house)', 'true'],
    'what is special': [
      /\(select keys from house\) then \d+::bigint/,
      '(select keys from house) then -1::bigint',
    ],
    owners: [' & ~t.refused', ''],
    'everybody but the owner': [' & ~coalesce(x.refused, 0)', ''],
    'all others but one': ['bit_or(c.bits & ~(case', 'bit_and(c.bits & ~(case'],
    'that a yes to one field reaches less far than one to another': [
      'case when w.covers_until >=',
      'case when w.furthest >=',
    ],
    'that some of the yeses to fields do not reach': [/ and y\.covers_until >= greatest\([^)]*\)/, ''],
    'that a text is not marked': [' & ~coalesce(u.bits, 0)', ''],
    'whether it was asked for': [' & (select bits from asked) as released', ' as released'],
    'that a post was withdrawn': [" and p.status = 'published'", ''],
  };

  /** Installs views of which the conditions were taken, looks for a disagreement, and puts the right ones back. */
  async function caught([from, to, also, then]: (typeof CARELESS)[string]): Promise<number> {
    const right = egressViewsSql().replaceAll('create view', 'create or replace view');
    let careless = without(right, from, to);
    if (also !== undefined) careless = without(careless, also, then ?? '');
    await wall.owner.query(careless);
    try {
      let found = 0;
      for (const model of Object.values(ADVERSE)) found += (await disagreements(wall, model)).length;
      return found;
    } finally {
      await wall.owner.query(right);
    }
  }

  function without(views: string, from: string | RegExp, to: string): string {
    const careless = views.replaceAll(typeof from === 'string' ? from : new RegExp(from, 'gs'), to);
    if (careless === views) throw new Error('The condition is not there to be taken.');
    return careless;
  }

  test.each(Object.entries(CARELESS))('control: views that forget %s are caught', async (_, condition) => {
    expect(await caught(condition)).toBeGreaterThan(0);
  });
});
