import { Impersonal, Personal } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TIED_BY } from '../classification.js';

const READ = { ...TIED_BY, category: 'pd:CommunicationsMetadata', sensitivity: 'medium' } as const;

/** One person's word that they have read one announcement. It is theirs alone; its author sees a number in tens. */
@Entity('acknowledgement')
export class Acknowledgement {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...READ, fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  announcementId!: string;

  @Personal({ ...READ, category: 'pd:UID', fieldNo: 2 })
  @PrimaryColumn({ type: 'uuid' })
  employeeId!: string;

  /** A day and no time: by when somebody read it nobody should be known. */
  @Personal({ ...READ, fieldNo: 3 })
  @Column({ type: 'date' })
  acknowledgedOn!: string;
}
