/**
 * Tables that only repeat what governed rows say, so that rows are found quickly. They have no policy and are never read by
 * themselves: the gate joins them to rows that it judges.
 */
const tables = new Set<string>(['audience_holder']);

export function declareIndexTable(table: string): void {
  tables.add(table);
}

/** For the check at the start that every mapped class has a policy, or is one of these. */
export function indexTables(): ReadonlySet<string> {
  return tables;
}
