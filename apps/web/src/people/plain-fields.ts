/** The fields of a profile that its owner edits and everyone may read; empty means not filled in. */
export interface PlainFields {
  name: string;
  title: string;
  pronouns: string;
  bio: string;
}

const order: (keyof PlainFields)[] = ['name', 'title', 'pronouns', 'bio'];

export function plainOf(person: {
  name: string;
  title: string | null;
  pronouns: string | null;
  bio: string | null;
}): PlainFields {
  return {
    name: person.name,
    title: person.title ?? '',
    pronouns: person.pronouns ?? '',
    bio: person.bio ?? '',
  };
}

export function differing(one: PlainFields, other: PlainFields): (keyof PlainFields)[] {
  return order.filter((field) => one[field].trim() !== other[field].trim());
}

/** Only what its owner changed is sent, so that an untouched field never overwrites somebody else's change. */
export function changed(
  before: PlainFields,
  after: PlainFields,
): Partial<Record<keyof PlainFields, string | null>> {
  const entries = differing(before, after).map((field) => [field, after[field].trim() || null] as const);
  return Object.fromEntries(entries);
}
