import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * node unpack-chromium.mjs <folder>: unpacks the browser of @sparticuz/chromium there, whole or not at all.
 * A process of its own, for the package unpacks into the process's TMPDIR.
 */
const folder = process.argv[2];
const aside = mkdtempSync(join(dirname(folder), `${basename(folder)}.`));
process.env.TMPDIR = aside;

try {
  const { inflate } = await import('@sparticuz/chromium');
  const packed = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', 'bin');
  const parts = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'];
  await Promise.all(parts.map((part) => inflate(join(packed, part))));
  chmodSync(join(aside, 'chromium'), 0o755);
  chmodSync(aside, 0o755);
  try {
    renameSync(aside, folder);
  } catch (error) {
    if (!existsSync(join(folder, 'chromium'))) throw error; // else another process was first
  }
} finally {
  rmSync(aside, { recursive: true, force: true });
}
