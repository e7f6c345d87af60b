import { Impersonal, Personal } from '@courtyard/catalogue';
import { Field, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ADDRESSED, FOUND_BY, STANDS, TIED_BY } from '../classification.js';

export type AnnouncementState = 'standing' | 'withdrawn';

/** That a post is to be read by everybody whom it reaches: a row beside it, with the id of it. */
@Entity('announcement')
@ObjectType({ description: 'Everybody whom it reaches is asked to say that they have read it.' })
export class Announcement {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  /** That of its post. */
  @Personal({ ...TIED_BY, fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /** When it was announced: the UUIDv7 of its publication. */
  @Personal({ ...STANDS, fieldNo: 2 })
  @Column({ type: 'uuid' })
  announcedId!: string;

  @Personal({ ...FOUND_BY, purposes: ['collaboration'], fieldNo: 3 })
  @Column({ type: 'uuid' })
  authorId!: string;

  /** The keys of the post, so that it is judged by its own row. */
  @Personal({ ...ADDRESSED, fieldNo: 4 })
  @Column({ type: 'bigint', array: true })
  audienceKeys!: string[];

  @Personal({ ...STANDS, fieldNo: 5 })
  @Column({ type: 'text' })
  state!: AnnouncementState;

  @Personal({ ...STANDS, fieldNo: 6 })
  @Field(() => String, { nullable: true, description: 'The day on which its author reminded last.' })
  @Column({ type: 'date', nullable: true })
  remindedOn!: string | null;

  @Personal({ ...STANDS, fieldNo: 7 })
  @Column({ type: 'int' })
  reminders!: number;
}
