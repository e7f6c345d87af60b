import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  type EventProof,
  encodeNote,
  formatCheckpoint,
  formatVerifierKey,
  leafHash,
  signText,
  verifierKeyOf,
} from '@courtyard/audit';
import { naiveExport, naivePath, naiveRoot } from '../../libs/platform/audit/fixtures/naive-tree.js';

const ORIGIN = 'courtyard/test';
const { privateKey, publicKey } = generateKeyPairSync('ed25519');

/** The one key whose signatures count. */
export const KEY = formatVerifierKey(verifierKeyOf(ORIGIN, 'ed25519', publicKey));

export function entries(count: number): Buffer[] {
  return Array.from({ length: count }, (_, n) => Buffer.from(`{"n":${n}}`));
}

/** A signed checkpoint over these entries; by another key where one is given. */
export function checkpointOf(of: readonly Buffer[], by = privateKey): Buffer {
  const root = naiveRoot(of.map(leafHash));
  const text = formatCheckpoint({ origin: ORIGIN, size: BigInt(of.length), root, extensions: ['build 0'] });
  return encodeNote({ text, signatures: [signText(text, ORIGIN, by)] });
}

/** The files of an export, by the definitions of RFC 6962 and C2SP, and not by the code that is tested. */
export function exportOf(of: readonly Buffer[]): Map<string, Buffer> {
  return naiveExport(of).set('checkpoint', checkpointOf(of));
}

/** Of one organisation: hashes of all, and the events at some places. */
export function partialExportOf(of: readonly Buffer[], places: readonly number[]): Map<string, Buffer> {
  const files = new Map([...exportOf(of)].filter(([path]) => !path.startsWith('tile/entries')));
  return files.set('events', Buffer.from(places.map((at) => `${at} ${of[at]?.toString()}\n`).join('')));
}

export function proofOf(of: readonly Buffer[], at: number): EventProof {
  const leaves = of.map(leafHash);
  return {
    position: String(at),
    treeSize: String(of.length),
    leafHash: leaves[at]!.toString('base64'),
    path: naivePath(at, leaves).map((hash) => hash.toString('base64')),
    root: naiveRoot(leaves).toString('base64'),
    checkpoint: checkpointOf(of).toString('utf8'),
    body: of[at]!.toString('utf8'),
  };
}

/** A folder with files in it, which is changed from one set of files to the next. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'courtyard-export-'));
  private held = new Map<string, Buffer>();

  put(files: ReadonlyMap<string, Buffer>): void {
    for (const [name] of this.held) if (!files.has(name)) rmSync(join(this.path, name));
    for (const [name, bytes] of files) {
      if (this.held.get(name) === bytes) continue;
      mkdirSync(dirname(join(this.path, name)), { recursive: true });
      writeFileSync(join(this.path, name), bytes);
    }
    this.held = new Map(files);
  }

  read(name: string): Buffer {
    return readFileSync(join(this.path, name));
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true });
  }
}
