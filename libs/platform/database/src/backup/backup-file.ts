import { createHash, type Hash } from 'node:crypto';
import { z } from 'zod';
import { damaged, decodeFrames } from './frames.js';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();

const header = z.object({
  /** A random UUID. */
  id: z.uuid(),
  at: z.iso.datetime(),
  /** Of the program that made it. */
  program: z.string(),
  postgres: z.string(),
  migrations: z.array(z.object({ name: z.string(), sha256 })),
  tables: z.array(z.object({ table: z.string(), columns: z.array(z.string()) })),
  sequences: z.array(z.object({ sequence: z.string(), last: z.string(), called: z.boolean() })),
  /** What whoever made it had to add, such as how far the ledger went. */
  about: z.record(z.string(), z.unknown()),
});
/** What stands at the beginning of a backup. */
export type BackupHeader = z.infer<typeof header>;

const section = z.object({ table: z.string(), rows: count, bytes: count, sha256 });
/** What stands behind the rows of a table. */
export type BackupSection = z.infer<typeof section>;

const manifest = z.object({ id: z.uuid(), tables: z.array(section) });
/** What stands at the end of a backup. */
export type BackupManifest = z.infer<typeof manifest>;

/** Told of each part of a backup, in order. Rows come in pieces, in PostgreSQL's text form of COPY. */
export interface BackupReader {
  begin?(header: BackupHeader): Promise<void> | void;
  table?(table: string, columns: readonly string[]): Promise<void> | void;
  rows?(bytes: Buffer): Promise<void> | void;
  /** All of its rows were handed over, and they are what was written. */
  tableEnd?(section: BackupSection): Promise<void> | void;
}

/**
 * Reads a backup from its beginning to its end and checks every digest and count; resolves when the whole of it is sound.
 * @throws BackupFault `backup.damaged`
 */
export async function readBackup(
  source: AsyncIterable<Uint8Array>,
  reader: BackupReader = {},
): Promise<{ header: BackupHeader; manifest: BackupManifest }> {
  let begun: BackupHeader | undefined;
  let open: { table: string; hash: Hash; rows: number; bytes: number } | undefined;
  let whole: { header: BackupHeader; manifest: BackupManifest } | undefined;
  const sections: BackupSection[] = [];
  for await (const { kind, bytes } of decodeFrames(source)) {
    if (kind === 'header') {
      if (begun) throw damaged('The backup is damaged.');
      begun = parsed(header, bytes);
      await reader.begin?.(begun);
      continue;
    }
    if (!begun) throw damaged('The backup is damaged.');
    if (kind === 'rows') {
      if (!open) throw damaged('The backup is damaged.');
      open.hash.update(bytes);
      open.bytes += bytes.length;
      open.rows += newlinesIn(bytes);
      await reader.rows?.(bytes);
    } else if (kind === 'table') {
      const expected = begun.tables[sections.length];
      const { table } = parsed(z.object({ table: z.string() }), bytes);
      if (open || expected?.table !== table)
        throw damaged('The tables of the backup are not those it names.');
      open = { table, hash: createHash('sha256'), rows: 0, bytes: 0 };
      await reader.table?.(table, expected.columns);
    } else if (kind === 'tableEnd') {
      const said = parsed(section, bytes);
      const found = open && { ...open, sha256: open.hash.digest('hex') };
      if (!found || !isSame(said, found))
        throw damaged(`The rows of ${said.table} are not those that were written.`);
      sections.push(said);
      open = undefined;
      await reader.tableEnd?.(said);
    } else {
      const end = parsed(manifest, bytes);
      const isWhole = sections.length === begun.tables.length && !open && end.id === begun.id;
      if (!isWhole || JSON.stringify(end.tables) !== JSON.stringify(sections))
        throw damaged('The backup does not hold what it names.');
      // Read on: nothing may follow.
      whole = { header: begun, manifest: end };
    }
  }
  if (!whole) throw damaged('The backup is cut off.');
  return whole;
}

function isSame(a: BackupSection, b: BackupSection): boolean {
  return a.table === b.table && a.rows === b.rows && a.bytes === b.bytes && a.sha256 === b.sha256;
}

function parsed<T>(shape: z.ZodType<T>, bytes: Buffer): T {
  try {
    return shape.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    throw damaged('The backup is damaged.');
  }
}

/** COPY's text form writes a newline behind each row and nowhere else. */
export function newlinesIn(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) lines++;
  return lines;
}
