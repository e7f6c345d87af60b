import { CATEGORIES } from './categories.js';
import { type Catalogue, type CatalogueEntry, fieldKey } from './fields.js';
import { IMPERSONAL_REASONS } from './impersonal-reasons.js';
import { PURPOSES } from './purposes.js';
import { RECIPIENT_CATEGORIES } from './recipients.js';
import { RETENTION_RULES } from './retention.js';
import { iriOf, type Term } from './vocabulary.js';

/**
 * The text of `docs/generated/personal-data.md`: what is held about people and what may become of it. The same catalogue
 * gives the same text, whatever the order in which entities came, so that a difference in review is a change.
 * @param whoseYes who has to agree before a field leaves, by `Post.body`
 */
export function personalDataMarkdown(
  catalogue: Catalogue,
  whoseYes: ReadonlyMap<string, string> = new Map(),
): string {
  const entries = [...catalogue.values()].sort((a, b) => (a.entity < b.entity ? -1 : 1));
  const personal = entries.filter(({ impersonal }) => impersonal === null);
  const impersonal = entries.filter((entry) => entry.impersonal !== null);
  const blocks = [
    '# Personal data',
    'Generated from the code; do not edit. Categories, purposes and recipients are terms of the W3C Data Privacy Vocabulary 2.3.',
    ...personal.flatMap((entry) => entityBlocks(entry, whoseYes)),
    '## Entities that describe no person',
    table(
      ['entity', 'reason', 'meaning'],
      impersonal.flatMap(({ entity, impersonal: reason }) =>
        reason === null ? [] : [[entity, reason, IMPERSONAL_REASONS[reason]]],
      ),
    ),
    '## Purposes',
    'A closed list. An organisation can switch a purpose off, never add, rename or widen one.',
    table(['purpose', 'rule', 'term', 'meaning'], ruled(PURPOSES)),
    '## Recipients',
    'A closed list of categories; a consent names one recipient, never a category.',
    table(['category', 'rule', 'term', 'meaning'], ruled(RECIPIENT_CATEGORIES)),
    '## Categories',
    table(
      ['category', 'meaning'],
      Object.entries(CATEGORIES).map(([term, { sentence }]) => [link(term as Term), sentence]),
    ),
    '## Retention',
    table(
      ['rule', 'meaning'],
      Object.entries(RETENTION_RULES).map((row) => [...row]),
    ),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function entityBlocks({ entity, fields }: CatalogueEntry, whoseYes: ReadonlyMap<string, string>): string[] {
  const rows = fields.map((field) => [
    String(field.number),
    field.name,
    field.category,
    field.sensitivity,
    [...field.purposes].sort().join(', '),
    field.retention,
    field.guarded ? 'yes' : '',
    field.asked ? `yes${agreedBy(whoseYes.get(fieldKey(field)))}` : '',
  ]);
  const heads = [
    'no.',
    'field',
    'category',
    'sensitivity',
    'purposes',
    'retention',
    'guarded',
    'may be asked for',
  ];
  return [`## ${entity}`, table(heads, rows)];
}

function agreedBy(who: string | undefined): string {
  return who === undefined ? '' : `; to be agreed to by ${who}`;
}

function ruled(
  list: Readonly<Record<string, { rule: string; terms: readonly Term[]; sentence: string }>>,
): string[][] {
  return Object.entries(list).map(([name, { rule, terms, sentence }]) => [
    name,
    rule,
    terms.map(link).join(', '),
    sentence,
  ]);
}

function link(term: Term): string {
  return `[${term}](${iriOf(term)})`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'None.';
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}
