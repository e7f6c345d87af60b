import { Impersonal } from '@courtyard/catalogue';
import { Node, NodeId } from '@courtyard/graphql';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('department')
@ObjectType({ implements: () => [Node], description: "A node of the organisation's tree." })
@Impersonal('structure')
export class Department {
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @NodeId()
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid', nullable: true })
  parentId!: string | null;

  @Field()
  @Column({ type: 'text' })
  name!: string;

  /** What lists are ordered by; `foldedName`. */
  @Column({ type: 'text' })
  nameFolded!: string;

  @Column({ type: 'text', array: true })
  nameWords!: string[];

  @Field(() => Int, { description: 'One of twelve colours, 1 to 12; the same on every screen.' })
  @Column({ type: 'smallint' })
  color!: number;

  /** From the root down, without the department itself. */
  @Column({ type: 'uuid', array: true })
  ancestors!: string[];

  @Column({ type: 'integer' })
  version!: number;

  @Column({ type: 'timestamptz' })
  createdAt!: string;
}
