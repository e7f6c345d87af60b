import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { DemoFault } from './demo.errors.js';

/**
 * Changes one byte in the middle of the first file of recorded events of an exported log.
 * @returns the path of the file, within the export
 */
export async function changeOneByte(folder: string): Promise<string> {
  const entries = join(folder, 'tile', 'entries');
  const files = await readdir(entries, { recursive: true, withFileTypes: true });
  const [first] = files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .sort();
  if (!first) throw new DemoFault('The exported log has no events.');
  const bytes = await readFile(first);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  await writeFile(first, bytes);
  return relative(folder, first);
}
