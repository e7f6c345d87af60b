import { type EmployeeActor, systemActor } from '@courtyard/access';
import { toldFieldByNumber } from '@courtyard/consent';
import { Gate, type Page, toCursor } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import type { Disclosure } from '../disclosure/disclosure.entity.js';
import { disclosurePolicy } from '../disclosure/disclosure.policy.js';
import type { DepartureRow } from './departure.entity.js';
import { departurePolicy } from './departure.policy.js';
import { Departure } from './departure.view.js';

/** What left with something about somebody, told to that person: to whom, why, when and which fields. */
@Injectable()
export class DepartureService {
  constructor(private readonly gate: Gate) {}

  /** The newest request first. */
  async list(
    actor: EmployeeActor,
    { first, after }: { first: number; after?: string | null },
  ): Promise<Page<Departure>> {
    const page = await this.gate.list(actor, departurePolicy, 'read', {
      order: { by: 'disclosureId', direction: 'desc' },
      first,
      after: after ?? null,
    });
    const { rows, endCursor } = wholeOnes(page);
    const ids = [...new Set(rows.map(({ disclosureId }) => disclosureId))];
    // By an errand, of these alone: a person may know what left about them, and not what else was asked for.
    const teller = systemActor('tell_departures', actor.organisationId, actor.requestId);
    const disclosures = await this.gate.loadBy(teller, disclosurePolicy, 'tell', 'id', ids);
    const departures = ids.flatMap((id) => {
      const disclosure = disclosures.find((one) => one.id === id);
      const mine = rows.filter((row) => row.disclosureId === id);
      return disclosure ? [toldOf(disclosure, mine)] : [];
    });
    return { rows: departures, endCursor, hasNextPage: page.hasNextPage };
  }
}

function toldOf({ recipientId, purpose, question }: Disclosure, rows: readonly DepartureRow[]): Departure {
  return Object.assign(new Departure(), {
    recipientId,
    purpose,
    question,
    at: rows[0]?.at ?? '',
    fields: rows.flatMap(({ entity, fieldNos }) =>
      fieldNos.map((fieldNo) => toldFieldByNumber(entity, fieldNo)),
    ),
    rows: rows.reduce((sum, row) => sum + row.rows, 0),
  });
}

/** There is a row a resource: a page that ends within a disclosure leaves it to the next one, where there is another before it. */
function wholeOnes({ rows, endCursor, hasNextPage }: Page<DepartureRow>) {
  const last = rows.at(-1)?.disclosureId;
  const whole = rows.filter((row) => row.disclosureId !== last);
  const end = whole.at(-1);
  if (!hasNextPage || !end) return { rows, endCursor };
  return { rows: whole, endCursor: toCursor({ order: end.disclosureId, key: end.entity }) };
}
