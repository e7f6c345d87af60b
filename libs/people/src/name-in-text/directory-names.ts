import type { Row, Statement } from '@courtyard/database';

/** Somebody who bears a name that was looked for. */
export interface Bearer {
  readonly employeeId: string;
  /** An employee who is here; others can never agree. */
  readonly agrees: boolean;
  /** In the directory of colleagues: employees and guests who are here. */
  readonly listed: boolean;
}

/** As many as are told of one name; one more says that there are more. */
export const MOST_BEARERS = 8;

/** By the name that was looked for: whole names, words somebody is called by, and any word of a name. */
export interface Bearers {
  readonly whole: ReadonlyMap<string, readonly Bearer[]>;
  readonly given: ReadonlyMap<string, readonly Bearer[]>;
  readonly any: ReadonlyMap<string, readonly Bearer[]>;
}

/** Which of these words are words of somebody's name. Only comparisons that are leakproof: else no index would serve. */
export function knownWords(organisationId: string, words: readonly string[]): Statement {
  return {
    text: `select u.word from unnest($2::text[]) u(word) where exists (
  select from employee_name_word w where w.organisation_id = $1::uuid and w.word = u.word collate "C")`,
    values: [organisationId, words],
  };
}

/** Who bears these names; of each at most `MOST_BEARERS` and one. Integrations are nobody. */
export function bearersOf(
  organisationId: string,
  whole: readonly string[],
  given: readonly string[],
  any: readonly string[],
): Statement {
  const most = MOST_BEARERS + 1;
  const byWord = (
    kind: string,
    list: string,
    which: string,
  ) => `select '${kind}', n.name, e.id, e.kind, e.status
from unnest(${list}::text[]) n(name) cross join lateral (
  select w.employee_id from employee_name_word w
  where w.organisation_id = $1::uuid and w.word = n.name collate "C"${which} order by w.employee_id limit ${most}) w
cross join lateral (
  select e.id, e.kind, e.status from employee e where e.organisation_id = $1::uuid and e.id = w.employee_id limit 1) e`;
  return {
    text: `select 'whole', n.name, e.id, e.kind, e.status from unnest($2::text[]) n(name) cross join lateral (
  select e.id, e.kind, e.status from employee e
  where e.organisation_id = $1::uuid and e.name_folded = n.name collate "C" order by e.id limit ${most}) e
union all
${byWord('given', '$3', ' and w.given')}
union all
${byWord('any', '$4', '')}`,
    values: [organisationId, whole, given, any],
  };
}

export function bearersRead(rows: readonly Row[]): Bearers {
  const found = { whole: new Map(), given: new Map(), any: new Map() } as Record<
    string,
    Map<string, Bearer[]>
  >;
  for (const [kind, name, employeeId, sort, status] of rows) {
    if (sort === 'integration') continue;
    const names = found[String(kind)] as Map<string, Bearer[]>;
    const bearers = names.get(String(name)) ?? [];
    const here = status === 'active';
    bearers.push({
      employeeId: String(employeeId),
      agrees: here && sort === 'employee',
      listed: here,
    });
    names.set(String(name), bearers);
  }
  return found as unknown as Bearers;
}
