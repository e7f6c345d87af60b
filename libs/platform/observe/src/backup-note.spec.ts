import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBackupNote, writeBackupNote } from './backup-note.js';

const folder = mkdtempSync(join(tmpdir(), 'courtyard-note-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the note of a backup is read as it was written, and what is none is none', async () => {
  expect(await readBackupNote(folder)).toBeUndefined();
  const note = { at: new Date('2026-11-22T03:00:00Z'), path: '/backups/1' };
  await writeBackupNote(folder, note);
  expect(await readBackupNote(folder)).toEqual(note);
  expect(statSync(join(folder, 'backup.json')).mode & 0o777).toBe(0o600);
  for (const text of ['{', '{"at":"yesterday"}', 'null']) {
    writeFileSync(join(folder, 'backup.json'), text);
    expect(await readBackupNote(folder)).toBeUndefined();
  }
});
