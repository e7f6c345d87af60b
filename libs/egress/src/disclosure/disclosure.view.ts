import { REASONS, type Reason } from '@courtyard/catalogue';
import { CatalogueField } from '@courtyard/consent';
import { connectionOf, InstantScalar, PageArgs } from '@courtyard/graphql';
import { Role } from '@courtyard/people';
import { ArgsType, Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsEnum, IsOptional } from 'class-validator';
import { Disclosure, DisclosureStatus } from './disclosure.entity.js';
import { SeatDecision } from './disclosure-approval.entity.js';

export const WithheldReason = Object.fromEntries(REASONS.map((reason) => [reason, reason])) as Record<
  Reason,
  Reason
>;
registerEnumType(WithheldReason, {
  name: 'WithheldReason',
  description: 'For others than the person; the first that applies, in this order.',
});

@ObjectType({ description: 'A count as people may read it: "fewer than ten", "the rest" or a number.' })
export class WithheldCount {
  @Field(() => WithheldReason)
  reason!: Reason;

  @Field()
  count!: string;
}

@ObjectType({ description: 'One field of a disclosure, counted.' })
export class DisclosureColumn {
  @Field(() => CatalogueField)
  field!: CatalogueField;

  @Field()
  cells!: string;

  @Field()
  released!: string;

  @Field(() => [WithheldCount])
  withheld!: readonly WithheldCount[];
}

@ObjectType({ description: 'A place for one of two approvals, of different roles.' })
export class Seat {
  @Field(() => Role)
  role!: Role;

  @Field(() => SeatDecision, { nullable: true, description: 'Absent: the seat is open.' })
  decision!: SeatDecision | null;

  @Field(() => InstantScalar, { nullable: true })
  at!: string | null;

  @Field({ description: 'Yours, taken or to be taken.' })
  mine!: boolean;
}

@ObjectType({ description: 'What left, signed. Canonical JSON, Ed25519.' })
export class Manifest {
  @Field()
  json!: string;

  @Field()
  signature!: string;

  @Field()
  publicKey!: string;
}

@ObjectType()
export class DisclosurePreview {
  @Field(() => [DisclosureColumn])
  columns!: readonly DisclosureColumn[];

  @Field(() => [CatalogueField], {
    nullable: true,
    description:
      'The smaller request that answers the same: fields of which ten or more cells would be released.',
  })
  smaller!: readonly CatalogueField[] | null;
}

@ObjectType()
export class DisclosureConnection extends connectionOf(Disclosure) {}

@ArgsType()
export class DisclosureArgs extends PageArgs {
  @Field(() => DisclosureStatus, { nullable: true })
  @IsOptional()
  @IsEnum(DisclosureStatus)
  status?: DisclosureStatus | null;
}
