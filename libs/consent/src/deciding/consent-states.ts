import { type Actor, systemActor } from '@courtyard/access';
import { type ConsentReader, type ConsentState, fieldKey, type Purpose } from '@courtyard/catalogue';
import { CLOCK, type Clock, Gate } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { askedFields } from '../field/asked-field.js';
import type { ConsentIndexRow, ConsentItemRow } from '../index/consent-index.entity.js';
import { consentEpochPolicy, consentIndexPolicy, consentItemPolicy } from '../index/consent-index.policy.js';
import { hasBit } from '../index/index-rows.js';
import { ProcessingLimitKind } from '../limit/processing-limit.entity.js';
import { processingLimitPolicy } from '../limit/processing-limit.policy.js';

/** The errand that decides what may leave. It reads what people said, and tells nobody. */
export const DISCLOSING = 'disclosing';

const PEOPLE_AT_ONCE = 1_000;

/** What holds of some people towards one recipient at one moment, for `decide`. */
export interface LoadedConsents {
  readonly reader: ConsentReader;
  /** Of the index the reader was made of. */
  readonly indexVersion: string;
  readonly limits: ReadonlyMap<string, Limits>;
}

/** What a person restricted or objected to, as `PersonConcerned` wants it. */
export interface Limits {
  readonly restricted: boolean;
  readonly objectedTo: readonly Purpose[];
}

export const NO_LIMITS: Limits = Object.freeze({ restricted: false, objectedTo: [] });

/** Answers `decide` from the index: a few statements for any number of cells. */
@Injectable()
export class ConsentStates {
  constructor(
    private readonly gate: Gate,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param employeeIds everybody concerned by a cell that will be asked about; others have said nothing */
  async load(
    organisationId: string,
    recipientId: string,
    employeeIds: readonly string[],
  ): Promise<LoadedConsents> {
    const actor = systemActor(DISCLOSING, organisationId);
    const ids = [...new Set(employeeIds)];
    // Read before the rows: a change in between is then noticed by whoever compares versions afterwards.
    const indexVersion = await this.indexVersion(actor);
    const fields: ConsentIndexRow[] = [];
    const items: ConsentItemRow[] = [];
    const limits = new Map<string, Limits>();
    for (let from = 0; from < ids.length; from += PEOPLE_AT_ONCE) {
      const some = ids.slice(from, from + PEOPLE_AT_ONCE);
      const [ofFields, ofItems, limited] = await Promise.all([
        this.gate.loadBy(actor, consentIndexPolicy, 'decide', 'employeeId', some),
        this.gate.loadBy(actor, consentItemPolicy, 'decide', 'employeeId', some),
        this.gate.loadBy(actor, processingLimitPolicy, 'decide', 'employeeId', some),
      ]);
      fields.push(...ofFields.filter((row) => row.recipientId === recipientId));
      items.push(...ofItems.filter((row) => row.recipientId === recipientId));
      for (const { employeeId, kind, purpose } of limited) {
        const { restricted, objectedTo } = limits.get(employeeId) ?? NO_LIMITS;
        limits.set(employeeId, {
          restricted: restricted || kind === ProcessingLimitKind.restriction,
          objectedTo: purpose === '' ? objectedTo : [...objectedTo, purpose],
        });
      }
    }
    return { reader: new IndexReader(recipientId, fields, items, this.clock.now()), indexVersion, limits };
  }

  /** The version of the consent index now; '0' before anybody was asked anything. */
  async indexVersion(actor: Actor): Promise<string> {
    const { organisationId } = actor;
    const rows = await this.gate.loadBy(
      systemActor(DISCLOSING, organisationId),
      consentEpochPolicy,
      'decide',
      'organisationId',
      [organisationId],
    );
    return rows[0]?.indexVersion ?? '0';
  }
}

/**
 * What rows of the index say.
 *
 * 1. A bit counts until `validUntil`; a no counts whatever it says.
 * 2. A yes covers a cell as it stood by `coversUntil`: one that came to be, or was changed, after it is another. A cell of
 *    which that is not known is covered by none.
 * 3. A yes to an item covers the words that were shown: it is bound to the moment of their last change.
 */
class IndexReader implements ConsentReader {
  readonly nobodyCanHaveSpoken = false;
  private readonly fields: ReadonlyMap<string, readonly ConsentIndexRow[]>;
  private readonly items: ReadonlyMap<string, readonly ConsentItemRow[]>;

  constructor(
    private readonly recipientId: string,
    fields: readonly ConsentIndexRow[],
    items: readonly ConsentItemRow[],
    private readonly now: Date,
  ) {
    this.fields = Map.groupBy(fields, (row) => [row.employeeId, row.purpose, row.entity].join('/'));
    this.items = Map.groupBy(items, (row) => [row.employeeId, row.purpose, row.entity, row.rowId].join('/'));
  }

  stateOf(
    person: string,
    purpose: Purpose,
    recipient: string,
    field: string,
    item?: string,
    cell?: { readonly since?: string; readonly changed?: string | null },
  ): ConsentState {
    const number = numberOf(field);
    if (recipient !== this.recipientId || number === undefined) return 'never_asked';
    const [entity = ''] = field.split('.');
    const key = [person, purpose, entity, ...(item === undefined ? [] : [item])].join('/');
    const rows = (item === undefined ? this.fields : this.items).get(key) ?? [];
    if (rows.some((row) => hasBit(row.noBits, number))) return 'refused';
    const yes = rows.filter(
      (row) => hasBit(row.bits, number) && Date.parse(row.validUntil) > this.now.getTime(),
    );
    const ages = item === undefined ? [cell?.since, cell?.changed] : [cell?.changed];
    return yes.some((row) => ages.every((age) => covers(row.coversUntil, age))) ? 'given' : 'never_asked';
  }
}

/** Null: it was never changed. */
function covers(until: string, age: string | null | undefined): boolean {
  return age === null || (age !== undefined && Date.parse(age) <= Date.parse(until));
}

const numbers = new Map<string, number>();

function numberOf(field: string): number | undefined {
  if (numbers.size === 0) for (const { field: one } of askedFields()) numbers.set(fieldKey(one), one.number);
  return numbers.get(field);
}
