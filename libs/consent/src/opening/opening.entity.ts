import { Impersonal, Personal, type Purpose } from '@courtyard/catalogue';
import { InstantScalar, Node, NodeId } from '@courtyard/graphql';
import { Role } from '@courtyard/people';
import { Field, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DECIDED, DECIDER } from '../classification.js';
import { ProposalStatus } from '../recipient/recipient.entity.js';
import { PurposeTerm } from '../terms.js';

/** The organisation lets fields of one entity go to a recipient for a purpose, as far as each person agrees. */
@Entity('opening')
@ObjectType({
  implements: () => [Node],
  description: 'What may be asked for and sent at all, as far as each person agrees.',
})
export class Opening {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...DECIDED, fieldNo: 1 })
  @NodeId()
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Personal({ ...DECIDED, fieldNo: 2 })
  @Field(() => PurposeTerm)
  @Column({ type: 'text' })
  purpose!: Purpose;

  @Personal({ ...DECIDED, fieldNo: 3 })
  @Column({ type: 'uuid' })
  recipientId!: string;

  @Personal({ ...DECIDED, fieldNo: 4 })
  @Column({ type: 'text' })
  entity!: string;

  /** Numbers of the catalogue. */
  @Personal({ ...DECIDED, fieldNo: 5 })
  @Column({ type: 'smallint', array: true })
  fieldNos!: number[];

  @Personal({ ...DECIDED, fieldNo: 6 })
  @Field(() => ProposalStatus)
  @Column({ type: 'text' })
  status!: ProposalStatus;

  @Personal({ ...DECIDER, fieldNo: 7 })
  @Column({ type: 'uuid' })
  proposedBy!: string;

  @Personal({ ...DECIDER, fieldNo: 8 })
  @Field(() => Role)
  @Column({ type: 'text' })
  proposedRole!: Role;

  @Personal({ ...DECIDER, fieldNo: 9 })
  @Field(() => InstantScalar)
  @Column({ type: 'timestamptz' })
  proposedAt!: string;

  @Personal({ ...DECIDER, fieldNo: 10 })
  @Column({ type: 'uuid', nullable: true })
  decidedBy!: string | null;

  @Personal({ ...DECIDER, fieldNo: 11 })
  @Field(() => Role, { nullable: true })
  @Column({ type: 'text', nullable: true })
  decidedRole!: Role | null;

  @Personal({ ...DECIDER, fieldNo: 12 })
  @Field(() => InstantScalar, { nullable: true })
  @Column({ type: 'timestamptz', nullable: true })
  decidedAt!: string | null;
}
