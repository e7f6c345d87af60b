import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SmallDisk } from '../../../../test/faults/small-disk.js';
import { drop, isDropped } from './file-drop.js';

let root: string;
let folder: string;
const ID = '0190c1d0-0000-7000-8000-00000000000d';
const dropped = () => ({
  disclosureId: ID,
  manifest: '{"v":1}',
  file: join(root, 'data.age'),
  fileName: `${ID}.csv.age`,
});

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'courtyard-drop-'));
  folder = join(root, 'made', 'disclosures');
  writeFileSync(join(root, 'data.age'), 'ciphertext', { mode: 0o600 });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('lies there whole or not at all', async () => {
  expect(await isDropped(folder, ID)).toBe(false);
  await drop(folder, dropped());
  expect(await isDropped(folder, ID)).toBe(true);
  expect(readdirSync(folder)).toEqual([ID]);
  expect(readdirSync(join(folder, ID)).sort()).toEqual([`${ID}.csv.age`, 'manifest.json']);
  expect(readFileSync(join(folder, ID, `${ID}.csv.age`), 'utf8')).toBe('ciphertext');
  expect(statSync(join(folder, ID, `${ID}.csv.age`)).mode & 0o007).toBe(0);
});

test('done twice, the first stays', async () => {
  await drop(folder, dropped());
  writeFileSync(join(root, 'data.age'), 'another');
  await drop(folder, dropped());
  expect(readFileSync(join(folder, ID, `${ID}.csv.age`), 'utf8')).toBe('ciphertext');
  expect(readdirSync(folder)).toEqual([ID]);
});

test('what a killed one left aside is cleared away', async () => {
  await drop(folder, { ...dropped(), disclosureId: 'other' });
  const aside = join(folder, `.${ID}.part`);
  await drop(folder, { ...dropped(), disclosureId: `.${ID}.part` });
  expect(statSync(aside).isDirectory()).toBe(true);
  await drop(folder, dropped());
  expect(readdirSync(folder).sort()).toEqual([ID, 'other']);
});

/** For root only, who may mount a file system that is small enough. */
(SmallDisk.isPossible ? test : test.skip)(
  'on a full disk nothing lies there, and with room all of it',
  async () => {
    const disk = SmallDisk.mount(1);
    try {
      const there = join(disk.folder, 'disclosures');
      await disk.fill();
      await expect(drop(there, dropped())).rejects.toMatchObject({ code: 'ENOSPC' });
      expect(await isDropped(there, ID)).toBe(false);
      disk.makeRoom();
      await drop(there, dropped());
      expect(readdirSync(join(there, ID)).sort()).toEqual([`${ID}.csv.age`, 'manifest.json']);
    } finally {
      disk.unmount();
    }
  },
);
