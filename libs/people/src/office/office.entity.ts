import { Impersonal, Personal } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../role.js';
import { HOLDING, OFFICE } from './classification.js';

/**
 * A role that approves, as long as somebody holds it. The database sets the times, ends the row with the role or with its
 * holder's access, and lets nobody change it (docs/decisions/0032).
 */
@Entity('office')
export class Office {
  @PrimaryColumn({ type: 'uuid' })
  @Impersonal('tenancy')
  organisationId!: string;

  @PrimaryColumn({ type: 'uuid' })
  @Personal({ ...OFFICE, category: 'pd:UID', fieldNo: 1 })
  employeeId!: string;

  @Column({ type: 'text' })
  @Personal({ ...OFFICE, ...HOLDING, fieldNo: 2 })
  role!: Role;

  @Column({ type: 'timestamptz', insert: false, update: false })
  @Personal({ ...OFFICE, ...HOLDING, fieldNo: 3 })
  givenAt!: string;

  /** Null: with the founding. */
  @Column({ type: 'uuid', nullable: true })
  @Personal({ ...OFFICE, category: 'pd:UID', fieldNo: 4 })
  givenBy!: string | null;

  /** From when its holder may propose, decide and approve. */
  @Column({ type: 'timestamptz', insert: false, update: false })
  @Personal({ ...OFFICE, ...HOLDING, fieldNo: 5 })
  countsFrom!: string;
}
