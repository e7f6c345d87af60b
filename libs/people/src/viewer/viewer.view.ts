import { InstantScalar } from '@courtyard/graphql';
import { Language } from '@courtyard/identity';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Employee } from '../employee/employee.entity.js';
import { Organisation } from '../organisation/organisation.entity.js';
import { Role } from '../role.js';

@ObjectType({ description: 'Who is signed in, and where.' })
export class Viewer {
  @Field(() => Employee)
  employee!: Employee;

  @Field(() => Organisation)
  organisation!: Organisation;

  @Field(() => [Role])
  roles!: Role[];

  @Field(() => InstantScalar, {
    nullable: true,
    description:
      'From when I may propose, decide and approve in a role that was newly given; absent where none rests.',
  })
  officeFrom!: string | null;

  @Field(() => ID)
  sessionId!: string;

  @Field(() => Language)
  language!: Language;
}

@ObjectType('Invitation', { description: 'What an invitation says before it is accepted.' })
export class InvitationGreeting {
  @Field()
  organisationName!: string;

  @Field()
  name!: string;

  @Field()
  email!: string;
}
