import { Impersonal, Personal } from '@courtyard/catalogue';
import type { Role } from '@courtyard/people';
import { registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ASKED, OFFICER } from '../classification.js';

export enum SeatDecision {
  approved = 'approved',
  refused = 'refused',
}
registerEnumType(SeatDecision, { name: 'SeatDecision' });

/** One seat a role; the table holds each person to one, too. */
@Entity('disclosure_approval')
export class DisclosureApproval {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...ASKED, fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  disclosureId!: string;

  @Personal({ ...OFFICER, fieldNo: 2 })
  @PrimaryColumn({ type: 'text' })
  role!: Role;

  @Personal({ ...OFFICER, fieldNo: 3 })
  @Column({ type: 'uuid' })
  approverId!: string;

  @Personal({ ...OFFICER, fieldNo: 4 })
  @Column({ type: 'text' })
  decision!: SeatDecision;

  @Personal({ ...OFFICER, fieldNo: 5 })
  @Column({ type: 'timestamptz' })
  at!: string;
}
