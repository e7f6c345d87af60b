import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { BackupFault } from './backup-fault.js';
import { readBackup } from './backup-file.js';
import { encodeFrame, MAGIC } from './frames.js';

/** Whatever a file holds and however it arrives: the whole of what was written, or a fault of ours; never another error. */
const ID = '0190c1d0-0000-4000-8000-000000000001';
const ROWS = Buffer.from('1\tBill\n2\tCarol\n');
const section = (table: string) => ({
  ...{ table, rows: 2, bytes: ROWS.length, sha256: createHash('sha256').update(ROWS).digest('hex') },
});
const HEADER = {
  ...{ id: ID, at: '2026-11-22T12:00:00Z', program: '0.1.0', postgres: '18.4', migrations: [] },
  ...{
    tables: ['employee', 'post'].map((table) => ({ table, columns: ['id', 'name'] })),
    sequences: [],
    about: {},
  },
};
const tableOf = (table: string) => [
  encodeFrame('table', { table }),
  encodeFrame('rows', ROWS),
  encodeFrame('tableEnd', section(table)),
];
const WHOLE = Buffer.concat([
  MAGIC,
  encodeFrame('header', HEADER),
  ...tableOf('employee'),
  ...tableOf('post'),
  encodeFrame('end', { id: ID, tables: [section('employee'), section('post')] }),
]);

async function* inPieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? bytes.length;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

/** The rows of each table in the order in which they came, or the code of the fault. */
async function outcome(bytes: Uint8Array, sizes: readonly number[] = []): Promise<string> {
  let heard = '';
  try {
    await readBackup(inPieces(bytes, sizes), {
      table: (table) => {
        heard += `${table}:`;
      },
      rows: (rows) => {
        heard += rows.toString('latin1');
      },
    });
    return heard;
  } catch (failure) {
    if (failure instanceof BackupFault) return failure.code;
    throw failure;
  }
}
const READ = `employee:${ROWS}post:${ROWS}`;

describe('a backup', () => {
  it('is read whole in pieces of any size', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), async (sizes) =>
        expect(await outcome(WHOLE, sizes)).toBe(READ),
      ),
    );
  });

  it('with bytes changed is damaged; a change of what describes it may pass, and the rows are never others', async () => {
    const change = fc.tuple(fc.nat(WHOLE.length - 1), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const bytes = Buffer.from(WHOLE);
        for (const [at, mask] of changes) bytes[at] = (bytes[at] as number) ^ mask;
        expect([READ, 'backup.damaged']).toContain(await outcome(bytes));
      }),
      { numRuns: 2_000 },
    );
  });

  it('cut anywhere, or that goes on, is damaged', async () => {
    for (let end = 0; end < WHOLE.length; end++)
      expect(await outcome(WHOLE.subarray(0, end))).toBe('backup.damaged');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 40 }), async (more) =>
        expect(await outcome(Buffer.concat([WHOLE, more]))).toBe('backup.damaged'),
      ),
    );
  });

  it('of frames in any order, with anything in them, is damaged', async () => {
    const frame = fc
      .tuple(
        fc.constantFrom('header', 'table', 'rows', 'tableEnd', 'end'),
        fc.oneof(
          fc.jsonValue({ maxDepth: 3 }).map((value) => Buffer.from(JSON.stringify(value))),
          fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
          fc
            .constantFrom(HEADER, section('post'), { table: '__proto__' })
            .map((one) => Buffer.from(JSON.stringify(one))),
        ),
      )
      .map(([kind, bytes]) => encodeFrame(kind as 'rows', bytes));
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { maxLength: 8 }), async (frames) =>
        expect(await outcome(Buffer.concat([MAGIC, ...frames]))).toBe('backup.damaged'),
      ),
      { numRuns: 500 },
    );
    expect(({} as { table?: unknown }).table).toBeUndefined();
  });

  it('is not waited for: a frame that claims to be endless is refused by its head', async () => {
    const claims = Buffer.concat([MAGIC, Buffer.from([1, 0xff, 0xff, 0xff, 0xff])]);
    let asked = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield claims;
      for (;;) {
        asked += 1;
        yield Buffer.alloc(1_000);
      }
    }
    await expect(readBackup(endless())).rejects.toThrow(BackupFault);
    expect(asked).toBe(0);
  });
});
