import { type SystemActor, systemActor } from '@courtyard/access';
import { type CellAsked, type DryRun, decideCells, EmptyConsentReader } from '@courtyard/catalogue';
import type { House } from '../house/house.js';
import { ASKED, type Asked, POLICY } from './asked.js';
import { cellsOf } from './cells.js';

/** What was asked, and what the answer would be. */
export interface AskedRun extends Asked {
  readonly run: DryRun;
}

/**
 * Decides every cell for every request, page by page. Nobody has said anything yet, so absence is the answer. That it was
 * asked is in the audit log before the first row is read.
 */
export async function dryRun(house: House, organisationId: string): Promise<AskedRun[]> {
  const actor = systemActor('disclose_dry_run', organisationId);
  const opened = await house.audit.open(actor, 'discloseDryRun', [
    { resource: 'Organisation', id: organisationId, action: 'count_cells' },
  ]);
  try {
    const runs = await decideAll(house, actor);
    opened.close('answered');
    return runs;
  } catch (failure) {
    opened.close('failed');
    throw failure;
  }
}

async function decideAll({ gate }: House, actor: SystemActor): Promise<AskedRun[]> {
  let runs = ASKED.map((asked): AskedRun => ({ ...asked, run: decided(asked, []) }));
  for await (const cells of cellsOf(gate, actor))
    runs = runs.map(({ run, ...asked }) => ({ ...asked, run: sumOf(run, decided(asked, cells)) }));
  return runs;
}

function decided({ purpose, recipient }: Asked, cells: readonly CellAsked[]): DryRun {
  return decideCells({ purpose, recipient, policy: POLICY }, cells, new EmptyConsentReader());
}

function sumOf(some: DryRun, more: DryRun): DryRun {
  const fields = new Set([...some.columns, ...more.columns].map(({ field }) => field));
  const columns = [...fields].map((field) => {
    const parts = [...some.columns, ...more.columns].filter((column) => column.field === field);
    const withheld: Record<string, number> = {};
    for (const part of parts)
      for (const [reason, count] of Object.entries(part.withheld))
        withheld[reason] = (withheld[reason] ?? 0) + count;
    return {
      field,
      cells: parts.reduce((sum, { cells }) => sum + cells, 0),
      released: parts.reduce((sum, { released }) => sum + released, 0),
      withheld,
    };
  });
  return { ...some, columns };
}
