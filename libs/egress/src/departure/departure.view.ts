import type { Purpose } from '@courtyard/catalogue';
import { CatalogueField, PurposeTerm } from '@courtyard/consent';
import { connectionOf, InstantScalar } from '@courtyard/graphql';
import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'What left with something about you.' })
export class Departure {
  /** Told by `recipient`. */
  recipientId!: string;

  @Field(() => PurposeTerm)
  purpose!: Purpose;

  @Field()
  question!: string;

  @Field(() => InstantScalar)
  at!: string;

  @Field(() => [CatalogueField])
  fields!: readonly CatalogueField[];

  @Field(() => Int)
  rows!: number;
}

@ObjectType()
export class DepartureConnection extends connectionOf(Departure) {}

@ObjectType({ description: 'A cell that concerns you, and whether it would leave.' })
export class OwnCells {
  @Field(() => CatalogueField)
  field!: CatalogueField;

  @Field()
  value!: string;

  @Field()
  released!: boolean;
}
