import { generateKeyPairSync } from 'node:crypto';
import { checkpointOf, exportOf } from './corpus.js';

/** A named way to change an export. */
export interface Attack {
  readonly name: string;
  readonly files: Map<string, Buffer>;
}

const changed = (files: Map<string, Buffer>, name: string, bytes: Buffer) => new Map(files).set(name, bytes);

/** Every byte of every file changed, dropped, and with one put before it; every file cut at every length. */
export function* byteAttacks(files: Map<string, Buffer>): Generator<Attack> {
  for (const [name, bytes] of files) {
    for (let at = 0; at < bytes.length; at++) {
      const [before, after] = [bytes.subarray(0, at), bytes.subarray(at + 1)];
      const flipped = Buffer.of(bytes[at]! ^ (1 << (at % 8)));
      yield {
        name: `${name}: byte ${at} changed`,
        files: changed(files, name, Buffer.concat([before, flipped, after])),
      };
      yield {
        name: `${name}: byte ${at} dropped`,
        files: changed(files, name, Buffer.concat([before, after])),
      };
      yield {
        name: `${name}: a byte before ${at}`,
        files: changed(files, name, Buffer.concat([before, flipped, bytes.subarray(at)])),
      };
      yield { name: `${name}: cut at ${at}`, files: changed(files, name, before) };
    }
    yield {
      name: `${name}: a byte at the end`,
      files: changed(files, name, Buffer.concat([bytes, Buffer.of(0)])),
    };
  }
}

/** Files gone or added, and whole histories rewritten with all hashes made anew, by who holds no key or another one. */
export function* historyAttacks(of: readonly Buffer[]): Generator<Attack> {
  const files = exportOf(of);
  for (const name of files.keys()) {
    const without = new Map(files);
    without.delete(name);
    yield { name: `${name} gone`, files: without };
  }
  for (const name of ['tile/0/001', 'tile/9/000.p/1', 'note.txt', 'tile/entries/000.p/999', 'tile/0/000.p/1'])
    if (!files.has(name)) yield { name: `${name} added`, files: changed(files, name, Buffer.alloc(32)) };
  const stranger = generateKeyPairSync('ed25519').privateKey;
  for (const [name, history] of rewritten(of)) {
    const anew = exportOf(history);
    yield { name, files: changed(anew, 'checkpoint', files.get('checkpoint')!) };
    yield {
      name: `${name}, signed by a stranger`,
      files: changed(anew, 'checkpoint', checkpointOf(history, stranger)),
    };
  }
}

function* rewritten(of: readonly Buffer[]): Generator<[string, Buffer[]]> {
  for (const at of of.keys()) {
    yield [`entry ${at} dropped`, of.toSpliced(at, 1)];
    yield [`entry ${at} twice`, of.toSpliced(at, 0, of[at]!)];
    yield [`entry ${at} changed`, of.with(at, Buffer.from('{"n":-1}'))];
    if (at > 0) yield [`entry ${at} moved`, of.with(at, of[at - 1]!).with(at - 1, of[at]!)];
    if (at > 0) yield [`the log ends at ${at}`, of.slice(0, at)];
  }
}
