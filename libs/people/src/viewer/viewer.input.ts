import { Field, InputType } from '@nestjs/graphql';
import { IsOptional, IsString, MaxLength } from 'class-validator';

@InputType()
export class SignInInput {
  @Field()
  @IsString()
  @MaxLength(600)
  email!: string;

  @Field()
  @IsString()
  @MaxLength(2_000)
  password!: string;

  @Field(() => String, { nullable: true, description: 'Its handle; left out where there is only one.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  organisation?: string | null;
}

@InputType()
export class AcceptInvitationInput {
  @Field()
  @IsString()
  @MaxLength(200)
  token!: string;

  @Field()
  @IsString()
  @MaxLength(2_000)
  password!: string;
}
