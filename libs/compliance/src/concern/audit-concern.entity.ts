import { Impersonal, Personal } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DONE, FOUND_BY, RECORDED } from '../classification.js';

/** One event that concerns one person, with how it ended; a view of the index of persons and the events it names. */
@Entity('audit_concern')
export class AuditConcern {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  /** Never who did it: the index names the concerned only. */
  @Personal({ ...FOUND_BY, fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  personId!: string;

  /** UUIDv7, so that the order of ids is that of time. */
  @Personal({ ...FOUND_BY, fieldNo: 2 })
  @PrimaryColumn({ type: 'uuid' })
  eventId!: string;

  @Personal({ ...DONE, fieldNo: 3 })
  @Column({ type: 'timestamptz' })
  at!: string;

  @Personal({ ...DONE, fieldNo: 4 })
  @Column({ type: 'text' })
  kind!: string;

  /** Canonical JSON of the event. */
  @Personal({ ...RECORDED, fieldNo: 5 })
  @Column({ type: 'bytea' })
  body!: Buffer;

  /** Canonical JSON of the event that ended it; null for a look that never ended, and for what has no end. */
  @Personal({ ...RECORDED, fieldNo: 6 })
  @Column({ type: 'bytea', nullable: true })
  endBody!: Buffer | null;

  /** Its place in the tree; null while it waits for the tree. */
  @Personal({ ...FOUND_BY, fieldNo: 7 })
  @Column({ type: 'bigint', nullable: true })
  position!: string | null;
}
