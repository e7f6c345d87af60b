import { systemActor } from '@courtyard/access';
import type { CellAsked } from '@courtyard/catalogue';
import { postPolicy } from '@courtyard/feed';
import { employeePolicy } from '@courtyard/people';
import { openTestHouse, type TestHouse } from '../../../../test/fixtures/house.js';
import { entriesOfFolder, THREADS_FOLDER } from '../../../../test/fixtures/slack/export-folder.js';
import { scratch } from '../../../../test/fixtures/slack/read-export.js';
import { zipOf } from '../../../../test/fixtures/slack/zip-writer.js';
import { readSlackExport } from '../import/slack/index.js';
import { moveIn } from '../import/writer/move-in.js';
import { cellsOf } from './cells.js';
import { type AskedRun, dryRun } from './dry-run.js';
import { tableOf } from './table.js';

const disk = scratch();
let house: TestHouse;
let organisationId: string;
let runs: AskedRun[];

beforeAll(async () => {
  house = await openTestHouse();
  ({ organisationId } = await house.found());
  await using slack = await readSlackExport(disk.put(zipOf(entriesOfFolder(THREADS_FOLDER))));
  await moveIn(house.gate, organisationId, slack);
  runs = await dryRun(house, organisationId);
});
afterAll(async () => {
  await house?.close();
  disk.remove();
});

async function cells(): Promise<CellAsked[]> {
  const all: CellAsked[] = [];
  const actor = systemActor('disclose_dry_run', organisationId);
  for await (const some of cellsOf(house.gate, actor)) all.push(...some);
  return all;
}
const count = async (text: string) => Number((await house.owner.query(text, [organisationId])).rows[0].count);

describe('a dry run over an imported network', () => {
  it('releases nothing to a marketing party, a partner or a processor, and says why', () => {
    const reasons = runs.map(({ purpose, run }) => [
      purpose,
      [...new Set(run.columns.flatMap(({ withheld }) => Object.keys(withheld)))],
    ]);
    expect(reasons).toEqual([
      ['marketing', ['purpose_never']],
      ['partner-sharing', ['withheld']],
      ['collaboration', ['policy']],
    ]);
    for (const { run } of runs)
      for (const { cells, released, withheld } of run.columns) {
        expect(released).toBe(0);
        expect(Object.values(withheld)).toEqual([cells]);
      }
  });

  it('has asked for every post and every name of a person', async () => {
    const posts = await count(
      "select count(*) from post where organisation_id = $1 and status = 'published'",
    );
    const people = await count(
      "select count(*) from employee where organisation_id = $1 and kind <> 'integration'",
    );
    for (const { run } of runs) {
      expect(run.columns.map(({ field, cells }) => [field, cells])).toEqual([
        ['Employee.name', people],
        ['Post.body', posts],
      ]);
    }
    expect(posts).toBeGreaterThan(10);
  });

  it('takes whom a cell concerns from where the gate keeps it', async () => {
    const asked = await cells();
    const mara = asked.find(({ cell }) => cell.persons.some(({ role }) => role === 'about'));
    expect(mara?.cell.persons.some(({ role }) => role === 'owner')).toBe(true);
    const item = asked.find(({ field, cell }) => field.name === 'body' && !cell.unmarked)?.cell.item;
    expect(item).toBeDefined();
    // What is kept there decides, and nothing else: with it gone nobody is concerned, so nobody could agree.
    await house.owner.query('delete from cell_person where organisation_id = $1 and row_id = $2', [
      organisationId,
      item,
    ]);
    await house.owner.query(
      "insert into cell_unmarked select organisation_id, 'Post', id, 5, 'attachment' from post where id = $1",
      [item],
    );
    const later = (await cells()).find(({ cell }) => cell.item === item);
    expect(later?.cell).toMatchObject({ persons: [], unmarked: true });
  });

  it('shows no name and no word of anybody', async () => {
    const { rows } = await house.owner.query<{ text: string }>(
      `select body as text from post where organisation_id = $1 union select name from employee where organisation_id = $1
       union select name from community where organisation_id = $1 union select id::text from employee where organisation_id = $1`,
      [organisationId],
    );
    const shown = `${tableOf(runs)}\n${JSON.stringify(runs)}`;
    expect(rows.filter(({ text }) => shown.includes(text))).toEqual([]);
    expect(rows.length).toBeGreaterThan(30);
    // The search would have found one.
    expect(`${shown}${rows[0]?.text}`.includes(rows[0]?.text ?? '')).toBe(true);
  });

  it('tells people no count below ten', () => {
    const small: AskedRun[] = runs.map((asked) => ({
      ...asked,
      run: {
        ...asked.run,
        columns: [{ field: 'Post.body', cells: 9, released: 0, withheld: { withheld: 9 } }],
      },
    }));
    expect(tableOf(small)).toContain('fewer than ten');
    expect(tableOf(small)).not.toMatch(/\b9\b/);
  });

  it('is in the audit log before and after', async () => {
    const events = await house.owner.query<{ body: Buffer }>(
      'select body from audit_event where organisation_id = $1 order by id',
      [organisationId],
    );
    const kinds = events.rows
      .map(({ body }) => JSON.parse(body.toString()) as { operation: string; kind: string; errand: string })
      .filter(({ operation }) => operation === 'discloseDryRun');
    expect(kinds[0]).toMatchObject({ kind: 'opened', errand: 'disclose_dry_run' });
  });
});

describe('the errand that counts', () => {
  const actor = () => systemActor('disclose_dry_run', organisationId);

  it('gets rows without a word in them', async () => {
    const order = { by: 'id', direction: 'asc' } as const;
    const posts = await house.gate.list(actor(), postPolicy, 'count_cells', { order, first: 5 });
    expect(posts.rows).toHaveLength(5);
    for (const post of posts.rows) expect(post).not.toHaveProperty('body');
    const people = await house.gate.list(actor(), employeePolicy, 'count_cells', { order, first: 5 });
    for (const person of people.rows) expect(person).not.toHaveProperty('name');
  });

  it('cannot feel for words by filter or order, nor read with another action', async () => {
    const order = { by: 'id', direction: 'asc' } as const;
    const guess = { order, first: 5, where: { body: { startsWith: 'a' } } };
    await expect(house.gate.list(actor(), postPolicy, 'count_cells', guess)).rejects.toMatchObject({
      code: 'input.invalid',
    });
    const sorted = { order: { by: 'body', direction: 'asc' }, first: 5 } as const;
    await expect(house.gate.list(actor(), postPolicy, 'count_cells', sorted)).rejects.toMatchObject({
      code: 'input.invalid',
    });
    await expect(
      house.gate.loadBy(actor(), employeePolicy, 'count_cells', 'nameFolded', ['ada brandt']),
    ).rejects.toThrow(/cannot be looked up/);
    expect((await house.gate.list(actor(), postPolicy, 'read', { order, first: 5 })).rows).toEqual([]);
  });
});
