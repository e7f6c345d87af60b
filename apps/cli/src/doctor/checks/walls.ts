import { inspectIndexes, inspectRights, inspectRoles, inspectWalls } from '@courtyard/database';
import { Findings } from '../finding.js';
import type { Patient } from '../patient.js';
import { reviewed } from './reviewed.js';

type Owned = Pick<Patient, 'ownerUrl'>;

const OUR_PAGES = 'Run the doctor from a whole clone.';

export async function roles({ ownerUrl }: Owned): Promise<Findings> {
  const found = new Findings('roles');
  for (const sentence of await inspectRoles(ownerUrl))
    found.fault(
      sentence,
      'Take it back with ALTER ROLE or REVOKE, and find out who gave it; a role that is missing is made by `courtyard migrate`.',
    );
  found.otherwise('Every role is there, below the row policies, and nobody else.');
  return found;
}

/** Held to what was reviewed, line by line. */
export async function rights({ ownerUrl }: Owned): Promise<Findings> {
  const found = new Findings('rights');
  const expected = reviewed('rights.md');
  if (!expected) {
    found.warn('The reviewed rights did not come along.', OUR_PAGES);
    return found;
  }
  const lineOf = ({ role, kind, name, rights: held }: Awaited<ReturnType<typeof inspectRights>>[number]) =>
    `${role} ${kind} ${name}: ${held}`;
  const held = new Set((await inspectRights(ownerUrl)).map(lineOf));
  const wanted = new Set(
    [...expected].flatMap(([role, lines]) =>
      lines.map((line) => {
        const [, kind = '', name = '', ...more] = line.split('|').map((cell) => cell.trim());
        return `${role} ${kind} ${name}: ${more.join('|').replace(/\|$/, '').trim()}`;
      }),
    ),
  );
  for (const one of held)
    if (!wanted.has(one))
      found.fault(`A right that nobody reviewed: ${one}.`, 'REVOKE it, and find out who granted it.');
  for (const one of wanted)
    if (!held.has(one))
      found.fault(
        `A right is missing: ${one}.`,
        'Grant it as the migration did; something does not work without it.',
      );
  found.otherwise(`All ${wanted.size} rights are as they were reviewed, and there is none besides.`);
  return found;
}

export async function walls({ ownerUrl }: Owned): Promise<Findings> {
  const found = new Findings('walls');
  const { breaches, exceptions } = await inspectWalls(ownerUrl);
  for (const breach of breaches)
    found.fault(breach, 'Put the wall back as the migration made it, and find out who took it away.');
  found.otherwise(
    `Every table forces its organisation's wall, but for ${exceptions.length} that say why not.`,
  );
  return found;
}

export async function indexes({ ownerUrl }: Owned): Promise<Findings> {
  const found = new Findings('indexes');
  const lines = reviewed('indexes.md')?.get('Indexes in the database');
  if (!lines) {
    found.warn('The list of indexes did not come along.', OUR_PAGES);
    return found;
  }
  const there = await inspectIndexes(ownerUrl);
  const keyOf = (table: string, name: string, definition: string, unique: boolean) =>
    `${table}.${name}: ${unique ? 'unique ' : ''}${definition}`;
  const held = new Set(
    there.map(({ table, name, definition, unique }) => keyOf(table, name, definition, unique)),
  );
  const wanted = lines.map((line) => {
    const [, table = '', name = '', what = ''] = /^\| (\S+) \| (\S+) \| (.*) \|$/.exec(line) ?? [];
    const definition = what
      .replace(/^unique /, '')
      .slice(1, -1)
      .replaceAll('\\|', '|');
    return keyOf(table, name, definition, what.startsWith('unique '));
  });
  for (const one of wanted)
    if (!held.has(one))
      found.fault(
        `An index is missing, or is another: ${one}.`,
        'CREATE INDEX CONCURRENTLY as the migration did; without it pages take seconds, or what must be unique is not.',
      );
  for (const { table, name } of there.filter(({ valid }) => !valid))
    found.fault(
      `The index ${table}.${name} is not valid.`,
      'REINDEX INDEX CONCURRENTLY, or drop it and make it again.',
    );
  for (const one of held)
    if (!wanted.includes(one))
      found.warn(
        `An index is there that no migration made: ${one}.`,
        'A unique one can tell that a hidden row exists; drop what nobody needs.',
      );
  found.otherwise(`All ${wanted.length} indexes are there and valid.`);
  return found;
}
