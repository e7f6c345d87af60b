import type { LawfulBasis, Purpose } from '@courtyard/catalogue';
import { Role } from '@courtyard/people';
import { Field, ObjectType } from '@nestjs/graphql';
import { PurposeTerm } from '../terms.js';

@ObjectType({ description: 'One purpose of the closed list, and what the organisation says of it.' })
export class PurposePolicy {
  @Field(() => PurposeTerm)
  purpose!: Purpose;

  @Field({ description: 'What its rule is, in one word of the code: inside, consent, never and others.' })
  rule!: string;

  @Field()
  sentence!: string;

  @Field()
  switchedOff!: boolean;

  @Field(() => String, { nullable: true, description: 'GDPR Art. 6(1); absent: none, so it is closed.' })
  basis!: LawfulBasis | null;

  @Field(() => Role, {
    nullable: true,
    description: 'Somebody in this role wants it on again; it waits for another person of another role.',
  })
  onProposedRole!: Role | null;

  @Field()
  onProposedByMe!: boolean;
}
