import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Checkpoint, openCheckpoint } from '../merkle/checkpoint.js';
import { MerkleFault } from '../merkle/merkle-fault.js';
import type { VerifierKey } from '../merkle/note-key.js';
import { LogFault, UNSIGNED } from './tree.errors.js';

const FILE = 'log-mark';

/**
 * The checkpoint that was last signed, kept beside the keys and outside the database: by it an old copy of the database
 * is known (privacy-model.md section 7, "Restore"). It is the signed note itself, so nobody without the key can set it back
 * to a state that was never signed.
 */
export class LogMark {
  /** @param folder that of the secrets */
  constructor(private readonly folder: string) {}

  /** Undefined when there is none. @throws LogFault when it was not signed by this key. */
  async read(log: VerifierKey): Promise<Checkpoint | undefined> {
    let note: Buffer;
    try {
      note = await readFile(join(this.folder, FILE));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    try {
      return openCheckpoint(note, { origin: log.name, log, witnesses: [], quorum: 0 }).checkpoint;
    } catch (error) {
      if (error instanceof MerkleFault) throw new LogFault(UNSIGNED);
      throw error;
    }
  }

  /** Durable when it resolves: what is shown to others must be remembered here first. */
  async write(note: Uint8Array): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const draft = join(this.folder, `.draft-${process.pid}-${randomBytes(6).toString('hex')}`);
    try {
      const file = await open(draft, 'wx', 0o600);
      try {
        await file.writeFile(note);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, join(this.folder, FILE));
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    const folder = await open(this.folder, 'r');
    await folder.sync().finally(() => folder.close());
  }
}
