import { type EmployeeActor, systemActor } from '@courtyard/access';
import {
  type AskedField,
  askedField,
  ConsentRequest,
  consentIndexPolicy,
  consentRequestedFieldPolicy,
  consentRequestPolicy,
  DISCLOSING,
  toldField,
} from '@courtyard/consent';
import { fromNodeId } from '@courtyard/graphql';
import { Gate, type Reckoning } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { everythingLeaving } from '../wall/leaving.js';
import { concerningSql } from '../wall/preview.js';
import { READING } from '../wall/reading.js';
import { OwnCells } from './departure.view.js';

/** Of each resource, the newest. */
const MOST_ROWS = 100;

/** "Show me exactly what this would contain about me" (product.md): decided by the sentence that role egress reads by. */
@Injectable()
export class OwnCellsService {
  constructor(private readonly gate: Gate) {}

  /**
   * The cells of a consent request's fields that concern the actor, as far as they may read them, each with whether it would
   * leave if it were sent now. @throws not_found
   */
  async wouldLeave(actor: EmployeeActor, requestNodeId: string): Promise<OwnCells[]> {
    const id = fromNodeId(ConsentRequest, requestNodeId);
    const request = await this.gate.get(actor, consentRequestPolicy, 'read', id);
    const rows = await this.gate.loadBy(actor, consentRequestedFieldPolicy, 'read', 'requestId', [id]);
    const fields = rows.flatMap(({ entity, fieldNo }) => askedField(entity, fieldNo) ?? []);
    const byEntity = Map.groupBy(fields, ({ field }) => field.entity);
    const cells = await Promise.all([...byEntity.values()].map((mine) => this.cellsOf(actor, request, mine)));
    return cells.flat();
  }

  private async cellsOf(
    actor: EmployeeActor,
    { recipientId, purpose }: ConsentRequest,
    fields: readonly AskedField[],
  ): Promise<OwnCells[]> {
    const [first] = fields;
    if (!first) return [];
    const decider = systemActor(DISCLOSING, actor.organisationId, actor.requestId);
    const found = await this.gate.reckon(decider, reckoningOf(first.field.entity), [
      recipientId,
      purpose,
      fields.map(({ field }) => field.number),
      actor.employeeId,
      MOST_ROWS,
    ]);
    const ids = found.map(([id]) => String(id));
    // Read with the actor's own eyes: what is about them and not for them stays unread.
    const rows = (await this.gate.loadBy(
      actor,
      first.of.policy as never,
      'read' as never,
      'id' as never,
      ids,
    )) as readonly Readonly<Record<string, unknown>>[];
    const byId = new Map(rows.map((row) => [row['id'], row]));
    return found.flatMap(([id, released, concerning]) =>
      fields.flatMap(({ field }) => {
        const value = byId.get(id)?.[field.name];
        if (!has(concerning, field.number) || value === null || value === undefined) return [];
        return [
          Object.assign(new OwnCells(), {
            field: toldField(field),
            value: String(value),
            released: has(released, field.number),
          }),
        ];
      }),
    );
  }
}

function has(bits: string | null | undefined, fieldNo: number): boolean {
  return ((BigInt(bits ?? '0') >> BigInt(fieldNo)) & 1n) === 1n;
}

const reckonings = new Map<string, Reckoning>();

function reckoningOf(entity: string): Reckoning {
  const known = reckonings.get(entity);
  if (known) return known;
  const leaving = everythingLeaving().find((one) => one.entity === entity);
  if (!leaving) throw new Error(`${entity} cannot leave.`);
  const text = concerningSql(leaving);
  const made = { policy: consentIndexPolicy, action: 'decide', text, settings: READING, words: [] };
  reckonings.set(entity, made as unknown as Reckoning);
  return made as unknown as Reckoning;
}
