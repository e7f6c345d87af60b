import { PURPOSE_NAMES, RECIPIENT_CATEGORY_NAMES } from '@courtyard/catalogue';
import { registerEnumType } from '@nestjs/graphql';

/** GraphQL knows no hyphen in a name: `employer_brand` stands for `employer-brand`. */
function termsOf<Name extends string>(names: readonly Name[]): Record<string, Name> {
  return Object.fromEntries(names.map((name) => [name.replaceAll('-', '_'), name]));
}

/** The closed lists of the catalogue as enums of the schema. */
export const PurposeTerm = termsOf(PURPOSE_NAMES);
registerEnumType(PurposeTerm, { name: 'Purpose', description: 'Why data is processed: a closed list.' });

export const RecipientCategoryTerm = termsOf(RECIPIENT_CATEGORY_NAMES);
registerEnumType(RecipientCategoryTerm, {
  name: 'RecipientCategory',
  description: 'What kind of party receives data: a closed list.',
});
