import { Impersonal } from '@courtyard/catalogue';
import { Field, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('organisation')
@ObjectType({ description: 'The company; nothing crosses from one to another.' })
@Impersonal('organisation')
export class Organisation {
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Field()
  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'timestamptz' })
  createdAt!: string;
}
