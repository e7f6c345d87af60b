import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { entriesOfFolder, THREADS_FOLDER } from '../../../../../test/fixtures/slack/export-folder.js';
import {
  readAll,
  scratch,
  smallExport,
  verdictOn,
  zipOfSmall,
} from '../../../../../test/fixtures/slack/read-export.js';
import { type ZipEntry, zipOf } from '../../../../../test/fixtures/slack/zip-writer.js';
import { ImportFault } from './slack.errors.js';
import { readSlackExport } from './slack-export.js';

const disk = scratch();
afterAll(() => disk.remove());

const judge = (bytes: Buffer) => verdictOn(disk.put(bytes));
const withEntry = (entry: ZipEntry) => judge(zipOfSmall([], [entry]));

describe('an archive that is well', () => {
  it.each<[string, Buffer]>([
    ['as Slack makes it', zipOfSmall()],
    ['stored, not deflated', zipOf(smallExport().map((entry) => ({ ...entry, method: 0 })))],
    ['in zip64', zipOfSmall([], [], { zip64: true })],
    ['with a comment', zipOfSmall([], [], { comment: 'from the admin' })],
    ['with folders as entries', zipOfSmall([], [{ name: 'general/', bytes: '', method: 0, mode: 0o040755 }])],
    ['with Unix modes', zipOf(smallExport().map((entry) => ({ ...entry, mode: 0o100644 })))],
    [
      'below one top folder',
      zipOf(smallExport().map((entry) => ({ ...entry, name: `Export/${entry.name}` }))),
    ],
    [
      'packed again by macOS',
      zipOfSmall(
        [],
        [
          { name: '__MACOSX/._users.json', bytes: '\0\0' },
          { name: '.DS_Store', bytes: 'x' },
        ],
      ),
    ],
    ['with uploads beside the messages', zipOfSmall([], [{ name: '__uploads/F1/photo.jpg', bytes: 'jpg' }])],
  ])('is read: %s', async (_, bytes) => {
    expect(await judge(bytes)).toBe('accepted');
  });
});

describe('an archive that is not', () => {
  it('is a missing file, a folder, a pipe', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'slack-'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(await verdictOn(join(folder, 'none.zip'))).toBe('import.file_unreadable');
    expect(await verdictOn(folder)).toBe('import.file_unreadable');
    expect(await verdictOn(join(folder, 'pipe'))).toBe('import.file_unreadable');
    rmSync(folder, { recursive: true });
  });

  it.each<[string, Buffer, string]>([
    ['an empty file', Buffer.alloc(0), 'import.not_a_zip'],
    ['three bytes', Buffer.from('PK\x03'), 'import.not_a_zip'],
    ['a text', Buffer.from('{"users": []}'.repeat(50)), 'import.not_a_zip'],
    ['a zip without an export', zipOf([{ name: 'a.txt', bytes: 'a' }]), 'import.not_a_slack_export'],
    ['a zip of nothing', zipOf([]), 'import.not_a_slack_export'],
    ['users alone', zipOf(smallExport().slice(0, 1)), 'import.not_a_slack_export'],
    ['bytes behind the end', Buffer.concat([zipOfSmall(), Buffer.alloc(9)]), 'import.zip_damaged'],
    ['a count of entries that is too small', zipOfSmall([], [], { entryCount: 2 }), 'import.zip_damaged'],
    ['a count of entries that is too large', zipOfSmall([], [], { entryCount: 9 }), 'import.zip_damaged'],
  ])('is refused: %s', async (_, bytes, code) => {
    expect(await judge(bytes)).toBe(code);
  });

  it('is refused wherever it is cut', async () => {
    const whole = zipOf(entriesOfFolder(THREADS_FOLDER));
    for (let cut = 1; cut < whole.length; cut += 211) {
      const code = await judge(whole.subarray(0, whole.length - cut));
      expect(code).toMatch(/^import\.(zip_truncated|zip_damaged|not_a_zip)$/);
    }
  });

  it.each<[string, ZipEntry, string]>([
    ['climbing path', { name: '../evil.json', bytes: '[]' }, 'import.path_unsafe'],
    ['path climbing inside', { name: 'general/../../evil.json', bytes: '[]' }, 'import.path_unsafe'],
    ['absolute path', { name: '/etc/passwd', bytes: '[]' }, 'import.path_unsafe'],
    ['drive letter', { name: 'C:evil.json', bytes: '[]' }, 'import.path_unsafe'],
    ['backslash', { name: '..\\evil.json', bytes: '[]' }, 'import.path_unsafe'],
    ['NUL in the name', { name: 'general/a\0.json', bytes: '[]' }, 'import.path_unsafe'],
    ['empty name', { name: '', bytes: '[]' }, 'import.path_unsafe'],
    ['double slash', { name: 'general//a.json', bytes: '[]' }, 'import.path_unsafe'],
    ['endless name', { name: 'a'.repeat(2000), bytes: '[]' }, 'import.path_unsafe'],
    ['name that claims UTF-8', { name: Buffer.from([0xff, 0xfe]), bytes: '[]' }, 'import.path_unsafe'],
    ['symbolic link', { name: 'link.json', bytes: '/etc/passwd', mode: 0o120777 }, 'import.link_entry'],
    ['device', { name: 'device', bytes: '', mode: 0o020666 }, 'import.link_entry'],
    ['encrypted file', { name: 'secret', bytes: 'x'.repeat(20), flags: 1 }, 'import.zip_encrypted'],
    ['strongly encrypted file', { name: 'secret', bytes: 'x', flags: 0x41 }, 'import.zip_encrypted'],
    ['foreign packing', { name: 'a.json', bytes: '[]', method: 12 }, 'import.zip_unsupported'],
    ['same name', { name: 'users.json', bytes: '[]' }, 'import.duplicate_name'],
    ['same name in capitals', { name: 'Users.JSON', bytes: '[]' }, 'import.duplicate_name'],
    ['file named as a folder', { name: 'users.json/', bytes: '', method: 0 }, 'import.duplicate_name'],
    ['overlapping file', { name: 'again.json', bytes: '[]', sameFileAs: 0 }, 'import.zip_bomb'],
    ['zeros without end', { name: 'zeros.bin', bytes: Buffer.alloc(4 * 2 ** 20) }, 'import.zip_bomb'],
  ])('is refused for one entry: %s', async (_, entry, code) => {
    expect(await withEntry(entry)).toBe(code);
    // The control: the same archive without that entry is taken.
    expect(await judge(zipOfSmall())).toBe('accepted');
  });

  it('is refused for two names that differ in normalisation only', async () => {
    const names = ['caf\u00e9/2024-01-01.json', 'cafe\u0301/2024-01-01.json'];
    expect(
      await judge(
        zipOfSmall(
          [],
          names.map((name) => ({ name, bytes: '[]' })),
        ),
      ),
    ).toBe('import.duplicate_name');
  });

  it.each<[string, Partial<ZipEntry>, string]>([
    ['more than it declares', { declaredBytes: 5 }, 'import.zip_bomb'],
    ['less than it declares', { declaredBytes: 5000 }, 'import.zip_damaged'],
    ['another checksum', { declaredCrc: 7 }, 'import.zip_damaged'],
    ['another name inside', { localName: 'general/2024-01-02.json' }, 'import.zip_damaged'],
    ['garbage instead of deflate', { packed: Buffer.from([255, 254, 253]) }, 'import.zip_damaged'],
  ])('is refused when a file holds %s', async (_, wrong, code) => {
    const [users, channels, day] = smallExport(JSON.stringify([]).padEnd(400)) as [
      ZipEntry,
      ZipEntry,
      ZipEntry,
    ];
    expect(await judge(zipOf([users, channels, { ...day, ...wrong }]))).toBe(code);
  });

  it('inflates no more than declared, however much there is', async () => {
    const bomb = deflateRawSync(Buffer.alloc(256 * 2 ** 20, 0x20), { level: 9 });
    const [users, channels, day] = smallExport() as [ZipEntry, ZipEntry, ZipEntry];
    const file = disk.put(zipOf([users, channels, { ...day, packed: bomb, declaredBytes: 900_000 }]));
    const before = process.memoryUsage().arrayBuffers;
    expect(await verdictOn(file)).toBe('import.zip_bomb');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 2 ** 20);
  });

  it('is refused for one bomb among much that is dense, and for many small ones', async () => {
    const dense = { name: 'photo.jpg', bytes: randomBytes(200_000) };
    const zeros = (n: number, bytes: number) => ({ name: `${n}.bin`, bytes: Buffer.alloc(bytes) });
    expect(await judge(zipOfSmall([], [dense, zeros(0, 4 * 2 ** 20)]))).toBe('import.zip_bomb');
    expect(await judge(zipOfSmall([], [dense]))).toBe('accepted');
    const many = Array.from({ length: 40 }, (_, n) => zeros(n, 900_000));
    expect(await judge(zipOfSmall([], many))).toBe('import.zip_bomb');
    expect(await judge(zipOfSmall([], many.slice(0, 1)))).toBe('accepted');
  });

  it('is refused beyond each limit', async () => {
    const file = disk.put(zipOfSmall());
    expect(await verdictOn(file)).toBe('accepted');
    expect(await verdictOn(file, { limits: { entries: 2 } })).toBe('import.too_large');
    expect(await verdictOn(file, { limits: { fileBytes: 10 } })).toBe('import.too_large');
    expect(await verdictOn(file, { limits: { totalBytes: 10 } })).toBe('import.too_large');
    expect(await verdictOn(file, { limits: { ratioFromBytes: 0, ratio: 0.1 } })).toBe('import.zip_bomb');
  });

  it('is refused for absurd offsets, without an exception outside of the promise', async () => {
    const bytes = zipOfSmall([], [], { zip64: true });
    const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x06, 0x07]));
    bytes.writeBigUInt64LE(0xffff_ffff_ffff_fff0n, end + 8);
    expect(await judge(bytes)).toBe('import.zip_damaged');
  });
});

describe('a fault', () => {
  it('names the file without terminal escapes, handles, or endless names', async () => {
    const place = (name: string) => new ImportFault('import.wrong_json', { file: name }).message;
    expect(place('a\u001b[31m\u202e.json')).toContain('(a?[31m?.json)');
    expect(place('mpdm-ada--ben-1/2024-01-01.json')).toContain('(mpdm-…/2024-01-01.json)');
    expect(place('x'.repeat(500)).length).toBeLessThan(200);
  });

  it('shows that the file changed between the readings', async () => {
    const file = disk.put(
      zipOfSmall([{ type: 'message', user: 'U1', text: 'first', ts: '1700000000.000100' }]),
    );
    await using slack = await readSlackExport(file);
    const bytes = readFileSync(file);
    bytes.fill(0, 0, Math.floor(bytes.length / 2));
    writeFileSync(file, bytes);
    const all = (async () => {
      for await (const _ of slack.contents());
    })();
    await expect(all).rejects.toMatchObject({ code: 'import.zip_damaged' });
  });

  it('cancels on request', async () => {
    const file = disk.put(
      zipOfSmall([{ type: 'message', user: 'U1', text: 'first', ts: '1700000000.000100' }]),
    );
    const answer = await readAll(file, { signal: AbortSignal.abort() });
    expect(answer).toMatchObject({ code: 'import.cancelled' });
  });
});
