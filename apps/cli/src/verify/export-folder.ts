import { lstat, opendir, open as openFile, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { MerkleFault, parseTilePath, tileOf } from '@courtyard/audit';

/** 256 entries of 65,535 bytes and their lengths: nothing larger stands in an export, but the list of events. */
const LARGEST = 256 * (2 + 65_535);

/** The files of an export. Whoever made it may be who attacks. */
export class ExportFolder {
  constructor(readonly path: string) {}

  /** The bytes at a path such as `tile/0/000.p/17`; null when there is nothing. @throws MerkleFault for what is too large. */
  async read(path: string): Promise<Buffer | null> {
    const file = join(this.path, ...path.split('/'));
    try {
      const { size } = await lstat(file);
      if (size > LARGEST) throw new MerkleFault('entries.too_large', path);
      return await readFile(file);
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
      throw error;
    }
  }

  async has(path: string): Promise<boolean> {
    return lstat(join(this.path, ...path.split('/'))).then(
      () => true,
      () => false,
    );
  }

  /**
   * What is there and should not be: files that a checkpoint of this size does not cover, and what is no plain file. A
   * verifier that read only what it expects would let anything be added.
   */
  async strange(size: bigint): Promise<string | undefined> {
    for await (const { path, plain } of filesBelow(this.path)) {
      const name = relative(this.path, path).split(sep).join('/');
      if (!plain || !isExpected(name, size)) return name;
    }
    return undefined;
  }

  /** The notes of `succession/`, the oldest first. */
  async successions(): Promise<Buffer[]> {
    const names: number[] = [];
    for await (const { path } of filesBelow(this.path)) {
      const [, generation] = SUCCESSION.exec(relative(this.path, path).split(sep).join('/')) ?? [];
      if (generation) names.push(Number(generation));
    }
    const notes = await Promise.all(
      names.sort((a, b) => a - b).map((generation) => this.read(`succession/${generation}`)),
    );
    return notes.filter((note) => note !== null);
  }

  /** Lines of the list of events, one at a time. @throws MerkleFault for what is no such line. */
  async *events(): AsyncGenerator<{ readonly position: bigint; readonly body: Buffer }> {
    const file = await openFile(join(this.path, 'events'));
    try {
      let before = -1n;
      for await (const line of linesOf(file)) {
        const space = line.indexOf(0x20);
        const digits = line.subarray(0, Math.max(space, 0)).toString('latin1');
        if (!/^(0|[1-9]\d{0,18})$/.test(digits)) throw new MerkleFault('entries.malformed', 'events');
        const position = BigInt(digits);
        if (position <= before) throw new MerkleFault('entries.malformed', 'events');
        before = position;
        yield { position, body: line.subarray(space + 1) };
      }
    } finally {
      await file.close();
    }
  }
}

/** How one log followed another; told apart by the number of the one that begins. */
const SUCCESSION = /^succession\/([1-9]\d{0,5})$/;

const LINE_LIMIT = 65_535 + 21;

async function* linesOf(file: Awaited<ReturnType<typeof openFile>>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of file.createReadStream({ autoClose: false })) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    let from = 0;
    for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a, from)) {
      yield rest.subarray(from, end);
      from = end + 1;
    }
    rest = rest.subarray(from);
    if (rest.length > LINE_LIMIT) throw new MerkleFault('entries.too_large', 'events');
  }
  if (rest.length > 0) throw new MerkleFault('entries.malformed', 'events');
}

async function* filesBelow(folder: string): AsyncGenerator<{ path: string; plain: boolean }> {
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield { path, plain: entry.isFile() };
  }
}

function isExpected(name: string, size: bigint): boolean {
  if (name === 'checkpoint' || name === 'events' || SUCCESSION.test(name)) return true;
  try {
    const { level, index, width } = parseTilePath(name);
    return tileOf(level, index, size)?.width === width;
  } catch {
    return false;
  }
}
