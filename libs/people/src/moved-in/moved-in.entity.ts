import { Impersonal, Personal } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { KEPT } from '../employee/classification.js';

/** That an import brought something of somebody: from where, when, run by whom, and whether they were told. */
@Entity('moved_in')
export class MovedInRecord {
  @PrimaryColumn({ type: 'uuid' })
  @Impersonal('tenancy')
  organisationId!: string;

  @PrimaryColumn({ type: 'uuid' })
  @Personal({ ...KEPT, category: 'pd:UID', fieldNo: 1 })
  employeeId!: string;

  /** The network, such as "Slack". */
  @PrimaryColumn({ type: 'text' })
  @Personal({ ...KEPT, category: 'pd:CommunicationsMetadata', fieldNo: 2 })
  source!: string;

  /** When something of theirs came last. */
  @Column({ type: 'timestamptz' })
  @Personal({ ...KEPT, category: 'pd:CommunicationsMetadata', fieldNo: 3 })
  at!: string;

  /** The role of whoever ran the import, never their name: somebody at the machine, whom no account stands for. */
  @Column({ type: 'text' })
  @Personal({ ...KEPT, category: 'pd:CommunicationsMetadata', fieldNo: 4 })
  byRole!: 'operator';

  /** Whether name, title and standing came from there, too. */
  @Column({ type: 'boolean' })
  @Personal({ ...KEPT, category: 'pd:CommunicationsMetadata', fieldNo: 5 })
  profile!: boolean;

  @Column({ type: 'timestamptz', nullable: true })
  @Personal({ ...KEPT, category: 'pd:CommunicationsMetadata', fieldNo: 6 })
  acknowledgedAt!: string | null;
}
