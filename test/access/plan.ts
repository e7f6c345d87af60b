import type { Statement } from '@courtyard/database';
import type { Client } from 'pg';
import { v7 as newId } from 'uuid';

export interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

/** The plan by which PostgreSQL ran a statement of ours, as this client's role. */
export async function planOf(client: Client, { text, values }: Statement, mode: string): Promise<PlanNode> {
  await client.query(`set plan_cache_mode = ${mode}`);
  const name = `page_${newId().replaceAll('-', '')}`;
  await client.query(`prepare ${name} as ${text}`);
  const literals = values.map((value) =>
    Array.isArray(value)
      ? `'{${value.map((one) => `"${String(one)}"`).join()}}'`
      : client.escapeLiteral(String(value)),
  );
  const { rows } = await client.query(
    `explain (analyze, buffers, format json) execute ${name}(${literals.join(', ')})`,
  );
  await client.query(`deallocate ${name}`);
  return rows[0]['QUERY PLAN'][0].Plan;
}

export function* nodesOf(node: PlanNode): Generator<PlanNode> {
  yield node;
  for (const child of node.Plans ?? []) yield* nodesOf(child);
}
