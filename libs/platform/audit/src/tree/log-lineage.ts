import { readIfThere, writeDurably } from './durable-file.js';
import { readSuccession, type Succession } from './succession.js';

const FILE = 'log-successions';

/**
 * How the logs of this house followed each other, kept with the keys as well: a backup from before a restore knows nothing of
 * it. Signed notes, the oldest first, each as one line of base64.
 */
export async function readLineage(folder: string): Promise<{ note: string; succession: Succession }[]> {
  const bytes = await readIfThere(folder, FILE);
  const lines = bytes?.toString('latin1').split('\n').filter(Boolean) ?? [];
  return lines.map((line) => {
    const note = Buffer.from(line, 'base64');
    return { note: note.toString('utf8'), succession: readSuccession(note) };
  });
}

/** Durable when it resolves; told again it changes nothing. @param folder that of the secrets */
export async function addToLineage(folder: string, note: Buffer): Promise<void> {
  const before = (await readIfThere(folder, FILE))?.toString('latin1') ?? '';
  const line = note.toString('base64');
  if (!before.split('\n').includes(line)) await writeDurably(folder, FILE, `${before}${line}\n`);
}

export async function hasSucceeded(folder: string): Promise<boolean> {
  return (await readIfThere(folder, FILE)) !== undefined;
}
