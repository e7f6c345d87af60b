import { connectionOf } from '@courtyard/graphql';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { type ImportedEmoji, Post } from './post.entity.js';

@ObjectType()
export class PostConnection extends connectionOf(Post) {
  @Field({ description: 'Hand it to `feedChanged(after:)`: whatever this page lacks comes after it.' })
  position!: string;
}

@ObjectType({ description: 'An emoji from the network the post came from.' })
export class EmojiReaction {
  @Field()
  emoji!: string;

  @Field(() => Int)
  count!: number;
}

@ObjectType({ description: 'One line of the answer to "Why am I seeing this".' })
export class WhyLine {
  @Field()
  label!: string;

  @Field()
  text!: string;
}

/** Counts of imported emoji; who gave them stays in the row. */
export function emojiOf(imported: readonly ImportedEmoji[]): EmojiReaction[] {
  return imported.map(({ emoji, by, count }) => ({ emoji, count: count ?? by.length }));
}
