import { join } from 'node:path';
import { assertLogStands, LogFault, RestoringState, TreeStore } from '@courtyard/audit';
import { FolderSecrets } from '@courtyard/database';
import { Findings } from '../finding.js';
import type { Patient } from '../patient.js';

const WAITING_SECONDS = 60;
const UNSIGNED_SECONDS = 120;

/** The tree is at the end of what was recorded, signed, and no older than what was signed last. */
export async function log({ as, folder }: Pick<Patient, 'as' | 'folder'>): Promise<Findings> {
  const found = new Findings('log');
  const database = await as('audit');
  const secrets = join(folder, 'secrets');
  try {
    await RestoringState.assertNone(secrets);
    await assertLogStands({ database, secrets: new FolderSecrets(secrets), folder: secrets });
  } catch (failure) {
    if (!(failure instanceof LogFault)) throw failure;
    found.fault(
      failure.message,
      'Put the newest database back, or end the restore; until then nothing is signed and nobody is served.',
    );
    return found;
  }
  const { waiting, waitingSeconds, unsigned, unsignedSeconds } = await new TreeStore(database).lag();
  if (waitingSeconds > WAITING_SECONDS)
    found.fault(
      `${waiting} events are not in the tree, the oldest for ${minutes(waitingSeconds)}.`,
      'See whether the sequencer runs, and whether an old transaction is open (`audit.held_back` in the log).',
    );
  if (unsignedSeconds > UNSIGNED_SECONDS)
    found.fault(
      `${unsigned} events wait for a checkpoint; the last one is ${minutes(unsignedSeconds)} old.`,
      'See what the sequencer says; without its key and mark it signs nothing.',
    );
  found.otherwise(
    waiting + unsigned === 0
      ? 'Every event is in the tree, and a checkpoint covers it.'
      : `${waiting} events are on their way into the tree, ${unsigned} into a checkpoint.`,
  );
  return found;
}

export function minutes(seconds: number): string {
  if (seconds < 180) return `${Math.round(seconds)} seconds`;
  if (seconds < 3 * 3_600) return `${Math.round(seconds / 60)} minutes`;
  return seconds < 3 * 86_400
    ? `${Math.round(seconds / 3_600)} hours`
    : `${Math.round(seconds / 86_400)} days`;
}
