import type { LedgerPin } from '../ledger/sqlite-ledger.js';
import { type Checkpoint, openCheckpoint } from '../merkle/checkpoint.js';
import { MerkleFault } from '../merkle/merkle-fault.js';
import type { VerifierKey } from '../merkle/note-key.js';
import { readIfThere, writeDurably } from './durable-file.js';
import { LogFault, UNSIGNED } from './tree.errors.js';

const FILE = 'log-mark';
/** The extension line that binds a checkpoint to the ledger. */
export const LEDGER = 'ledger';

/** What the pin of a checkpoint is made over. */
export function pinText({ origin, size, root }: Pick<Checkpoint, 'origin' | 'size' | 'root'>): string {
  return `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;
}

/** What a checkpoint remembers of the ledger; undefined for one of before there was a ledger. */
export function pinOf(checkpoint: Checkpoint): LedgerPin | undefined {
  const line = checkpoint.extensions.find((one) => one.startsWith(`${LEDGER} `));
  return line === undefined ? undefined : { text: pinText(checkpoint), value: line.slice(LEDGER.length + 1) };
}

/**
 * The checkpoint that was last signed, kept beside the keys and outside the database: by it an old copy of the database
 * is known (privacy-model.md section 7, "Restore"). It is the signed note itself, so nobody without the key can set it back
 * to a state that was never signed.
 */
export class LogMark {
  /** @param folder that of the secrets */
  constructor(readonly folder: string) {}

  /** Undefined when there is none. @throws LogFault when it was not signed by this key. */
  async read(log: VerifierKey): Promise<Checkpoint | undefined> {
    const note = await readIfThere(this.folder, FILE);
    if (!note) return undefined;
    try {
      return openCheckpoint(note, { origin: log.name, log, witnesses: [], quorum: 0 }).checkpoint;
    } catch (error) {
      if (error instanceof MerkleFault) throw new LogFault(UNSIGNED);
      throw error;
    }
  }

  /** Durable when it resolves: what is shown to others must be remembered here first. */
  async write(note: Uint8Array): Promise<void> {
    await writeDurably(this.folder, FILE, note);
  }
}
