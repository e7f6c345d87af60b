import { Words } from '@courtyard/graphql';
import { Field, InputType } from '@nestjs/graphql';
import { IsString, MaxLength, MinLength } from 'class-validator';

/** What an authenticator answers fits a few kilobytes. */
export const LONGEST_RESPONSE = 20_000;

@InputType()
export class AddPasskeyInput {
  @Field({ description: 'What you call it, such as "Laptop".' })
  @Words(60)
  name!: string;

  @Field({ description: 'What navigator.credentials.create answered, as JSON.' })
  @IsString()
  @MinLength(2)
  @MaxLength(LONGEST_RESPONSE)
  response!: string;
}
