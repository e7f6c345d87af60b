import { Impersonal, Personal } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { KEPT, STANDING } from '../employee/classification.js';

export enum AudiencePartKind {
  organisation = 'organisation',
  department = 'department',
  department_below = 'department_below',
  community = 'community',
  circle = 'circle',
  person = 'person',
}

const GROUP = { ...STANDING, category: 'pd:GroupMembership' } as const;

/** One audience key and the group it stands for. That of a person is about that person, so all of it counts as personal. */
@Entity('audience')
export class AudienceGroup {
  @PrimaryColumn({ type: 'uuid' })
  @Impersonal('tenancy')
  organisationId!: string;

  @PrimaryColumn({ type: 'bigint' })
  @Personal({ ...KEPT, category: 'pd:UID', fieldNo: 1 })
  key!: string;

  @Column({ type: 'text' })
  @Personal({ ...GROUP, fieldNo: 2 })
  kind!: AudiencePartKind;

  /** The organisation, department, community or employee. */
  @Column({ type: 'uuid' })
  @Personal({ ...GROUP, fieldNo: 3 })
  groupId!: string;

  /** Opening a group wider starts a new generation. */
  @Column({ type: 'integer' })
  @Personal({ ...GROUP, fieldNo: 4 })
  generation!: number;

  /** The group's own name, repeated so that a card needs one look-up. */
  @Column({ type: 'text' })
  @Personal({ ...GROUP, category: 'pd:Name', fieldNo: 5 })
  name!: string;

  @Column({ type: 'integer' })
  @Personal({ ...GROUP, fieldNo: 6 })
  holders!: number;

  /** Guests and integrations among them. */
  @Column({ type: 'integer' })
  @Personal({ ...GROUP, fieldNo: 7 })
  outside!: number;

  /** Grows with every change of the holders; `bigint`, so text. */
  @Column({ type: 'bigint', name: 'version' })
  @Personal({ ...GROUP, fieldNo: 8 })
  holdersVersion!: string;

  /** From then on nothing new is said to the group; null: it may be. */
  @Column({ type: 'timestamptz', nullable: true })
  @Personal({ ...GROUP, fieldNo: 9 })
  restsFrom!: string | null;

  /** Whose circle it is, who alone may be told of it; null for every other kind. */
  @Column({ type: 'uuid', nullable: true })
  @Personal({ ...GROUP, category: 'pd:UID', fieldNo: 10 })
  ownerId!: string | null;
}

/** One person holding one key; kept by the gate. */
@Entity('audience_holder')
export class AudienceHolder {
  @PrimaryColumn({ type: 'uuid' })
  @Impersonal('tenancy')
  organisationId!: string;

  @PrimaryColumn({ type: 'bigint' })
  @Personal({ ...GROUP, fieldNo: 1 })
  audienceKey!: string;

  @PrimaryColumn({ type: 'uuid' })
  @Personal({ ...KEPT, category: 'pd:UID', fieldNo: 2 })
  employeeId!: string;

  @Column({ type: 'boolean' })
  @Personal({ ...GROUP, fieldNo: 3 })
  outside!: boolean;

  /** Kept by the database; null where it was given before that was noted. */
  @Column({ type: 'timestamptz', nullable: true, insert: false, update: false })
  @Personal({ ...GROUP, fieldNo: 4 })
  since!: string | null;
}
