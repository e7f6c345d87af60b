import { InstantScalar } from '@courtyard/graphql';
import { Field, ObjectType } from '@nestjs/graphql';
import { Role } from '../role.js';

@ObjectType({
  description: 'A role that approves, newly given: it does not count yet, and colleagues can object.',
})
export class RestingOffice {
  @Field(() => Role)
  role!: Role;

  @Field(() => InstantScalar)
  givenAt!: string;

  @Field(() => InstantScalar, { description: 'From when its holder may propose, decide and approve.' })
  countsFrom!: string;

  /** Told as people, by the directory's own policy. */
  employeeId!: string;
  givenById!: string | null;
}
