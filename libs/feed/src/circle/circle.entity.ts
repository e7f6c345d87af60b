import { Impersonal, Personal, type PersonalOptions } from '@courtyard/catalogue';
import { Node, NodeId } from '@courtyard/graphql';
import { Field, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Not for search: nobody but its owner looks for it, and they have few. */
const LISTED: Omit<PersonalOptions, 'category' | 'fieldNo'> = {
  sensitivity: 'medium',
  purposes: ['collaboration'],
  retention: 'employment_and_30_days',
};

/** One employee's private list of people. Who is in it is told by its newest audience key alone. */
@Entity('circle')
@ObjectType({
  implements: () => [Node],
  description: 'A private list of people, known to you alone: neither to those in it, nor to anybody else.',
})
export class Circle {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...LISTED, category: 'pd:UID', fieldNo: 1 })
  @NodeId()
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Personal({ ...LISTED, category: 'pd:UID', fieldNo: 2 })
  @Column({ type: 'uuid' })
  ownerId!: string;

  @Personal({ ...LISTED, category: 'pd:SocialNetwork', fieldNo: 3 })
  @Field()
  @Column({ type: 'text' })
  name!: string;

  /** The name as lists are ordered by it and it is looked up: lower case, without marks. */
  @Personal({ ...LISTED, category: 'pd:SocialNetwork', fieldNo: 4 })
  @Column({ type: 'text' })
  nameFolded!: string;

  /** The key that what is said to it from now on carries; whoever is in it, and its owner, hold it. */
  @Personal({ ...LISTED, category: 'pd:SocialNetwork', fieldNo: 5 })
  @Column({ type: 'bigint' })
  audienceKey!: string;

  @Personal({ ...LISTED, category: 'pd:UID', fieldNo: 6 })
  @Column({ type: 'integer' })
  version!: number;

  @Personal({ ...LISTED, category: 'pd:SocialNetwork', fieldNo: 7 })
  @Column({ type: 'timestamptz' })
  createdAt!: string;
}
