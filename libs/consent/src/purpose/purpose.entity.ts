import { Impersonal, type LawfulBasis, Personal, type Purpose } from '@courtyard/catalogue';
import { Role } from '@courtyard/people';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DECIDED, DECIDER } from '../classification.js';

/** What an organisation says of a purpose. Without a row it is on, on the basis that the code names. */
@Entity('purpose_policy')
@Impersonal('configuration')
export class PurposeSetting {
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @PrimaryColumn({ type: 'text' })
  purpose!: Purpose;

  @Column({ type: 'boolean' })
  switchedOff!: boolean;

  @Column({ type: 'text', nullable: true })
  basis!: LawfulBasis | null;
}

/** Somebody wants a purpose on again; it waits for another person of another role. */
@Entity('purpose_proposal')
export class PurposeProposal {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...DECIDED, fieldNo: 1 })
  @PrimaryColumn({ type: 'text' })
  purpose!: Purpose;

  @Personal({ ...DECIDER, fieldNo: 2 })
  @Column({ type: 'uuid' })
  proposedBy!: string;

  @Personal({ ...DECIDER, fieldNo: 3 })
  @Column({ type: 'text' })
  proposedRole!: Role;

  @Personal({ ...DECIDER, fieldNo: 4 })
  @Column({ type: 'timestamptz' })
  proposedAt!: string;
}

/** How long a yes waits before it counts. */
@Entity('consent_policy')
@Impersonal('configuration')
export class ConsentPolicy {
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Column({ type: 'smallint' })
  coolingOffHours!: number;
}
