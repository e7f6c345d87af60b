import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@courtyard/database';
import { Client } from 'pg';
import { generateExport } from '../bench/slack-export.js';
import { familyOf, kill, survivors } from './processes.js';

const bin = join(import.meta.dirname, '..', '..', 'apps', 'cli', 'bin', 'courtyard.mjs');
const MESSAGES = 12_000;

let folder: string;
let zip: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'courtyard-import-'));
  zip = join(folder, 'Harbour Slack export Jan 1 2024.zip');
  writeFileSync(zip, generateExport({ messages: MESSAGES, people: 60, channels: 6, days: 10 }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const environment = (data: string) => {
  const { PATH, HOME } = process.env;
  return { PATH, HOME, COURTYARD_FOLDER: data };
};

function courtyard(data: string, ...args: string[]) {
  const run = spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8', env: environment(data) });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

/** What is stored, as the owner sees it when nothing else runs. */
async function stored(data: string): Promise<Record<string, number>> {
  const server = await EmbeddedPostgres.start({ folder: data });
  try {
    const owner = new Client({ connectionString: server.ownerSocketUrl });
    await owner.connect();
    const { rows } = await owner.query(
      `select (select count(*)::int from post) as posts, (select count(*)::int from comment) as comments,
              (select count(*)::int from post_audience) as listed,
              (select count(*)::int from employee where imported_from is not null) as people,
              (select count(*)::int from community) as communities,
              (select count(*)::int from post p where comment_count <>
                (select count(*) from comment c where c.organisation_id = p.organisation_id and c.post_id = p.id)) as miscounted,
              (select count(*)::int from outbox where topic = 'post.published') as told,
              (select count(*)::int from outbox where topic = 'import.finished') as finished`,
    );
    await owner.end();
    return rows[0];
  } finally {
    await server.stop();
  }
}

test('an import that is killed with -9 in the middle is completed by running it again', async () => {
  const data = join(folder, 'killed');
  const first = spawn(process.execPath, [bin, 'import', 'slack', zip], { env: environment(data) });
  await new Promise<void>((begun) => {
    let seen = '';
    first.stderr.on('data', (text: Buffer) => {
      seen += text.toString();
      if (seen.includes('Moving in: 25 %')) begun();
    });
  });
  const family = familyOf(first.pid as number);
  kill(
    family.filter(({ command }) => !command.includes('postgres')),
    'SIGKILL',
  );
  expect(await survivors(family, 5_000)).toEqual([]);
  const half = await stored(data);
  const done = (half['posts'] as number) + (half['comments'] as number);
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(MESSAGES);
  // Whole portions: what is there is listed and counted.
  expect(half).toMatchObject({ miscounted: 0, listed: half['posts'], finished: 0 });

  const report = join(folder, 'report.json');
  const second = courtyard(data, 'import', 'slack', zip, '--report', report);
  expect(second).toMatchObject({ code: 0 });
  expect(JSON.parse(readFileSync(report, 'utf8'))).toEqual({
    total: MESSAGES,
    taken: MESSAGES,
    listed: [],
    already: done,
  });
  const whole = await stored(data);
  expect((whole['posts'] as number) + (whole['comments'] as number)).toBe(MESSAGES);
  expect(whole).toMatchObject({
    miscounted: 0,
    listed: whole['posts'],
    told: 0,
    finished: 1,
    communities: 6,
  });
  expect(whole['people']).toBe(half['people']);

  const third = courtyard(data, 'import', 'slack', zip);
  expect(third.out).toContain('Nothing new');
  expect(await stored(data)).toEqual(whole);
}, 120_000);

describe('an import that cannot be', () => {
  it.each([
    ['a truncated file', () => readFileSync(zip).subarray(0, 5_000), 'import.zip_truncated'],
    ['no zip', () => Buffer.from('{}'), 'import.not_a_zip'],
  ])('says so of %s in one sentence, and touches nothing', (_, bytes, code) => {
    const file = join(folder, `${code}.zip`);
    writeFileSync(file, bytes());
    const data = join(folder, `data-${code}`);
    const {
      code: exit,
      err,
      out,
    } = courtyard(data, 'import', 'slack', file, '--report', join(folder, 'none.json'));
    expect({ exit, out }).toEqual({ exit: 1, out: '' });
    expect(err.trim().split('\n').at(-1)).toMatch(new RegExp(`^The [^\\n]+\\. \\(${code}\\)$`));
    expect(existsSync(data)).toBe(false);
    expect(existsSync(join(folder, 'none.json'))).toBe(false);
  });

  it('is refused before it begins where its report could not be kept', () => {
    const data = join(folder, 'unreported');
    const { code, err } = courtyard(data, 'import', 'slack', zip, '--report', '/nonexistent/report.json');
    expect({ code, said: err.trim() }).toEqual({
      code: 1,
      said: 'The report cannot be written there. (import.report_unwritable)',
    });
    expect(existsSync(data)).toBe(false);
  });
});

test('a disclosure that is not a dry run is refused', () => {
  const { code, err } = courtyard(join(folder, 'nothing'), 'disclose');
  expect(code).toBe(1);
  expect(err).toMatch(/^Nothing can be sent: .+ \(disclose\.nothing_can_be_sent\)\n$/);
});
