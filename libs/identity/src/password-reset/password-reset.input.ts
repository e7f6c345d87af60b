import { Field, InputType } from '@nestjs/graphql';
import { IsString, MaxLength, MinLength } from 'class-validator';

@InputType()
export class ResetPasswordInput {
  @Field()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  token!: string;

  @Field()
  @IsString()
  @MinLength(1)
  @MaxLength(2000)
  password!: string;
}
