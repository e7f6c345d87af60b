import { columnsOf, type Entity, tableOf } from '@courtyard/access';
import { fieldsOf } from '@courtyard/catalogue';
import type { Client } from 'pg';
import { dayToken, isKey, isWord, phoneToken, type Tokens, wordToken } from './token.js';

/** Types that cannot hold something unique and be told from anything else. */
const INDISTINCT = new Set(['boolean', 'integer', 'int', 'smallint', 'timestamptz', 'jsonb']);
/** PostgreSQL: a check, a foreign key, a generated column or a trigger says what may stand there. */
const HELD = new Set(['23514', '23503', '428C9', 'P0001']);
/** Closed lists of the code, and keys that are used: with a word of nobody's in them nothing would be told or sent at all. */
const USED = new Set([
  'Consent.entity',
  'Consent.noticeId',
  'ConsentRequest.createdRole',
  'ConsentRequest.noticeId',
  'DisclosureGrant.purpose',
  'DisclosureStep.manifest',
  'Recipient.agePublicKey',
]);

/** Words of other cells once more, each of which has a token of its own. */
const REPEATS = new Set(['SearchWord.word']);

/**
 * Gives every personal cell of the database a token of its own, by the catalogue: a column that is new tomorrow is planted
 * tomorrow. Where the table holds a column to a closed list it stays; ids, keys and hashes are unique as they are.
 * Counts, times and flags stay, because nobody could tell one from another.
 * @returns the columns of text that stayed as they were, for the test to look at
 */
export async function plant(client: Client, entities: readonly Entity[], tokens: Tokens): Promise<string[]> {
  const left = new Set<string>();
  for (const entity of entities) {
    const table = tableOf(entity);
    // What a view shows is planted in its tables.
    const { rows: views } = await client.query("select from pg_class where relname = $1 and relkind = 'v'", [
      table,
    ]);
    if (views.length > 0) continue;
    const columns = columnsOf(entity);
    const key = [...columns.values()].filter((column) => column.key).map(({ name }) => name);
    for (const { name: field } of fieldsOf(entity)) {
      const column = columns.get(field);
      if (!column) throw new Error(`${entity.name}.${field} is not mapped.`);
      if (INDISTINCT.has(column.type) || (column.array && column.type !== 'text')) {
        continue;
      }
      if (REPEATS.has(`${entity.name}.${field}`)) continue;
      const { rows } = await client.query(`select * from ${table}`);
      for (const row of rows as Record<string, unknown>[]) {
        const same = key.map((name, at) => `${name} = $${at + 2}`).join(' and ');
        const write = async (value: unknown) => {
          await client.query(`update ${table} set ${column.name} = $1 where ${same}`, [
            value,
            ...key.map((name) => row[name]),
          ]);
        };
        const written = writtenForms(row[column.name], column.type);
        const planted =
          column.key || USED.has(`${entity.name}.${field}`) || !['text', 'date'].includes(column.type)
            ? null
            : await tried(write, column);
        if (column.type !== 'bigint' && planted === null && written.length === 0 && row[column.name] !== null)
          left.add(`${entity.name}.${field}`);
        for (const text of planted ? [planted] : written) {
          tokens.add({
            text,
            organisationId: String(row['organisation_id']),
            entity: entity.name,
            field,
            row,
          });
        }
      }
    }
  }
  return [...left].sort();
}

async function tried(
  write: (value: unknown) => Promise<void>,
  column: { type: string; array: boolean },
): Promise<string | null> {
  for (const text of column.type === 'date' ? [dayToken()] : [wordToken(), phoneToken()]) {
    try {
      await write(column.array ? [text] : text);
      return text;
    } catch (refusal) {
      if (!HELD.has((refusal as { code?: string }).code ?? '')) throw refusal;
    }
  }
  return null;
}

/** What is unique by itself, in every way somebody may write it. */
function writtenForms(value: unknown, type: string): string[] {
  if (Buffer.isBuffer(value) && isWord(value.toString('latin1'))) return [value.toString('latin1')];
  if (Buffer.isBuffer(value))
    return [value.toString('hex'), value.toString('base64'), value.toString('base64url')];
  if (
    typeof value === 'string' &&
    (type === 'uuid' || isKey(value) || isWord(value) || value.startsWith('$argon2'))
  )
    return [value];
  return [];
}
