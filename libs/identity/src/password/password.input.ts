import { Field, InputType } from '@nestjs/graphql';
import { IsString, MaxLength, MinLength } from 'class-validator';

/** Beyond what any password may be long, so that the rules say what is wrong, and far below what costs anything. */
const LONGEST = 2000;

@InputType()
export class ChangePasswordInput {
  @Field()
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST)
  current!: string;

  @Field()
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST)
  next!: string;
}
