import { Impersonal, Personal } from '@courtyard/catalogue';
import { registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ADDRESSED, COUNTED, FOUND_BY, STANDS, TIED_BY } from '../classification.js';

/** `closed`: counted, and what each voted is forgotten. `withdrawn`: with its post. */
export enum PollState {
  open = 'open',
  closed = 'closed',
  withdrawn = 'withdrawn',
}
registerEnumType(PollState, { name: 'PollState' });

/**
 * How a poll stands: a row beside its post, with the id of it. What may be chosen stands in the words of the post, as its last lines, so
 * that it is found, disclosed, marked and taken back like every word.
 */
@Entity('poll')
export class Poll {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  /** That of its post. */
  @Personal({ ...TIED_BY, fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Personal({ ...FOUND_BY, purposes: ['collaboration'], fieldNo: 2 })
  @Column({ type: 'uuid' })
  authorId!: string;

  /** The keys of the post, so that it is judged by its own row. */
  @Personal({ ...ADDRESSED, fieldNo: 3 })
  @Column({ type: 'bigint', array: true })
  audienceKeys!: string[];

  @Personal({ ...STANDS, fieldNo: 4 })
  @Column({ type: 'text' })
  state!: PollState;

  /** How many of the last lines of the post are options. */
  @Personal({ ...STANDS, fieldNo: 5 })
  @Column({ type: 'smallint' })
  optionCount!: number;

  @Personal({ ...STANDS, fieldNo: 6 })
  @Column({ type: 'boolean' })
  several!: boolean;

  @Personal({ ...STANDS, fieldNo: 7 })
  @Column({ type: 'timestamptz', nullable: true })
  closesAt!: string | null;

  @Personal({ ...STANDS, fieldNo: 8 })
  @Column({ type: 'timestamptz', nullable: true })
  closedAt!: string | null;

  /** How many voted; null while it is open, and for ever where fewer than ten did. */
  @Personal({ ...COUNTED, fieldNo: 9 })
  @Column({ type: 'int', nullable: true })
  voters!: number | null;

  /** How many chose each option. */
  @Personal({ ...COUNTED, fieldNo: 10 })
  @Column({ type: 'int', array: true, nullable: true })
  tallies!: number[] | null;
}
