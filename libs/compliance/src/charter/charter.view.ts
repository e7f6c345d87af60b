import { InstantScalar } from '@courtyard/graphql';
import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType()
export class PolicyChange {
  @Field(() => InstantScalar)
  at!: string;

  @Field({ description: 'The operation that changed it.' })
  kind!: string;

  @Field()
  text!: string;

  @Field(() => [String], { description: 'In which roles it was done.' })
  roles!: readonly string[];
}

@ObjectType({ description: 'How many in a year; below ten it is not told.' })
export class YearCount {
  @Field(() => Int)
  year!: number;

  @Field()
  count!: string;
}

@ObjectType({ description: 'The live policy and its history.' })
export class Charter {
  @Field({ description: 'SHA-256 of the permission matrix, as events name it.' })
  policyVersion!: string;

  @Field(() => [PolicyChange], { description: 'The latest hundred, newest first.' })
  changes!: readonly PolicyChange[];

  @Field(() => [YearCount])
  disclosures!: readonly YearCount[];

  @Field(() => [YearCount])
  lawfulDemands!: readonly YearCount[];
}
