import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'One line of a receipt, as a person reads it.' })
export class ReceiptLine {
  @Field()
  label!: string;

  @Field()
  text!: string;
}

@ObjectType({ description: 'The proof of what I said, for me to keep.' })
export class ConsentReceipt {
  @Field({ description: 'ISO/IEC TS 27560:2023, JSON.' })
  json!: string;

  @Field(() => [ReceiptLine])
  lines!: readonly ReceiptLine[];
}
