import { connectionOf, InstantScalar } from '@courtyard/graphql';
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Consent } from '../consent/consent.entity.js';
import { ConsentAnswerState } from '../consent/own-consents.service.js';
import { CatalogueField } from '../field/catalogue-field.view.js';
import { ConsentRequest } from './consent-request.entity.js';

registerEnumType(ConsentAnswerState, { name: 'ConsentAnswerState' });

@ObjectType({ description: 'What I answered, and what became of it.' })
export class ConsentAnswer {
  @Field(() => ID, { description: 'The consent, for withdrawing and its receipt.' })
  id!: string;

  @Field(() => ConsentAnswerState)
  state!: ConsentAnswerState;

  @Field(() => InstantScalar)
  at!: string;

  @Field(() => InstantScalar, { nullable: true })
  effectiveAt!: string | null;

  @Field(() => InstantScalar, { nullable: true })
  validUntil!: string | null;
}

@ObjectType({ description: 'One field of a request.' })
export class ConsentRequestField {
  @Field(() => CatalogueField)
  field!: CatalogueField;

  @Field(() => [String], { description: 'Today’s real values of mine, at most three.' })
  values!: readonly string[];

  @Field(() => Int, { description: 'How many there are; 100 stands for 100 or more.' })
  valueCount!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'Of these values; a yes to the field hands it back. Absent where the card was not put to me.',
  })
  version!: string | null;

  @Field(() => ConsentAnswer, { nullable: true })
  answer!: ConsentAnswer | null;
}

@ObjectType()
export class ConsentRequestConnection extends connectionOf(ConsentRequest) {}

@ObjectType()
export class ConsentConnection extends connectionOf(Consent) {}

@ObjectType({ description: 'One item of mine that a request asks for.' })
export class ConsentItem {
  @Field(() => ID)
  id!: string;

  @Field({ description: 'The whole of it, plain text.' })
  text!: string;

  @Field({ description: 'Of this text; a yes to the item hands it back.' })
  version!: string;

  @Field(() => InstantScalar)
  at!: string;

  @Field(() => ConsentAnswer, { nullable: true })
  answer!: ConsentAnswer | null;

  @Field({ description: 'Somebody else is concerned, or the text was not marked.' })
  blocked!: boolean;
}

@ObjectType()
export class ConsentItemConnection extends connectionOf(ConsentItem) {}
