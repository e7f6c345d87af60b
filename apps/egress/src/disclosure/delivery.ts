import { randomUUID } from 'node:crypto';
import type { AuditLog } from '@courtyard/audit';
import { fieldKey } from '@courtyard/catalogue';
import { DatabaseError, DatabaseUnavailable } from '@courtyard/database';
import {
  everythingLeaving,
  LAST_STEPS,
  manifestColumns,
  ONWARD_BAN,
  openSecret,
  signManifest,
  storedManifest,
  toldVersion,
} from '@courtyard/egress';
import type { Log } from '@courtyard/observe';
import { type EndpointOptions, type Outcome, post } from '../endpoint/endpoint.js';
import { parcelOf } from '../endpoint/parcel.js';
import type { Platform } from '../platform.js';
import { drop, isDropped } from './file-drop.js';
import type { Departing, DueDisclosure, Ledger, RecordedStep } from './ledger.js';
import { Look } from './look.js';
import type { Prepared, Spool } from './spool.js';
import { tableOf } from './table.js';

export interface DeliveryOptions {
  readonly platform: Platform;
  readonly ledger: Ledger;
  readonly spool: Spool;
  readonly disclosureFolder: string;
  readonly endpoint: EndpointOptions;
  readonly log: Log;
}

/** What one go came to; `elsewhere`: another process is at it. */
export type Verdict =
  | { readonly kind: 'ended' | 'elsewhere' }
  | { readonly kind: 'later'; readonly why: string; readonly askedMillis?: number };

/** What is prepared is not what would be released now. */
class Changed extends Error {}
/** It expired, or the house ended it, its recipient or its purpose. */
class NoLongerDue extends Error {}

const MOST_PREPARATIONS = 5;

/**
 * Brings one approved disclosure to its recipient. Each arrow into a box is a row of `disclosure_step`, committed before what
 * follows it begins; a process that is killed anywhere finds its place by the last one.
 *
 *   due ─▶ claimed ─▶ prepared ─── connected, looked again ───▶ sending ─▶ delivered
 *             │        ▲    │                                   ▲    │
 *             │        └────┤ changed: prepared anew            └────┤ no answer, or not a good one: the same bytes again
 *             │             │                                        │ something in it was withdrawn ─▶ stopped
 *             ▼             ▼                                        ▼                                      ▼
 *           failed: expired, closed by the house, refused for good, spool lost
 *
 * Whether anybody agreed changes nothing of that: a table without a row is prepared, sent and told like any other, because an end
 * of its own would tell what people said. For the same reason `stopped` is no end.
 *
 * Invariants, each with its test in delivery.faults.spec.ts unless another file is named:
 *  1. No record, no data: that it is prepared, and whom the cells concern, is committed to the audit log before one is read.
 *  2. No words on the disk: what is written is encrypted to the recipient's key while it is read. (sealed-file.spec.ts)
 *  3. The last look is the last thing before the first byte: the right host is connected, everything prepared is released
 *     still, word for word, or nothing leaves.
 *  4. `sending` is committed before the first byte, in one transaction with what left of whom: a disclosure that may have
 *     left is never forgotten, and nobody's departure either.
 *  5. After `sending` there is one file: the same bytes under the same key, or none. A recipient who takes each key once has
 *     it once.
 *  6. One process at a time, by a lock that ends with it.
 *  7. What ended stays ended: the database takes one end.
 *  8. A withdrawal before `sending` makes the file anew without it; after it, the sending stops.
 *  9. Steps, log and manifest are the same, but for commitments, whether nobody, somebody or everybody agreed.
 */
export class Delivery {
  constructor(private readonly options: DeliveryOptions) {}

  /** One go. Throws what may go better later: a database or log that cannot be reached, a disk that is full. */
  async advance(due: DueDisclosure): Promise<Verdict> {
    let verdict: Verdict = { kind: 'elsewhere' };
    await this.options.platform.database.exclusively(`disclosure ${due.id}`, async (lost) => {
      verdict = await this.go(due, lost).catch((failure: unknown) => {
        if (failure instanceof NoLongerDue) return { kind: 'ended' };
        throw failure;
      });
    });
    return verdict;
  }

  /** Of one that is neither due any more nor ended: it expired while it was sent, or the house ended it. */
  async abandon(organisationId: string, id: string): Promise<void> {
    await this.options.platform.database.exclusively(`disclosure ${id}`, async () => {
      const steps = await this.options.ledger.steps(organisationId, id);
      if (!steps.some(isEnd)) await this.fail({ organisationId, id }, 'no longer due');
    });
  }

  private async go(due: DueDisclosure, lost: AbortSignal): Promise<Verdict> {
    const { ledger, disclosureFolder } = this.options;
    const steps = await ledger.steps(due.organisationId, due.id);
    if (steps.some(isEnd)) return { kind: 'ended' };
    if (!due.open) return this.fail(due, 'closed by the house');
    if (steps.some(({ step }) => step === 'stopped')) return UNTIL_IT_EXPIRES;
    if (steps.length === 0) await ledger.record(due.organisationId, due.id, 'claimed');
    const hasLeft = steps.some(({ step }) => step === 'sending');
    let prepared = await this.preparedBefore(due, steps);
    if (hasLeft && !prepared) return this.fail(due, 'spool lost');
    const isDrop = due.recipient.delivery.kind === 'file_drop';
    if (hasLeft && prepared && isDrop && (await isDropped(disclosureFolder, due.id)))
      return this.delivered(due, prepared);
    for (let times = 0; times < MOST_PREPARATIONS; times++) {
      prepared ??= await this.prepare(due);
      try {
        return await this.hand(due, prepared, hasLeft, lost);
      } catch (change) {
        if (!(change instanceof Changed)) throw change;
        if (hasLeft) return this.stop(due);
        prepared = undefined;
      }
    }
    return { kind: 'later', why: 'changing' };
  }

  private async preparedBefore(
    due: DueDisclosure,
    steps: readonly RecordedStep[],
  ): Promise<Prepared | undefined> {
    const sha256 = steps.findLast(({ step }) => step === 'prepared')?.fileSha256;
    return sha256 ? this.options.spool.find(due.id, sha256) : undefined;
  }

  private async prepare(due: DueDisclosure): Promise<Prepared> {
    const { platform, ledger, spool } = this.options;
    await this.recorded(due, 'prepareDisclosure');
    const prepared = await Look.at(platform.database, due, this.secretOf(due), async (look, tx) => {
      const { indexVersion } = (await ledger.stillDue(tx, due.id)) ?? noLongerDue();
      const persons = await look.persons();
      const columns = await look.columns();
      const requested = columns.map(({ field }) => field);
      await this.recordReleased(due, persons, requested, indexVersion);
      const logPosition = await look.logPosition();
      const table = tableOf(due.format, requested);
      const marks: string[] = [];
      async function* text(): AsyncGenerator<string> {
        yield table.head;
        for await (const page of look.rows()) {
          for (const { mark } of page) marks.push(mark);
          yield table.page(page);
        }
      }
      return spool.write(due.id, {
        recipient: due.recipient.agePublicKey,
        text: text(),
        about: ({ sha256 }) => ({
          marks,
          indexVersion,
          manifest: storedManifest(
            signManifest(
              {
                v: 1,
                disclosure: due.id,
                organisation: due.organisationId,
                recipient: recipientOf(due),
                purpose: due.purpose,
                question: due.question,
                columns: manifestColumns(columns),
                file: { format: due.format, sha256: sha256.toString('hex') },
                policyVersion: platform.policyVersion,
                indexVersion: toldVersion(indexVersion, this.secretOf(due)),
                logPosition,
                onward: ONWARD_BAN,
                canary: due.canary,
                preparedAt: platform.clock.now().toISOString(),
              },
              platform.keys.manifest,
            ),
          ),
        }),
      });
    });
    const { manifest, sha256: fileSha256, indexVersion } = prepared;
    await ledger.record(due.organisationId, due.id, 'prepared', { manifest, fileSha256, indexVersion });
    return prepared;
  }

  private async hand(
    due: DueDisclosure,
    prepared: Prepared,
    hasLeft: boolean,
    lost: AbortSignal,
  ): Promise<Verdict> {
    const { delivery } = due.recipient;
    const lastLook = () => this.lastLook(due, prepared, hasLeft, lost);
    const fileName = `${due.id}.${due.format}.age`;
    const { file, manifest } = prepared;
    if (delivery.kind === 'file_drop') {
      await lastLook();
      await drop(this.options.disclosureFolder, { disclosureId: due.id, manifest, file, fileName });
      return this.delivered(due, prepared);
    }
    const parcel = await parcelOf(due.id, { manifest, file, fileName });
    const outcome = await post(
      { url: delivery.endpoint, idempotencyKey: due.id, parcel, beforeFirstByte: lastLook },
      this.options.endpoint,
    );
    return this.judged(due, prepared, outcome);
  }

  private async judged(due: DueDisclosure, prepared: Prepared, outcome: Outcome): Promise<Verdict> {
    switch (outcome.kind) {
      case 'delivered':
        return this.delivered(due, prepared);
      case 'never':
        return this.fail(due, outcome.why);
      case 'later':
        return outcome;
    }
  }

  /** @throws Changed, NoLongerDue; then nothing was recorded and nothing may be sent */
  private async lastLook(
    due: DueDisclosure,
    prepared: Prepared,
    hasLeft: boolean,
    lost: AbortSignal,
  ): Promise<void> {
    const { platform, ledger } = this.options;
    const departing = await Look.at(platform.database, due, this.secretOf(due), async (look, tx) => {
      if (!(await ledger.stillDue(tx, due.id))) noLongerDue();
      let same = 0;
      let others = 0;
      for await (const page of look.marks())
        for (const mark of page) prepared.marks.has(mark) ? same++ : others++;
      // What left already may be sent on while all of it is released still, whatever came to it since.
      if (same < prepared.marks.size || (!hasLeft && others > 0)) throw new Changed();
      return hasLeft ? [] : look.persons();
    });
    if (lost.aborted) throw new DatabaseUnavailable('lost');
    const { sha256: fileSha256, indexVersion } = prepared;
    const details = { fileSha256, indexVersion };
    if (hasLeft) await ledger.record(due.organisationId, due.id, 'sending', details);
    else await ledger.recordLeaving(due.organisationId, due.id, details, departing);
  }

  private async delivered(due: DueDisclosure, prepared: Prepared): Promise<Verdict> {
    const { manifest, sha256: fileSha256, indexVersion } = prepared;
    await this.recorded(due, 'deliverDisclosure', indexVersion);
    return this.ended(due, 'delivered', { manifest, fileSha256, indexVersion });
  }

  private async fail(due: Place, why: string): Promise<Verdict> {
    this.options.log.told({ event: 'disclosure.failed', id: due.id, why });
    await this.recorded(due, 'failDisclosure');
    return this.ended(due, 'failed');
  }

  /** Nothing of it is sent again. It is neither recorded as an act nor told: that somebody withdrew is theirs alone. */
  private async stop({ organisationId, id }: Place): Promise<Verdict> {
    await this.options.ledger.record(organisationId, id, 'stopped');
    await this.options.spool.forget(id);
    return UNTIL_IT_EXPIRES;
  }

  private async ended(
    { organisationId, id }: Place,
    step: 'delivered' | 'failed',
    details: Parameters<Ledger['record']>[3] = {},
  ): Promise<Verdict> {
    await this.options.ledger.record(organisationId, id, step, details).catch((failure: unknown) => {
      // Another process was quicker: there is one end, and it stands.
      if (!(failure instanceof DatabaseError && failure.sqlState === '23505')) throw failure;
    });
    await this.options.spool.forget(id);
    if (step === 'delivered') this.options.log.told({ event: 'disclosure.delivered', id });
    return { kind: 'ended' };
  }

  private secretOf({ organisationId, id, sealedSecret }: DueDisclosure): string {
    return openSecret(sealedSecret, this.options.platform.keys.grants, { organisationId, disclosureId: id });
  }

  /**
   * Each of them finds it among what was looked at and released of them; in as many events as they need. It names what was
   * requested, and every resource of it: the fields of which a cell was released would tell one yes from none.
   */
  private async recordReleased(
    due: DueDisclosure,
    persons: readonly Departing[],
    requested: readonly string[],
    indexVersion: string,
  ): Promise<void> {
    for (const { entity, fields } of everythingLeaving()) {
      const asked = fields.filter((field) => requested.includes(fieldKey(field)));
      if (asked.length === 0) continue;
      const concerned = persons.filter((person) => person.entity === entity);
      await this.options.platform.audit.record({
        ...this.event(due, 'releaseCells', indexVersion),
        kind: 'released',
        personIds: [...new Set(concerned.map(({ employeeId }) => employeeId))],
        fieldNos: asked.map(({ number }) => number),
        // The disclosure again, under the resource whose fields these are: a field's number means nothing without it.
        touched: [{ resource: entity, id: due.id, action: 'release' }],
      });
    }
  }

  private async recorded(
    due: Place | DueDisclosure,
    operation: string,
    indexVersion?: string,
  ): Promise<void> {
    await this.options.platform.audit.record(this.event(due, operation, indexVersion));
  }

  private event(
    due: Place | DueDisclosure,
    operation: string,
    indexVersion?: string,
  ): Parameters<AuditLog['record']>[0] {
    return {
      organisationId: due.organisationId,
      requestId: randomUUID(),
      kind: 'disclosure',
      operation,
      personIds: [],
      touched: [{ resource: 'Disclosure', id: due.id, action: operation }],
      fieldNos: [],
      purpose: 'purpose' in due ? due.purpose : 'collaboration',
      basis: 'consent',
      case: due.id,
      ...(indexVersion === undefined || !('sealedSecret' in due)
        ? {}
        : { indexVersion: toldVersion(indexVersion, this.secretOf(due)) }),
    };
  }
}

/** Put off as where a recipient does not answer, as often, and in its word. */
const UNTIL_IT_EXPIRES: Verdict = { kind: 'later', why: 'timeout' };

interface Place {
  readonly organisationId: string;
  readonly id: string;
}

function isEnd({ step }: RecordedStep): boolean {
  return LAST_STEPS.includes(step);
}

function noLongerDue(): never {
  throw new NoLongerDue();
}

function recipientOf({ recipient: { id, name, category, country } }: DueDisclosure) {
  return { id, name, category, country };
}
