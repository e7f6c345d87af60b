import { Impersonal, Personal } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { SAID, TIED_BY } from '../classification.js';

/** A card was put to a person. Whoever was left out has no row, and nobody but the person sees one. */
@Entity('consent_ask')
export class ConsentAsk {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...TIED_BY, fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  employeeId!: string;

  @Personal({ ...TIED_BY, fieldNo: 2 })
  @PrimaryColumn({ type: 'uuid' })
  requestId!: string;

  /** The recipient's, repeated: rests are counted from a person's own rows. */
  @Personal({ ...TIED_BY, fieldNo: 3 })
  @Column({ type: 'uuid' })
  lineageId!: string;

  @Personal({ ...TIED_BY, fieldNo: 4 })
  @Column({ type: 'text' })
  ownerFolded!: string;

  @Personal({ ...SAID, fieldNo: 5 })
  @Column({ type: 'timestamptz' })
  askedAt!: string;

  /** Some field of it waits for an answer. */
  @Personal({ ...SAID, fieldNo: 6 })
  @Column({ type: 'boolean' })
  open!: boolean;

  /** What the person's list is ordered by, backwards: open ones first, then the newest. */
  @Personal({ ...SAID, fieldNo: 7 })
  @Column({ type: 'text', insert: false, update: false })
  place!: string;
}
