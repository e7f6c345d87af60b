import fc from 'fast-check';
import { readAll, scratch } from '../../../../../test/fixtures/slack/read-export.js';
import { zipOf } from '../../../../../test/fixtures/slack/zip-writer.js';
import { IMPORT_FAULTS, ImportFault } from './slack.errors.js';

const disk = scratch();
afterAll(() => disk.remove());
jest.setTimeout(180_000);

/**
 * A well-formed archive with any JSON in any of its files, under any name: it is refused by a code of the list, or read with
 * every message counted; never another error, and never more of a fault than where it is.
 */
const CANARY = 'zq7canary41';

async function refusedOrCounted(files: readonly { name: string; bytes: string }[]): Promise<boolean> {
  const answer = await readAll(disk.put(zipOf([...files])));
  expect(({} as Record<string, unknown>)[CANARY]).toBeUndefined();
  if (answer instanceof ImportFault) {
    expect(Object.keys(IMPORT_FAULTS)).toContain(answer.code);
    return false;
  }
  const { total, taken, listed } = answer.report;
  expect(total).toBe(taken + listed.reduce((sum, { count }) => sum + count, 0));
  return true;
}

const word = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '',
    '\u0000',
    '\ud800',
    '__proto__',
    'constructor',
    'U1',
    'C1',
    'general',
    CANARY,
    '../x',
    '\u202e',
  ),
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    word,
    fc.oneof(fc.integer(), fc.double(), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(
        word,
        fc.constantFrom('id', 'name', 'members', 'profile', 'user', 'ts', 'text', 'type', 'created'),
      ),
      tie('value'),
      { maxKeys: 5 },
    ),
  ),
})).value;
/** Numbers that no number of JavaScript holds, keys twice, and prototypes: only text can say them. */
const rawJson = fc.oneof(
  json.map((value) => JSON.stringify(value) ?? 'null'),
  fc.array(json, { maxLength: 4 }).map((values) => JSON.stringify(values)),
  fc.constantFrom(
    `[{"id": 1${'0'.repeat(400)}}]`,
    '[{"id": 1e999, "ts": -1e-999}]',
    `[{"__proto__": {"${CANARY}": 1}, "id": "U1"}]`,
    `[{"constructor": {"prototype": {"${CANARY}": 1}}}]`,
    '[{"id": "U1", "id": "U2"}]',
    `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
    `[${'{"a":'.repeat(200)}1${'}'.repeat(200)}]`,
    `[{"id": "U1", "name": "${'x'.repeat(200_000)}"}]`,
    '[{"id": "\\ud800", "name": "\\u0000"}]',
  ),
);

describe('an export', () => {
  it('with any JSON in any of its lists', async () => {
    let read = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          'users.json',
          'channels.json',
          'groups.json',
          'dms.json',
          'mpims.json',
          'integration_logs.json',
        ),
        rawJson,
        async (name, bytes) => {
          const files = [
            { name: 'users.json', bytes: '[{"id": "U1", "name": "ann"}]' },
            { name: 'channels.json', bytes: '[{"id": "C1", "name": "general", "members": ["U1"]}]' },
            {
              name: 'general/2024-01-01.json',
              bytes: '[{"type":"message","user":"U1","text":"x","ts":"1700000000.000100"}]',
            },
          ].filter((file) => file.name !== name);
          if (await refusedOrCounted([...files, { name, bytes }])) read += 1;
        },
      ),
      { numRuns: 500 },
    );
    expect(read).toBeGreaterThan(10);
  });

  it('with any JSON for a day, and for messages of it', async () => {
    await fc.assert(
      fc.asyncProperty(rawJson, json, async (day, text) => {
        await refusedOrCounted([
          { name: 'users.json', bytes: '[{"id": "U1", "name": "ann"}]' },
          { name: 'channels.json', bytes: '[{"id": "C1", "name": "general", "members": ["U1"]}]' },
          { name: 'general/2024-01-01.json', bytes: day },
          {
            name: 'general/2024-01-02.json',
            bytes: JSON.stringify([
              { type: 'message', user: 'U1', ts: '1700000000.000100', text, blocks: text, files: [text] },
            ]),
          },
        ]);
      }),
      { numRuns: 500 },
    );
  });

  it('with files of any name', async () => {
    const segment = fc.oneof(
      word,
      fc.constantFrom(
        '..',
        '.',
        'C:',
        '~',
        'general',
        'GENERAL',
        '2024-01-01.json',
        '9999-99-99.json',
        'con',
        'a\\b',
      ),
    );
    const name = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/') || 'x');
    await fc.assert(
      fc.asyncProperty(fc.array(name, { maxLength: 5 }), async (names) => {
        await refusedOrCounted([
          { name: 'users.json', bytes: '[{"id": "U1", "name": "ann"}]' },
          { name: 'channels.json', bytes: '[{"id": "C1", "name": "general", "members": ["U1"]}]' },
          ...names.map((one) => ({ name: one, bytes: '[]' })),
        ]);
      }),
      { numRuns: 400 },
    );
  });
});
