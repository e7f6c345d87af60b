import { fieldKey } from '@courtyard/catalogue';
import { type Disclosable, disclosables } from './disclosable.js';

/** Who has to agree before a field leaves, in words, by `Post.body`: for the record of personal data. */
export function whoseYes(): ReadonlyMap<string, string> {
  return new Map(
    disclosables().flatMap((d) => d.fields.map((field) => [fieldKey(field), sentenceOf(d, field.name)])),
  );
}

function sentenceOf(d: Disclosable, field: string): string {
  const owner = `its owner (${d.owner})`;
  if (!d.text.includes(field)) return owner;
  const mentioned = d.mentions === null ? '' : `, whoever is mentioned (${d.mentions})`;
  return `${owner}${mentioned}, and whomever its author marks; withheld until then where a name is found in it`;
}
