import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsInt, IsString, MaxLength, Min } from 'class-validator';

@InputType()
export class PraiseInput {
  @Field(() => ID, { description: 'Whom it praises, somebody whom the audience reaches and who is not you.' })
  @IsString()
  @MaxLength(100)
  toId!: string;
}

@InputType()
export class LetPraiseInput {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  postId!: string;

  @Field(() => Int, { description: 'The version of the post whose words you read.' })
  @IsInt()
  @Min(1)
  version!: number;
}
