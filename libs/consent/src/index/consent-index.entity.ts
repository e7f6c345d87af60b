import { Impersonal, Personal, type Purpose } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { SAID, TIED_BY } from '../classification.js';

/** What holds now of a person's word on fields, one bit a field: kept beside the events, for deciders. */
@Entity('consent_index')
export class ConsentIndexRow {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...TIED_BY, fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  employeeId!: string;

  @Personal({ ...SAID, fieldNo: 2 })
  @PrimaryColumn({ type: 'text' })
  purpose!: Purpose;

  @Personal({ ...TIED_BY, fieldNo: 3 })
  @PrimaryColumn({ type: 'uuid' })
  recipientId!: string;

  @Personal({ ...SAID, fieldNo: 4 })
  @PrimaryColumn({ type: 'text' })
  entity!: string;

  /** The latest time at which a covered cell came to be; the beginning of time in rows of noes. */
  @Personal({ ...SAID, fieldNo: 5 })
  @PrimaryColumn({ type: 'timestamptz' })
  coversUntil!: string;

  /** Bit n is field number n. */
  @Personal({ ...SAID, fieldNo: 6 })
  @Column({ type: 'bigint' })
  bits!: string;

  /** Holds whatever `validUntil` says. */
  @Personal({ ...SAID, fieldNo: 7 })
  @Column({ type: 'bigint' })
  noBits!: string;

  @Personal({ ...SAID, fieldNo: 8 })
  @Column({ type: 'timestamptz' })
  validUntil!: string;

  @Personal({ ...SAID, fieldNo: 9 })
  @Column({ type: 'timestamptz', nullable: true })
  pendingAt!: string | null;

  /** When this row must be looked at again. */
  @Personal({ ...SAID, fieldNo: 10 })
  @Column({ type: 'timestamptz', insert: false, update: false })
  dueAt!: string;

  /** The index version of its last change. */
  @Personal({ ...SAID, fieldNo: 11 })
  @Column({ type: 'bigint', name: 'version' })
  changedIn!: string;
}

/** The same for one item. */
@Entity('consent_item')
export class ConsentItemRow {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...TIED_BY, fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  employeeId!: string;

  @Personal({ ...SAID, fieldNo: 2 })
  @PrimaryColumn({ type: 'text' })
  purpose!: Purpose;

  @Personal({ ...TIED_BY, fieldNo: 3 })
  @PrimaryColumn({ type: 'uuid' })
  recipientId!: string;

  @Personal({ ...SAID, fieldNo: 4 })
  @PrimaryColumn({ type: 'text' })
  entity!: string;

  @Personal({ ...TIED_BY, fieldNo: 5 })
  @PrimaryColumn({ type: 'uuid' })
  rowId!: string;

  @Personal({ ...SAID, fieldNo: 6 })
  @Column({ type: 'bigint' })
  bits!: string;

  @Personal({ ...SAID, fieldNo: 7 })
  @Column({ type: 'bigint' })
  noBits!: string;

  @Personal({ ...SAID, fieldNo: 8 })
  @Column({ type: 'timestamptz' })
  validUntil!: string;

  @Personal({ ...SAID, fieldNo: 9 })
  @Column({ type: 'timestamptz', nullable: true })
  pendingAt!: string | null;

  @Personal({ ...SAID, fieldNo: 10 })
  @Column({ type: 'timestamptz', insert: false, update: false })
  dueAt!: string;

  @Personal({ ...SAID, fieldNo: 11 })
  @Column({ type: 'bigint', name: 'version' })
  changedIn!: string;

  /** The last change of the words that were shown; words that were changed later are others. */
  @Personal({ ...SAID, fieldNo: 12 })
  @Column({ type: 'timestamptz' })
  coversUntil!: string;
}

/** The index version of an organisation, counted up under this row's lock. */
@Entity('consent_epoch')
@Impersonal('machine-state')
export class ConsentEpoch {
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Column({ type: 'bigint', name: 'version' })
  indexVersion!: string;

  /** The notice that the index was last judged by. */
  @Column({ type: 'smallint' })
  noticeVersion!: number;
}
