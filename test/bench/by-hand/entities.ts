import { Department, Employee } from '@courtyard/people';

export { Department, Employee };

/** What is shown of an audience, whatever made it. */
export interface Audience {
  readonly label: string;
  readonly count: number;
  readonly outside: number;
  readonly parts: readonly object[];
}

const PREFIXES: Readonly<Record<string, string>> = {
  department: 'department',
  department_below: 'department',
  community: 'community',
  person: 'employee',
};

export function toNodeIdOf(kind: string, id: string): string | null {
  const prefix = PREFIXES[kind];
  return prefix === undefined ? null : `${prefix}_${id}`;
}
