import fc from 'fast-check';
import { entriesOfFolder, THREADS_FOLDER } from '../../../../../test/fixtures/slack/export-folder.js';
import {
  readAll,
  scratch,
  type WholeExport,
  zipOfSmall,
} from '../../../../../test/fixtures/slack/read-export.js';
import { zipOf } from '../../../../../test/fixtures/slack/zip-writer.js';
import { ImportFault } from './slack.errors.js';

const disk = scratch();
afterAll(() => disk.remove());
jest.setTimeout(120_000);

const whole = zipOf(entriesOfFolder(THREADS_FOLDER));
/** Stored instead of deflated: flipped bytes then reach names and structures of the archive more often. */
const stored = zipOf(entriesOfFolder(THREADS_FOLDER).map((entry) => ({ ...entry, method: 0 })));

let expected: WholeExport;
beforeAll(async () => {
  const answer = await readAll(disk.put(whole));
  if (answer instanceof ImportFault) throw answer;
  expected = answer;
});

/** Either a fault, or a complete reading; never another error, never a part. */
async function faultOrWhole(bytes: Buffer): Promise<void> {
  const answer = await readAll(disk.put(bytes));
  if (answer instanceof ImportFault) return;
  const { total, taken, listed } = answer.report;
  expect(total).toBe(taken + listed.reduce((sum, { count }) => sum + count, 0));
  const contents = answer.records.filter(
    (record) => record.kind === 'comment' || (record.kind === 'post' && record.standIn !== 'missing'),
  );
  expect(contents).toHaveLength(taken);
}

describe('an archive with random damage', () => {
  it.each([
    ['deflated', whole],
    ['stored', stored],
  ])('is refused or read whole: %s', async (_, archive) => {
    const flips = fc.array(fc.tuple(fc.nat(archive.length - 1), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(flips, async (changes) => {
        const bytes = Buffer.from(archive);
        for (const [place, mask] of changes) bytes[place] = (bytes[place] as number) ^ mask;
        await faultOrWhole(bytes);
      }),
      { numRuns: 150 },
    );
  });

  it('is refused or read whole when its end records are damaged', async () => {
    const tail = 22 + 76;
    const archive = zipOfSmall([], [], { zip64: true });
    const place = fc.integer({ min: archive.length - tail - 200, max: archive.length - 1 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 4 }),
        async (changes) => {
          const bytes = Buffer.from(archive);
          for (const [at, value] of changes) bytes[at] = value;
          await faultOrWhole(bytes);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is refused or read whole with bytes cut out or doubled', async () => {
    const span = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 400 }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(span, async ([start, length, doubled]) => {
        const parts = [whole.subarray(0, start), whole.subarray(doubled ? start - length : start + length)];
        await faultOrWhole(Buffer.concat(doubled && start < length ? [whole] : parts));
      }),
      { numRuns: 100 },
    );
  });

  it('control: undamaged it is read, with all its records', () => {
    expect(expected.report.total).toBeGreaterThan(50);
    expect(expected.records.length).toBeGreaterThan(expected.report.taken);
  });
});

describe('an export with random messages', () => {
  const ts = fc.integer({ min: 1, max: 12 }).map((n) => `17000000${String(n).padStart(2, '0')}.000100`);
  const id = fc.constantFrom('U1', 'U2', 'U3', 'USLACKBOT', '');
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      '<@U2>',
      '<#C1|x>',
      '<!here>',
      '<https://a.example|b>',
      '&lt;',
      ' ',
      '\u0000',
      '\ud800',
      '<@',
    ),
  );
  const inner = fc.record(
    { ts, text, user: id, subtype: fc.constantFrom('tombstone', 'file_share') },
    { requiredKeys: [] },
  );
  const message = fc.record(
    {
      type: fc.constantFrom('message', 'other'),
      subtype: fc.constantFrom(
        'bot_message',
        'channel_join',
        'channel_leave',
        'tombstone',
        'message_changed',
        'message_deleted',
        'message_replied',
        'thread_broadcast',
        'pinned_item',
        'channel_topic',
        'something_new',
      ),
      ts,
      thread_ts: ts,
      user: id,
      bot_id: fc.constantFrom('B1', 'B2', ''),
      username: text,
      text,
      replies: fc.array(fc.record({ ts }), { maxLength: 3 }),
      reactions: fc.array(
        fc.record({ name: text, users: fc.array(id, { maxLength: 3 }), count: fc.nat(4) }),
        { maxLength: 2 },
      ),
      edited: fc.record({ user: id, ts }),
      message: inner,
      previous_message: inner,
      deleted_ts: ts,
      files: fc.array(fc.record({ name: text, mode: fc.constantFrom('tombstone', 'hosted') }), {
        maxLength: 2,
      }),
      attachments: fc.array(
        fc.record({ text, is_share: fc.boolean(), channel_id: id }, { requiredKeys: [] }),
        { maxLength: 2 },
      ),
    },
    { requiredKeys: ['ts'] },
  );

  it('is taken or listed to the last message; roots come first; text can be stored', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 14 }), async (messages) => {
        const answer = await readAll(disk.put(zipOfSmall(messages)));
        if (answer instanceof ImportFault) throw answer;
        expect(answer.report.total).toBe(messages.length);
        const seen = new Set<string>();
        let taken = 0;
        for (const record of answer.records) {
          if (record.kind === 'comment') expect(seen.has(record.post)).toBe(true);
          if (record.kind === 'post' || record.kind === 'comment') {
            expect(seen.has(record.author)).toBe(true);
            expect(record.body).not.toBe('');
            for (const { start, end } of [...record.mentions, ...record.links]) {
              expect(0 <= start && start < end && end <= record.body.length).toBe(true);
            }
            if (record.kind === 'comment' || record.standIn !== 'missing') taken += 1;
          }
          expect(seen.has(record.sourceKey)).toBe(false);
          seen.add(record.sourceKey);
        }
        expect(answer.report.taken).toBe(taken);
        const stored = JSON.stringify(answer.records);
        expect(stored).not.toContain('\\u0000');
        expect(stored).not.toMatch(/\\ud[89a-f]/);
      }),
      { numRuns: 600 },
    );
  });
});
