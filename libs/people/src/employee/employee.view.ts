import { connectionOf, InstantScalar } from '@courtyard/graphql';
import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Action } from '../action.js';
import { Role } from '../role.js';
import { Employee } from './employee.entity.js';
import { FieldAudience, GuardedField } from './guarded-field.js';

registerEnumType(Action, { name: 'Action' });
registerEnumType(Role, { name: 'Role' });
registerEnumType(GuardedField, { name: 'GuardedField' });
registerEnumType(FieldAudience, { name: 'FieldAudience' });

@ObjectType()
export class EmployeeConnection extends connectionOf(Employee) {}

@ObjectType({ description: 'What one may know about a guarded field without revealing it.' })
export class GuardedFieldState {
  @Field(() => GuardedField)
  field!: GuardedField;

  @Field({ description: 'True only to whom the field is open.' })
  filled!: boolean;

  @Field(() => FieldAudience)
  audience!: FieldAudience;

  @Field()
  mayReveal!: boolean;
}

@ObjectType({ description: 'A guarded field that was asked for; the request stands in the log.' })
export class RevealedField {
  @Field(() => GuardedField)
  field!: GuardedField;

  @Field()
  value!: string;
}

@ObjectType({ description: 'Hand it over yourself; it is shown once.' })
export class InvitationLink {
  @Field()
  path!: string;

  @Field(() => InstantScalar)
  expiresAt!: string;
}
