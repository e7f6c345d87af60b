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
