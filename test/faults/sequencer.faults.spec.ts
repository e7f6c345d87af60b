import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatVerifierKey, LogReader, readVerifier } from '@courtyard/audit';
import { Database } from '@courtyard/database';
import { exportLog } from '../../apps/cli/src/log/export.js';
import { verifyCommand } from '../../apps/cli/src/verify/verify.js';
import { LogHouse } from './log-house.js';

/**
 * Real processes killed with -9 at random moments under write load: api (its classes and its role), two sequencers at
 * once, PostgreSQL. What was acknowledged is in the log; what was signed is continued.
 */
const STORM_MILLIS = 15_000;
const LEAST_KILLS = 10;
const MOST_MILLIS = 40_000;

let house: LogHouse;
let exports: string;

beforeAll(async () => {
  house = new LogHouse();
  exports = mkdtempSync(join(tmpdir(), 'courtyard-exports-'));
  await house.start();
});
afterAll(async () => {
  await house.stop();
  rmSync(exports, { recursive: true, force: true });
});

const query = async (text: string) => (await house.owner.query(text)).rows;
const size = async () => (await query('select size::int from audit_head'))[0].size as number;

/** Until every recorded event stands in the tree and in a checkpoint. */
async function settled(): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const [row] =
      await query(`select (select count(*) from audit_event) = (select size from audit_head) as placed,
      (select max(size) from audit_checkpoint) = (select size from audit_head) as signed`);
    if (row.placed && row.signed) return;
    await sleep(100);
  }
  throw new Error(`The tree does not cover the log: ${house.faults.join(' ')}`);
}

/** Exports what stands there and verifies it against everything that was ever shown. */
async function proven(name: string, earlier: Iterable<string>): Promise<void> {
  const folder = join(exports, name);
  const database = Database.open({ url: house.urls.audit, max: 1 });
  await exportLog({ reader: new LogReader(database), folder });
  await database.close();
  const key = formatVerifierKey((await readVerifier(house.secrets))!);
  const said: string[] = [];
  for (const note of earlier) {
    writeFileSync(`${folder}.earlier`, note);
    const holds = await verifyCommand(folder, { key, earlier: `${folder}.earlier` }, (one) => said.push(one));
    expect([holds, said.at(-1)]).toEqual([true, expect.stringContaining('does not prove')]);
  }
  // Negative control: the same export with one byte of an entry changed.
  const [bundle] = await query(
    `select least(size, 256) as width from audit_checkpoint order by size desc limit 1`,
  );
  const file = join(folder, 'tile/entries', bundle.width === '256' ? '000' : `000.p/${bundle.width}`);
  writeFileSync(file, Buffer.from([0]), { flag: 'r+' });
  expect(await verifyCommand(folder, { key }, () => undefined)).toBe(false);
}

test('kill -9 of api, sequencers and PostgreSQL loses nothing acknowledged and makes no fork', async () => {
  const shown = new Set<string>();
  const begin = () => {
    house.sequencer('first');
    house.sequencer('second');
    house.recorder('one', 150);
    house.recorder('two', 150);
  };
  const look = async () => {
    for (const { note } of await query('select note from audit_checkpoint')) shown.add(note);
  };
  begin();
  const began = Date.now();
  const kills = { api: 0, sequencer: 0, postgres: 0 };
  for (let round = 0; Date.now() - began < (round < LEAST_KILLS ? MOST_MILLIS : STORM_MILLIS); round++) {
    // At a random moment, but of work: processes take their time to begin on a busy machine.
    const due = house.acknowledged.length + 10 + Math.random() * 60;
    for (let tries = 0; house.acknowledged.length < due && tries < 150; tries++) await sleep(20);
    await look();
    const lot = round % 5;
    if (lot === 4) {
      kills.postgres += 1;
      await house.killDatabase();
      // As in the house, where nobody outlives the database.
      for (const name of [...house.children.keys()]) await house.kill(name);
      await house.start();
      await look();
      begin();
    } else if (lot % 2 === 0) {
      kills.sequencer += 1;
      const name = Math.random() < 0.5 ? 'first' : 'second';
      await house.kill(name);
      house.sequencer(name);
    } else {
      kills.api += 1;
      const name = Math.random() < 0.5 ? 'one' : 'two';
      await house.kill(name);
      house.recorder(name, 150);
    }
  }
  await house.kill('one');
  await house.kill('two');
  await settled();
  await look();

  expect(Math.min(...Object.values(kills))).toBeGreaterThan(1);
  expect(house.faults).toEqual([]);
  const placed = await query('select operation, position::int from audit_leaf order by position');
  expect(placed.map(({ position }) => position)).toEqual(placed.map((_, at) => at));
  const operations = placed.map(({ operation }) => operation as string);
  expect(new Set(operations).size).toBe(operations.length);
  expect(house.acknowledged.length).toBeGreaterThan(300);
  const missing = house.acknowledged.filter((operation) => !operations.includes(operation));
  expect(missing).toEqual([]);
  expect(shown.size).toBeGreaterThan(3);
  await proven('storm', shown);
  console.log(
    `${house.acknowledged.length} acknowledged, ${operations.length} placed, ${shown.size} checkpoints, kills ${JSON.stringify(kills)}`,
  );
});

test('a head covers a commit within a second at 1,000 events a second, and one sequencer takes over from another', async () => {
  for (const name of [...house.children.keys()]) await house.kill(name);
  house.sequencer('first');
  await settled();
  const before = await size();
  house.acknowledged.length = 0;
  house.recorder('burst', 1_000, 500);
  const lags: number[] = [];
  const until = Date.now() + 5_000;
  while (Date.now() < until) {
    const owed = before + house.acknowledged.length;
    const since = performance.now();
    while ((await size()) < owed && performance.now() - since < 10_000) await sleep(5);
    lags.push(performance.now() - since);
    await sleep(50);
  }
  await house.kill('burst');
  const recorded = house.acknowledged.length;
  await settled();
  lags.sort((a, b) => a - b);
  const [median, worst] = [lags[lags.length >> 1] ?? 0, lags.at(-1) ?? 0];
  console.log(
    `${recorded} events in 5 s; lag ${median.toFixed(0)} ms at the median, ${worst.toFixed(0)} ms at worst`,
  );
  expect(recorded).toBeGreaterThan(1_000);
  expect(median).toBeLessThan(1_000);

  house.sequencer('second');
  await sleep(1_000);
  await house.kill('first');
  house.recorder('after', 50);
  await sleep(500);
  await house.kill('after');
  await settled();
  expect(house.faults).toEqual([]);
});
