import { connectionOf } from '@courtyard/graphql';
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Employee } from '../employee/employee.entity.js';
import { AudiencePartKind } from './audience.entity.js';

registerEnumType(AudiencePartKind, { name: 'AudiencePartKind' });

@ObjectType({ description: 'One group of an audience. Counts are of this group alone.' })
export class AudiencePart {
  @Field(() => AudiencePartKind)
  kind!: AudiencePartKind;

  @Field(() => ID, { nullable: true, description: 'Absent for the organisation.' })
  id!: string | null;

  @Field()
  name!: string;

  @Field(() => Int)
  count!: number;

  @Field(() => Int, { description: 'Guests and integrations among them.' })
  outside!: number;
}

@ObjectType({ description: 'Who may see a thing.' })
export class Audience {
  @Field()
  label!: string;

  @Field(() => Int, { description: 'Distinct people; whoever is in two parts is counted once.' })
  count!: number;

  @Field(() => Int, { description: 'Guests and integrations among them.' })
  outside!: number;

  @Field(() => [AudiencePart])
  parts!: AudiencePart[];

  @Field({
    description:
      'Its author shared it with you privately: who else reads it, and how many, is told to the author alone. There are no parts then, and the counts are 0.',
  })
  untold!: boolean;
}

@ObjectType({ description: 'Somebody in an audience.' })
export class AudienceReader {
  @Field(() => Employee)
  employee!: Employee;

  @Field(() => [String], { description: 'The parts of the audience that reach them.' })
  via!: string[];
}

@ObjectType()
export class AudienceReaderConnection extends connectionOf(AudienceReader) {}

@ObjectType({ description: 'Who can read something now and could not when it was said.' })
export class AudienceNewcomers {
  @Field(() => Int)
  count!: number;

  @Field(() => [Employee], { description: 'The first twenty, by name.' })
  people!: Employee[];
}

@ObjectType({ description: 'Something one may write to.' })
export class AudienceOption {
  @Field(() => AudiencePartKind)
  kind!: AudiencePartKind;

  @Field(() => ID, { nullable: true })
  id!: string | null;

  @Field()
  name!: string;

  @Field(() => String, { nullable: true })
  detail!: string | null;

  @Field(() => Int)
  count!: number;

  @Field(() => Int, { description: 'Guests and integrations among them.' })
  outside!: number;
}
