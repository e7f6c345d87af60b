import type { EmployeeActor } from '@courtyard/access';
import type { Database, Row, Statement } from '@courtyard/database';
import type { ActorLookup } from './actor-lookup.js';
import { InBatches } from './in-batches.js';

const LIMITS = { most: 500, atOnce: 2 };

/** Whose session it is: by the hash of its token in hex, or by its id. */
export interface SessionAsked {
  readonly organisationId: string;
  readonly by: 'byTokens' | 'bySessions';
  readonly key: string;
  readonly requestId: string;
}

/** Employees as they are now, asked for by many sockets at about the same time: in one statement for some hundred of them. */
export class ActorsOfMany {
  private readonly asked: InBatches<SessionAsked, EmployeeActor | null>;

  constructor(
    private readonly database: Database,
    private readonly lookup: () => ActorLookup,
  ) {
    this.asked = new InBatches((batch) => this.read(batch), LIMITS);
  }

  of(asked: SessionAsked): Promise<EmployeeActor | null> {
    return this.asked.ask(asked);
  }

  private async read(batch: readonly SessionAsked[]): Promise<(EmployeeActor | null)[]> {
    const lookup = this.lookup();
    const found = new Map<SessionAsked, EmployeeActor | null>();
    const together = Map.groupBy(batch, ({ organisationId, by }) => `${organisationId} ${by}`);
    await Promise.all(
      [...together.values()].map(async (some) => {
        const [{ organisationId, by }] = some as [SessionAsked];
        const keys = [...new Set(some.map(({ key }) => key))];
        const [rows = []] = await this.database.flight(organisationId, [
          statementOf(lookup, organisationId, by, keys),
        ]);
        const byKey = new Map<string, Row>();
        for (const row of rows) {
          const key = String(row.at(-1));
          if (!byKey.has(key)) byKey.set(key, row);
        }
        for (const asked of some) {
          const row = byKey.get(asked.key);
          found.set(asked, row ? lookup.toActor(organisationId, row, asked.requestId) : null);
        }
      }),
    );
    return batch.map((asked) => found.get(asked) ?? null);
  }
}

function statementOf(
  lookup: ActorLookup,
  organisationId: string,
  by: SessionAsked['by'],
  keys: readonly string[],
): Statement {
  return by === 'bySessions'
    ? lookup.bySessions(organisationId, keys)
    : lookup.byTokens(
        organisationId,
        keys.map((hex) => Buffer.from(hex, 'hex')),
      );
}
