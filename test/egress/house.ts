import { randomUUID } from 'node:crypto';
import type { EmployeeActor } from '@courtyard/access';
import type { AuditLog, RecordedEvent } from '@courtyard/audit';
import type { Purpose } from '@courtyard/catalogue';
import { Recipient } from '@courtyard/consent';
import {
  ApprovalService,
  DepartureService,
  Disclosure,
  DisclosureFormat,
  DisclosureService,
  DisclosureSettling,
  ManifestService,
  OwnCellsService,
  openSecret,
  PreviewService,
  sealingKey,
} from '@courtyard/egress';
import { toNodeId } from '@courtyard/graphql';
import { Reauthentication } from '@courtyard/identity';
import { type ConsentHouse, openConsentHouse } from '../consent/house.js';
import type { OpenedGrant } from './wall.js';

export const KEY = sealingKey('the secret of the house');

/** The services of disclosures beside those of consent, on a real database, with people who are really signed in. */
export interface EgressHouse extends ConsentHouse {
  readonly recorded: RecordedEvent[];
  readonly disclosures: DisclosureService;
  readonly approvals: ApprovalService;
  readonly previews: PreviewService;
  readonly departures: DepartureService;
  readonly ownCells: OwnCellsService;
  readonly manifests: ManifestService;
  readonly settling: DisclosureSettling;
  /** Asked for by the administrator. */
  requested(
    recipientId: string,
    fieldKeys?: readonly string[],
    over?: Partial<{ purpose: Purpose; expiresInHours: number; idempotencyKey: string }>,
  ): Promise<Disclosure>;
  decide(actor: EmployeeActor, disclosure: Disclosure, approve?: boolean): Promise<Disclosure>;
  /** Approved by compliance and data protection. */
  approved(recipientId: string, fieldKeys?: readonly string[]): Promise<Disclosure>;
  /** What role egress opens of a disclosure. */
  grantOf(disclosure: Disclosure): Promise<OpenedGrant>;
  /** As role egress writes it. */
  step(disclosure: Disclosure, step: string, manifest?: string): Promise<void>;
}

export const NAME = ['Employee.name'];

export async function openEgressHouse(): Promise<EgressHouse> {
  const house = await openConsentHouse();
  const { gate, clock, recipients, policies } = house;
  const recorded: RecordedEvent[] = [];
  const audit = { record: async (event: RecordedEvent) => void recorded.push(event) } as unknown as AuditLog;
  const reauthentication = new Reauthentication(gate, {} as never, () => clock.now().getTime());
  const disclosures = new DisclosureService(gate, recipients, policies, audit, clock);
  const approvals = new ApprovalService(
    gate,
    reauthentication,
    recipients,
    policies,
    { sealingKey: KEY },
    clock,
  );
  const decide: EgressHouse['decide'] = async (actor, disclosure, approve = true) =>
    approvals.decide(await house.prove(actor), { id: toNodeId(Disclosure, disclosure.id), approve });
  const requested: EgressHouse['requested'] = async (recipientId, fieldKeys = NAME, over = {}) =>
    disclosures.request(await house.again(house.ada), {
      idempotencyKey: randomUUID(),
      recipientId: toNodeId(Recipient, recipientId),
      purpose: 'partner-sharing',
      fieldKeys: [...fieldKeys],
      question: 'Who plays football?',
      format: DisclosureFormat.csv,
      expiresInHours: 24,
      ...over,
    });
  return {
    ...house,
    recorded,
    disclosures,
    approvals,
    previews: new PreviewService(gate, recipients, audit),
    departures: new DepartureService(gate),
    ownCells: new OwnCellsService(gate),
    manifests: new ManifestService(gate),
    settling: new DisclosureSettling(gate, clock),
    requested,
    decide,
    approved: async (recipientId, fieldKeys) => {
      const disclosure = await requested(recipientId, fieldKeys);
      await decide(house.cora, disclosure);
      return decide(house.dora, disclosure);
    },
    grantOf: async ({ organisationId, id }) => {
      const { rows } = await house.owner.query('select sealed_secret from disclosure_grant where id = $1', [
        id,
      ]);
      const secret = openSecret(rows[0]?.sealed_secret, KEY, { organisationId, disclosureId: id });
      return { organisationId, disclosureId: id, secret };
    },
    step: async ({ organisationId, id }, step, manifest) => {
      await house.owner.query(
        'insert into disclosure_step (organisation_id, id, disclosure_id, step, at, manifest) values ($1, $2, $3, $4, $5, $6)',
        [organisationId, randomUUID(), id, step, clock.now(), manifest ?? null],
      );
    },
  };
}
