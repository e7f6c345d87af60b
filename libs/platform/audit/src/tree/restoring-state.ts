import { z } from 'zod';
import { readIfThere, removeDurably, writeDurably } from './durable-file.js';
import { LEDGER_LOST } from './succession.js';
import { LogFault, RESTORING } from './tree.errors.js';

const FILE = 'restoring';

const shape = z.strictObject({
  v: z.literal(1),
  /** The backup it is made from; null for a copy of the database that was put back as it is. */
  backup: z.string().nullable(),
  /** What `courtyard restore` was told about a ledger that is not there; null where there is one. */
  withoutLedger: z.enum(LEDGER_LOST).nullable(),
  /** What is to be done next: rows, then the log, then what was taken back and erased. */
  phase: z.enum(['load', 'log', 'again']),
  begun: z.string(),
});

/** How a restore that is not done began, and how far it came. */
export type Restoring = z.infer<typeof shape>;
export type RestoringPhase = Restoring['phase'];

/**
 * That a restore was begun and is not done, beside the keys: as long as this file is there, nothing starts and nothing leaves
 * (privacy-model.md section 7). It is written before the first row and removed after the last erasure was done again.
 */
export const RestoringState = {
  /** @param folder that of the secrets; @throws LogFault for a file that is none of ours: it stays shut */
  async read(folder: string): Promise<Restoring | undefined> {
    const bytes = await readIfThere(folder, FILE);
    if (!bytes) return undefined;
    try {
      return shape.parse(JSON.parse(bytes.toString('utf8')));
    } catch {
      throw new LogFault(RESTORING);
    }
  },

  async keep(folder: string, state: Restoring): Promise<void> {
    await writeDurably(folder, FILE, JSON.stringify(shape.parse(state)));
  },

  async end(folder: string): Promise<void> {
    await removeDurably(folder, FILE);
  },

  /** @throws LogFault while a restore is not done */
  async assertNone(folder: string): Promise<void> {
    if (await readIfThere(folder, FILE)) throw new LogFault(RESTORING);
  },
};
