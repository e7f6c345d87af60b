import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'That one entry stands in the newest signed tree (RFC 6962 section 2.1.1).' })
export class LogProof {
  @Field()
  position!: string;

  @Field()
  treeSize!: string;

  @Field({ description: 'SHA-256 of 0x00 and the body, base64.' })
  leafHash!: string;

  @Field(() => [String], { description: 'Hashes from the leaf upwards, base64.' })
  path!: readonly string[];

  @Field({ description: 'Base64.' })
  root!: string;

  @Field({ description: 'The signed note (C2SP tlog-checkpoint).' })
  checkpoint!: string;

  @Field({ description: 'Canonical JSON of the entry (RFC 8785).' })
  body!: string;
}
