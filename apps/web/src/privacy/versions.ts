import type { AskedOfMeQuery, ItemsOfMineQuery } from '../generated/graphql';

/** Every version that these answers show; each is of one field or item, so they need not be told apart. */
export function versionsIn(
  results: readonly { readonly data?: AskedOfMeQuery | ItemsOfMineQuery | unknown }[],
): ReadonlySet<string> {
  const versions = new Set<string>();
  for (const { data } of results) {
    const { askedOfMe, itemsOfMine } = (data ?? {}) as Partial<AskedOfMeQuery & ItemsOfMineQuery>;
    for (const { fields } of askedOfMe?.nodes ?? [])
      for (const { version } of fields) if (version !== null) versions.add(version);
    for (const { version } of itemsOfMine?.nodes ?? []) versions.add(version);
  }
  return versions;
}
