import { KEY_RESOURCE, LedgerFault } from '@courtyard/audit';
import { IndexRebuilding } from '@courtyard/consent';
import { type LedgerEntry, outlivings, systemClock } from '@courtyard/records';
import type { House } from '../house/house.js';

/** How many of each kind had to be done again, by resource. */
export type DoneAgain = ReadonlyMap<string, number>;

/** What is remembered already is not remembered anew. */
const ALREADY_THERE = { append: () => undefined };

/**
 * Does again what the ledger holds and the backup does not: keys destroyed, people erased, words and yeses taken back. Through
 * the services of the product, and what is so already stays; so it may be run again from the beginning.
 * @throws LedgerFault, also for what this program does not know
 */
export async function doAgain({ gate, keys, ledger }: House): Promise<DoneAgain> {
  const byOrganisation = Map.groupBy(ledger.read(), ({ organisationId }) => organisationId);
  const known = new Set(await gate.organisations());
  const doers = outlivings();
  const done = new Map<string, number>();
  gate.useLedger(ALREADY_THERE);
  try {
    for (const [organisationId, entries] of byOrganisation) {
      const byResource = Map.groupBy(entries, ({ resource }) => resource);
      for (const resource of byResource.keys())
        if (resource !== KEY_RESOURCE && !doers.has(resource)) throw unknown();
      for (const { facts } of byResource.get(KEY_RESOURCE) ?? []) {
        if (keys.findKey(organisationId, String(facts['personId'])) === 'erased') continue;
        keys.destroy(organisationId, String(facts['personId']));
        done.set(KEY_RESOURCE, (done.get(KEY_RESOURCE) ?? 0) + 1);
      }
      // One that came after the backup has no rows to do anything to.
      if (!known.has(organisationId)) continue;
      for (const [resource, again] of doers) {
        const mine: LedgerEntry[] = byResource.get(resource) ?? [];
        if (mine.length === 0) continue;
        done.set(resource, (done.get(resource) ?? 0) + (await again(gate, organisationId, mine)));
      }
    }
  } finally {
    gate.useLedger(ledger);
  }
  return done;
}

/** Without a ledger nobody knows who took something back, so every yes falls: nothing of anybody leaves until they are asked anew. */
export async function letEveryYesFall({ gate }: House): Promise<number> {
  const index = new IndexRebuilding(gate, systemClock);
  let fallen = 0;
  for (const organisationId of await gate.organisations())
    fallen += await index.letEveryYesFall(organisationId);
  return fallen;
}

function unknown(): LedgerFault {
  return new LedgerFault(
    'The ledger holds what this program does not know how to do again: use the newest version.',
    'ledger.unusable',
  );
}
