import {
  readAll,
  scratch,
  smallExport,
  verdictOn,
  zipOfSmall,
} from '../../../../../test/fixtures/slack/read-export.js';
import { zipOf } from '../../../../../test/fixtures/slack/zip-writer.js';
import { jsonElements } from './json-elements.js';
import { ImportFault } from './slack.errors.js';

const read = (text: string | Buffer) => [...jsonElements(Buffer.from(text as string), 'day.json')];

function faultOf(text: string | Buffer): ImportFault {
  try {
    read(text);
  } catch (fault) {
    if (fault instanceof ImportFault) return fault;
    throw fault;
  }
  throw new Error('was accepted');
}

describe('the elements of a JSON array', () => {
  it.each([
    '[]',
    ' [ ] ',
    '[1,"a,]",null,true,{"a":[1,{"b":"}\\""}]},[],{}]',
    '[ {"a": "\\\\"} , {"b" : "\u2028\\u0000"} ]\n',
    '\ufeff[{"a":1}]',
  ])('are what JSON.parse gives: %s', (text) => {
    expect(read(text)).toEqual(JSON.parse(text.replace(/^\ufeff/, '')));
  });

  it.each([
    '',
    '[',
    '[1',
    '[1,',
    '[1,]',
    '[,1]',
    '[1 2]',
    '[1]]',
    '[1] x',
    '["a]',
    '["a\\"]',
    '[{"a":1]',
    "[{'a':1}]",
    '[{"a":01}]',
    '[NaN]',
    '{"a"',
    'null x',
    '["\n"]',
  ])('are refused where JSON.parse refuses: %s', (text) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(faultOf(text).code).toBe('import.wrong_json');
  });

  it('names the line and column, and nothing of the text', () => {
    const fault = faultOf('[\n  {"ts": "1"},\n  {"text": "Dora is ill", oops}\n]');
    expect(fault.place).toEqual({ file: 'day.json', line: 3, column: 27 });
    expect(fault.message).not.toContain('Dora');
  });

  it.each(['{}', 'null', '"a"', '12', '{"ok": true}'])('must be an array: %s', (text) => {
    expect(faultOf(text).code).toBe('import.wrong_shape');
  });

  it('are bounded in depth, in size, and to UTF-8', () => {
    expect(faultOf('['.repeat(100_000)).code).toBe('import.json_too_deep');
    expect(faultOf(`[${'{"a":'.repeat(100)}1${'}'.repeat(100)}]`).code).toBe('import.json_too_deep');
    expect(read(`[${'['.repeat(60)}${']'.repeat(60)}]`)).toHaveLength(1);
    expect(faultOf(`["${'x'.repeat(5 * 2 ** 20)}"]`).code).toBe('import.too_large');
    expect(faultOf(Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d])).code).toBe('import.wrong_text');
  });
});

describe('a day file', () => {
  const disk = scratch();
  afterAll(() => disk.remove());
  const ok = { type: 'message', user: 'U1', text: 'hello', ts: '1700000000.000100' };

  it.each([
    ['a number among the messages', [ok, 7], 'import.wrong_shape'],
    ['null among the messages', [null], 'import.wrong_shape'],
    ['a list among the messages', [[ok]], 'import.wrong_shape'],
    ['an object instead of a list', { messages: [ok] }, 'import.wrong_shape'],
    ['a cut list', JSON.stringify([ok]).slice(0, -3), 'import.wrong_json'],
  ])('with %s refuses the export', async (_, messages, code) => {
    expect(await verdictOn(disk.put(zipOfSmall(messages)))).toBe(code);
    expect(await verdictOn(disk.put(zipOfSmall([ok])))).toBe('accepted');
  });

  it('cannot reach a prototype', async () => {
    const text = JSON.stringify(ok);
    const hostile = `[{"__proto__": {"text": "polluted", "subtype": "tombstone"}, "constructor": {"prototype": {"polluted": 1}}, ${text.slice(1)}]`;
    const answer = await readAll(disk.put(zipOfSmall(hostile)));
    expect(answer).toMatchObject({ report: { total: 1, taken: 1 } });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(answer).not.toBeInstanceOf(ImportFault);
  });

  it('with names of Object.prototype as ids, names and subtypes is ordinary', async () => {
    const odd = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'].map((name, place) => ({
      ...ok,
      user: name === '__proto__' ? '__proto__' : name,
      subtype: name,
      reactions: [{ name, users: [name], count: 1 }],
      text: `<@${name}> <#${name}|x> <!${name}>`,
      ts: `1700000000.00010${place}`,
    }));
    expect(await readAll(disk.put(zipOfSmall(odd)))).toMatchObject({ report: { total: 4, taken: 4 } });
  });

  it('lists a message with a broken field, and keeps the others', async () => {
    const broken = [
      { ...ok, ts: undefined },
      { ...ok, ts: 17 },
      { ...ok, ts: '999999999999.000000' },
      { ...ok, text: ['a'] },
      { ...ok, text: 'x'.repeat(1_000_001) },
      { ...ok, user: 'U1/../../x' },
      { ...ok, reactions: 'many' },
      ok,
    ];
    const answer = await readAll(disk.put(zipOfSmall(broken)));
    expect(answer).toMatchObject({
      report: { total: 8, taken: 1, listed: [{ reason: 'malformed_message', count: 7 }] },
    });
  });
});

describe('the lists', () => {
  const disk = scratch();
  afterAll(() => disk.remove());

  it.each([
    ['a person without an id', '[{"name": "Dora"}]', 'import.wrong_shape'],
    ['the same person twice', '[{"id": "U1"}, {"id": "U1"}]', 'import.duplicate_id'],
    ['no list', '{"members": []}', 'import.wrong_shape'],
  ])('with %s refuse the export', async (_, bytes, code) => {
    const [, ...rest] = smallExport();
    const answer = await readAll(disk.put(zipOf([{ name: 'users.json', bytes }, ...rest])));
    expect(answer).toMatchObject({ code });
    expect((answer as ImportFault).message).not.toContain('Dora');
  });
});
