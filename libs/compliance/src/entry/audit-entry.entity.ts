import { Impersonal, Personal } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DONE, FOUND_BY, RECORDED } from '../classification.js';

/** One entry of the log with its event, as an officer filters it; a view of the tree's leaves and the events below them. */
@Entity('audit_entry')
export class AuditEntry {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  /** Its place in the tree, which counts the events of all organisations. */
  @Personal({ ...FOUND_BY, fieldNo: 1 })
  @PrimaryColumn({ type: 'bigint' })
  position!: string;

  @Personal({ ...FOUND_BY, fieldNo: 2 })
  @Column({ type: 'uuid' })
  eventId!: string;

  @Personal({ ...DONE, fieldNo: 3 })
  @Column({ type: 'timestamptz' })
  at!: string;

  @Personal({ ...DONE, fieldNo: 4 })
  @Column({ type: 'text' })
  kind!: string;

  @Personal({ ...DONE, fieldNo: 5 })
  @Column({ type: 'text' })
  operation!: string;

  @Personal({ ...DONE, fieldNo: 6 })
  @Column({ type: 'text' })
  purpose!: string;

  @Personal({ ...DONE, fieldNo: 7 })
  @Column({ type: 'text' })
  decision!: string;

  /** Numbers within the resources of the event. */
  @Personal({ ...DONE, fieldNo: 8 })
  @Column({ type: 'smallint', array: true })
  fields!: number[];

  @Personal({ ...DONE, fieldNo: 9 })
  @Column({ type: 'text', array: true })
  roles!: string[];

  @Personal({ ...FOUND_BY, fieldNo: 10 })
  @Column({ type: 'text', nullable: true })
  case!: string | null;

  /** RFC 6962 section 2.1. */
  @Personal({ ...RECORDED, fieldNo: 11 })
  @Column({ type: 'bytea' })
  leaf!: Buffer;

  /** Canonical JSON of the event. */
  @Personal({ ...RECORDED, fieldNo: 12 })
  @Column({ type: 'bytea' })
  body!: Buffer;
}
