import type { Page } from '@courtyard/records';
import { type Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

@ObjectType({ description: 'Where a page ended.' })
export class PageInfo {
  @Field(() => String, { nullable: true, description: 'Opaque; hand it to `after` for the next page.' })
  endCursor!: string | null;

  @Field()
  hasNextPage!: boolean;
}

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 20 })
  @IsInt()
  @Min(1)
  @Max(100)
  first!: number;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  after?: string | null;
}

export interface Connection<Node> {
  nodes: readonly Node[];
  pageInfo: PageInfo;
}

/** The connection type of a node type: its nodes and where the page ended. Nothing is counted that cannot be seen. */
export function connectionOf<Node>(node: Type<Node>): Type<Connection<Node>> {
  @ObjectType({ isAbstract: true })
  abstract class AbstractConnection {
    @Field(() => [node])
    nodes!: readonly Node[];

    @Field(() => PageInfo)
    pageInfo!: PageInfo;
  }
  return AbstractConnection as Type<Connection<Node>>;
}

export function toConnection<Node>(page: Page<Node>): Connection<Node> {
  return { nodes: page.rows, pageInfo: { endCursor: page.endCursor, hasNextPage: page.hasNextPage } };
}
