import { InstantScalar, Words } from '@courtyard/graphql';
import { Field, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsBoolean, IsOptional, IsString } from 'class-validator';

export const MOST_OPTIONS = 10;
const MOST_LETTERS = 200;

@InputType()
export class PollInput {
  @Field(() => [String], {
    description: 'From 2 to 10 that differ, a line each, in the order in which they are shown.',
  })
  @Words(MOST_LETTERS, { each: true })
  @ArrayMinSize(2)
  @ArrayMaxSize(MOST_OPTIONS)
  @ArrayUnique((option: unknown) => String(option).toLowerCase())
  options!: string[];

  @Field(() => Boolean, { nullable: true, description: 'More than one may be chosen.' })
  @IsOptional()
  @IsBoolean()
  several?: boolean | null;

  @Field(() => InstantScalar, {
    nullable: true,
    description: 'When it closes by itself, within a year. Else its author closes it.',
  })
  @IsOptional()
  @IsString()
  closesAt?: string | null;
}
