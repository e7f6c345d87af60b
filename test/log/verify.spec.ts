import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tried as countCases } from '@courtyard/testing';
import fc from 'fast-check';
import { verifyCommand } from '../../apps/cli/src/verify/verify.js';
import { byteAttacks, historyAttacks } from './attacks.js';
import { checkpointOf, entries, exportOf, Folder, KEY, partialExportOf, proofOf } from './corpus.js';

jest.setTimeout(120_000);

type Verify = typeof verifyCommand;

/** Of an export as files: whether it is proven, and what was said. */
async function verdict(
  folder: Folder,
  files: Map<string, Buffer>,
  earlier?: Buffer,
  verify: Verify = verifyCommand,
) {
  folder.put(files);
  const said: string[] = [];
  const old = `${folder.path}.earlier`;
  if (earlier) writeFileSync(old, earlier);
  const options = { key: KEY, ...(earlier ? { earlier: old } : {}) };
  const proven = await verify(folder.path, options, (sentence) => said.push(sentence));
  return { proven, said: said.join('\n') };
}

async function unnoticed(files: Iterable<{ name: string; files: Map<string, Buffer> }>, verify?: Verify) {
  using folder = new Folder();
  const found: string[] = [];
  let tried = 0;
  for (const attack of files) {
    tried += 1;
    if ((await verdict(folder, attack.files, undefined, verify)).proven) found.push(attack.name);
  }
  return { tried, found };
}

describe('verifying an export', () => {
  it.each([1, 2, 255, 256, 257, 700])('proves a whole one of %s entries', async (size) => {
    using folder = new Folder();
    const { proven, said } = await verdict(folder, exportOf(entries(size)));
    expect(said).toContain(`Each of its ${size} entries is there`);
    expect(said).toContain('does not prove that everything was recorded');
    expect(proven).toBe(true);
  });

  it('finds every byte changed, dropped or added, and every cut, in small logs', async () => {
    for (const size of [1, 4]) {
      const files = exportOf(entries(size));
      const { tried, found } = await unnoticed(byteAttacks(files));
      countCases(tried);
      expect(found).toEqual([]);
      const bytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
      expect(tried).toBe(4 * bytes + files.size);
    }
  });

  it('finds every entry dropped, doubled, changed or moved and every end cut off, though all hashes were made anew', async () => {
    const { tried, found } = await unnoticed(historyAttacks(entries(9)));
    countCases(tried);
    expect(found).toEqual([]);
    expect(tried).toBeGreaterThan(90);
  });

  it('finds what is changed in logs of several tiles', async () => {
    using folder = new Folder();
    const of = entries(530);
    const files = exportOf(of);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files.keys()),
        fc.nat(),
        fc.constantFrom('change', 'delete', 'insert', 'cut', 'gone'),
        async (name, number, how) => {
          const bytes = files.get(name)!;
          const at = number % bytes.length;
          const hurt = new Map(files);
          const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
          if (how === 'change')
            hurt.set(name, Buffer.concat([before, Buffer.of(bytes[at]! ^ 1), after.subarray(1)]));
          if (how === 'delete') hurt.set(name, Buffer.concat([before, after.subarray(1)]));
          if (how === 'insert') hurt.set(name, Buffer.concat([before, Buffer.of(0x20), after]));
          if (how === 'cut') hurt.set(name, before);
          if (how === 'gone') hurt.delete(name);
          expect((await verdict(folder, hurt)).proven).toBe(false);
        },
      ),
      { numRuns: 150 },
    );
    expect((await verdict(folder, files)).proven).toBe(true);
  });

  it('says in words what is wrong, and exits with it', async () => {
    using folder = new Folder();
    const files = exportOf(entries(3));
    const bundle = 'tile/entries/000.p/3';
    const hurt = new Map(files).set(
      bundle,
      Buffer.from(files.get(bundle)!.toString('latin1').replace('1', '7'), 'latin1'),
    );
    expect(await verdict(folder, hurt)).toEqual({
      proven: false,
      said: expect.stringContaining(
        'NOT PROVEN. The entries and the hashes over them do not fit: one was changed, dropped, added or moved. (tile.mismatch at tile/0/000.p/3)',
      ),
    });
    const other = 'courtyard/test+00000000+AAAA';
    const said: string[] = [];
    expect(await verifyCommand(folder.path, { key: other }, (one) => said.push(one))).toBe(false);
    expect(said).toEqual(['NOT PROVEN. This is no public key of a log. (note.key_malformed)']);
    await expect(verifyCommand(`${folder.path}.no`, { key: KEY }, () => undefined)).rejects.toThrow(
      'no such file',
    );
  });

  it('does not repeat to a terminal how a stranger named a file', async () => {
    using folder = new Folder();
    const files = exportOf(entries(2)).set('\u001b[2Jall is well', Buffer.from('x'));
    const { proven, said } = await verdict(folder, files);
    expect(proven).toBe(false);
    expect(said).not.toContain('\u001b');
  });
});

describe('an earlier checkpoint', () => {
  it('is continued at every size', async () => {
    using folder = new Folder();
    const of = entries(20);
    for (let size = 1; size <= 20; size++) {
      const { proven, said } = await verdict(folder, exportOf(of), checkpointOf(of.slice(0, size)));
      expect(said).toContain(`continues the earlier checkpoint of ${size} entries`);
      expect(proven).toBe(true);
    }
  });

  it('is not continued by a log that was changed, cut or begun anew, though signed with the same key', async () => {
    using folder = new Folder();
    const of = entries(12);
    const earlier = checkpointOf(of.slice(0, 9));
    for (let at = 0; at < 9; at++) {
      const forked = exportOf(of.with(at, Buffer.from('{"n":"another"}')));
      expect((await verdict(folder, forked)).proven).toBe(true);
      expect(await verdict(folder, forked, earlier)).toMatchObject({
        proven: false,
        said: expect.stringContaining('what was recorded then was changed'),
      });
    }
    expect((await verdict(folder, exportOf(of.slice(0, 8)), earlier)).said).toContain('entries were dropped');
  });
});

describe('an export of one organisation', () => {
  const of = entries(300);
  const places = [0, 7, 255, 256, 299];

  it('proves the events it holds, and says what it cannot', async () => {
    using folder = new Folder();
    const { proven, said } = await verdict(folder, partialExportOf(of, places));
    expect(said).toContain('5 of 300 entries are in this export');
    expect(said).toContain('only the whole log can show');
    expect(proven).toBe(true);
  });

  it('finds every byte of an event changed, and an event at another place', async () => {
    const files = partialExportOf(of, places);
    const events = new Map([['events', files.get('events')!]]);
    const attacks = [...byteAttacks(events)]
      // A whole line taken away is what no part can show; what is left of half a line is found.
      .filter(
        ({ name, files: hurt }) => !name.includes('cut') || !hurt.get('events')!.toString().endsWith('\n'),
      )
      .filter(({ name }) => name !== 'events: cut at 0')
      .map(({ name, files: hurt }) => ({ name, files: new Map(files).set('events', hurt.get('events')!) }));
    expect((await unnoticed(attacks)).found).toEqual([]);
    for (const moved of [
      '1 {"n":0}\n',
      '300 {"n":0}\n',
      '7 {"n":7}\n0 {"n":0}\n',
      '0 {"n":0}\n0 {"n":0}\n',
    ]) {
      using folder = new Folder();
      expect((await verdict(folder, new Map(files).set('events', Buffer.from(moved)))).proven).toBe(false);
    }
  });
});

describe('the proof of one event', () => {
  const of = entries(11);
  const outcome = async (folder: Folder, text: string) => {
    const file = join(folder.path, 'proof.json');
    writeFileSync(file, text);
    return verifyCommand(file, { key: KEY }, () => undefined);
  };

  it('holds for each, and for nothing else', async () => {
    using folder = new Folder();
    for (const at of of.keys()) {
      const proof = proofOf(of, at);
      expect(await outcome(folder, JSON.stringify(proof))).toBe(true);
      for (const wrong of [
        { position: String((at + 1) % 11) },
        { position: '99' },
        { treeSize: '12' },
        { body: '{"n":-1}' },
        { path: proof.path.slice(1) },
        { path: [...proof.path, proof.root] },
        { root: proof.leafHash },
        { leafHash: proof.root },
        { checkpoint: checkpointOf(of.slice(0, 5)).toString() },
      ]) {
        expect([wrong, await outcome(folder, JSON.stringify({ ...proof, ...wrong }))]).toEqual([
          wrong,
          false,
        ]);
      }
    }
  });

  it('does not hold with any byte changed', async () => {
    using folder = new Folder();
    const text = Buffer.from(JSON.stringify(proofOf(of, 4)));
    for (let at = 0; at < text.length; at++) {
      const changed = Buffer.from(text);
      changed[at] = changed[at]! ^ (1 << (at % 7));
      expect([at, await outcome(folder, changed.toString('latin1'))]).toEqual([at, false]);
    }
  });
});

describe('control: a verifier that forgets', () => {
  /** The verifier with one of its parts replaced. */
  const forgetful = async (
    replace: (audit: typeof import('@courtyard/audit')) => Record<string, unknown>,
  ): Promise<Verify> => {
    jest.resetModules();
    const audit = jest.requireActual('@courtyard/audit');
    jest.doMock('@courtyard/audit', () => ({ ...audit, ...replace(audit) }));
    const { verifyCommand: verify } = await import('../../apps/cli/src/verify/verify.js');
    jest.dontMock('@courtyard/audit');
    return verify;
  };
  const attacks = () => [...historyAttacks(entries(5)), ...byteAttacks(exportOf(entries(2)))];

  it.each<[string, (audit: typeof import('@courtyard/audit')) => Record<string, unknown>]>([
    ['to rebuild the tree', () => ({ verifyLog: async () => ({ entries: 5n, tiles: 1n }) })],
    [
      'to ask who signed',
      (audit) => ({
        openCheckpoint: (note: Buffer) => ({
          checkpoint: audit.parseCheckpoint(audit.parseNote(note).text),
          cosignatures: [],
        }),
      }),
    ],
  ])('%s is caught by the attacks', async (_, replace) => {
    const { found } = await unnoticed(attacks(), await forgetful(replace));
    expect(found.length).toBeGreaterThan(0);
  });

  it('to look for what was added is caught', async () => {
    const { ExportFolder } = await import('../../apps/cli/src/verify/export-folder.js');
    const strange = jest.spyOn(ExportFolder.prototype, 'strange').mockResolvedValue(undefined);
    const { verifyCommand: verify } = await import('../../apps/cli/src/verify/verify.js');
    const { found } = await unnoticed(attacks(), verify);
    strange.mockRestore();
    expect(found).toEqual(expect.arrayContaining(['note.txt added']));
  });

  it('to hold the log against an earlier checkpoint is caught', async () => {
    using folder = new Folder();
    const verify = await forgetful(() => ({ verifyConsistency: () => undefined }));
    const of = entries(6);
    const forked = exportOf(of.with(1, Buffer.from('{}')));
    expect((await verdict(folder, forked, checkpointOf(of), verify)).proven).toBe(true);
  });
});
