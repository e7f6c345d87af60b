import '../compliance.errors.js';
import { type EmployeeActor, rulesFor } from '@courtyard/access';
import { MerkleFault, StoredTree } from '@courtyard/audit';
import { CourtyardError } from '@courtyard/errors';
import { Gate } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { LooksService } from '../concern/looks.service.js';
import { auditEntryPolicy } from '../entry/audit-entry.policy.js';
import type { LogProof } from './proof.view.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Provable {
  readonly position: string | null;
  readonly body: Buffer;
}

/** Inclusion proofs: of any entry for officers, on record; of what concerns them for everybody. */
@Injectable()
export class ProofService {
  constructor(
    private readonly gate: Gate,
    private readonly tree: StoredTree,
    private readonly looks: LooksService,
  ) {}

  /**
   * @returns null while the entry waits for a checkpoint
   * @throws not_found for an entry that is unknown, of another organisation, or not the actor's to see; log.unproven when
   * what is stored does not prove it.
   */
  async prove(actor: EmployeeActor, eventId: string): Promise<LogProof | null> {
    if (!UUID.test(eventId)) throw new CourtyardError('not_found');
    const entry = (await this.looks.find(actor, eventId)) ?? (await this.audited(actor, eventId));
    if (!entry) throw new CourtyardError('not_found');
    if (entry.position === null) return null;
    const { position, body } = entry;
    return this.verified(BigInt(position), body);
  }

  private async audited(actor: EmployeeActor, eventId: string): Promise<Provable | null> {
    // Whom no rule lets audit is not said to have looked.
    if (rulesFor(auditEntryPolicy, actor, 'read').length === 0) return null;
    const look = { operation: 'logProof', filters: { event: eventId } };
    const { rows } = await this.gate.listOnRecord(actor, auditEntryPolicy, 'read', look, {
      where: { eventId },
      order: { by: 'position', direction: 'desc' },
      first: 1,
    });
    return rows[0] ?? null;
  }

  private async verified(position: bigint, body: Buffer): Promise<LogProof | null> {
    try {
      return await this.tree.prove(position, body);
    } catch (fault) {
      if (fault instanceof MerkleFault) throw new CourtyardError('log.unproven');
      throw fault;
    }
  }
}
