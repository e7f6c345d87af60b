import { Impersonal, Personal, type Purpose } from '@courtyard/catalogue';
import { InstantScalar, Node, NodeId } from '@courtyard/graphql';
import { Role } from '@courtyard/people';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DECIDED, DECIDER } from '../classification.js';
import { PurposeTerm } from '../terms.js';

/** A card: what the organisation asks of people, the same for everybody it is put to. */
@Entity('consent_request')
@ObjectType({ implements: () => [Node], description: 'One request, as the person asked sees it.' })
export class ConsentRequest {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...DECIDED, fieldNo: 1 })
  @NodeId()
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Personal({ ...DECIDED, fieldNo: 2 })
  @Column({ type: 'uuid' })
  recipientId!: string;

  @Personal({ ...DECIDED, fieldNo: 3 })
  @Field(() => PurposeTerm)
  @Column({ type: 'text' })
  purpose!: Purpose;

  @Personal({ ...DECIDED, fieldNo: 4 })
  @Field({ description: 'What is in it for you.' })
  @Column({ type: 'text' })
  benefit!: string;

  @Personal({ ...DECIDED, fieldNo: 5 })
  @Field()
  @Column({ type: 'text' })
  question!: string;

  @Personal({ ...DECIDED, fieldNo: 6 })
  @Field(() => InstantScalar, {
    nullable: true,
    description: 'Covers what is written until then; absent: what exists today.',
  })
  @Column({ type: 'timestamptz', nullable: true })
  coversUntil!: string | null;

  @Personal({ ...DECIDED, fieldNo: 7 })
  @Field(() => Int, { description: 'A yes holds for so many months.' })
  @Column({ type: 'smallint' })
  validMonths!: number;

  @Personal({ ...DECIDED, fieldNo: 8 })
  @Field(() => Int)
  @Column({ type: 'smallint' })
  coolingOffHours!: number;

  @Personal({ ...DECIDED, fieldNo: 9 })
  @Column({ type: 'text' })
  noticeId!: string;

  @Personal({ ...DECIDED, fieldNo: 10 })
  @Field(() => Int)
  @Column({ type: 'smallint' })
  noticeVersion!: number;

  /** Whom it is put to. */
  @Personal({ ...DECIDED, fieldNo: 11 })
  @Column({ type: 'bigint', array: true })
  audienceKeys!: string[];

  /** How far the asking came: everybody up to this employee, in the order of ids. */
  @Personal({ ...DECIDED, fieldNo: 12 })
  @Column({ type: 'uuid', nullable: true })
  askedThrough!: string | null;

  /** Not everybody has been asked yet. */
  @Personal({ ...DECIDED, fieldNo: 13 })
  @Column({ type: 'boolean' })
  asking!: boolean;

  @Personal({ ...DECIDER, fieldNo: 14 })
  @Column({ type: 'uuid' })
  createdBy!: string;

  @Personal({ ...DECIDER, fieldNo: 15 })
  @Column({ type: 'text' })
  createdRole!: Role;

  @Personal({ ...DECIDER, fieldNo: 16 })
  @Column({ type: 'timestamptz' })
  createdAt!: string;

  /** Nobody can answer any more; a yes that was given stands or falls by itself. */
  @Personal({ ...DECIDED, fieldNo: 17 })
  @Column({ type: 'timestamptz', nullable: true })
  closedAt!: string | null;
}

/** A field that a card asks for. */
@Entity('consent_request_field')
@Impersonal('configuration')
export class ConsentRequestedField {
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @PrimaryColumn({ type: 'uuid' })
  requestId!: string;

  @PrimaryColumn({ type: 'text' })
  entity!: string;

  @PrimaryColumn({ type: 'smallint' })
  fieldNo!: number;
}
