import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** A statement as PostgreSQL was sent it. */
export interface Sent {
  readonly pid: number;
  readonly text: string;
  readonly values: readonly (string | null)[];
}

/** BEGIN, COMMIT and settings touch no table. */
const CONTROL = /^(begin|commit|rollback|select set_config\()/i;

/** Reads what PostgreSQL writes about the statements it runs, from now on. */
export class StatementLog {
  private at: number;

  constructor(private readonly path: string) {
    this.at = statSync(path).size;
  }

  /** What was written since the last time, of statements that touch tables. */
  read(): Sent[] {
    const size = statSync(this.path).size;
    const bytes = Buffer.alloc(size - this.at);
    const file = openSync(this.path, 'r');
    readSync(file, bytes, 0, bytes.length, this.at);
    closeSync(file);
    this.at = size;
    return parse(bytes.toString()).filter(({ text }) => !CONTROL.test(text));
  }
}

/** Entries begin with the time and `[pid] LEVEL:`; further lines of one begin with a tab. */
function parse(log: string): Sent[] {
  const sent: Sent[] = [];
  for (const entry of log.split(/^(?=\d{4}-\d\d-\d\d [\d:.]+ \w+ \[\d+\] )/m)) {
    const [, pid, level, said] = /^\S+ \S+ \S+ \[(\d+)\] (\w+): {2}([\s\S]*?)\n?$/.exec(entry) ?? [];
    const text = said?.replaceAll('\n\t', '\n') ?? '';
    const executed = /^execute [^:]+: ([\s\S]*)$/.exec(text)?.[1];
    if (level === 'LOG' && executed !== undefined)
      sent.push({ pid: Number(pid), text: executed, values: [] });
    const last = sent.at(-1);
    if (level === 'DETAIL' && last?.pid === Number(pid) && /^parameters:/i.test(text))
      sent[sent.length - 1] = { ...last, values: valuesIn(text) } as Sent;
  }
  return sent;
}

/** `Parameters: $1 = 'it''s', $2 = NULL` */
function valuesIn(text: string): (string | null)[] {
  return [...text.matchAll(/\$\d+ = (NULL|'((?:[^']|'')*)')/g)].map(([, whole, quoted]) =>
    whole === 'NULL' ? null : (quoted ?? '').replaceAll("''", "'"),
  );
}
