import { Words } from '@courtyard/graphql';
import { LIMITS } from '@courtyard/writing';
import { Field, InputType } from '@nestjs/graphql';
import { IsOptional, IsString } from 'class-validator';

/** Told of every document that goes in or out. */
export const DOCUMENT =
  'A document as JSON, as in the API guide; null where it is plain text. `body` says the same in plain text.';

export const MOST_WORDS = LIMITS.words;

/** What somebody says: plain text or a document, one of both. */
@InputType({ isAbstract: true })
export abstract class SaidInput {
  @Field(() => String, { nullable: true, description: 'Plain text. Left out where a document is given.' })
  @IsOptional()
  @Words(MOST_WORDS, { multiline: true })
  body?: string | null;

  /** How large it may be is said by its own error. */
  @Field(() => String, { nullable: true, description: 'A document as JSON, as in the API guide.' })
  @IsOptional()
  @IsString()
  document?: string | null;
}
