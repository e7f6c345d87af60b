import { PageArgs } from '@courtyard/graphql';
import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { ArrayMaxSize, IsArray, IsEnum, IsInt, IsOptional, IsString, MaxLength, Min } from 'class-validator';
import { Role } from '../role.js';
import { EmployeeKind } from './employee.entity.js';
import { FieldAudience, GuardedField } from './guarded-field.js';

@ArgsType()
export class DirectoryArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Beginnings of words of the name.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  search?: string | null;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  departmentId?: string | null;
}

@InputType({ description: 'What is left out stays as it is; null empties a field.' })
export class ReviseProfileInput {
  @Field(() => Int, { description: 'The version that was read.' })
  @IsInt()
  @Min(1)
  version!: number;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(1_200)
  name?: string | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(1_200)
  title?: string | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(400)
  pronouns?: string | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(12_000)
  bio?: string | null;
}

@InputType()
export class SetGuardedFieldInput {
  @Field(() => GuardedField)
  @IsEnum(GuardedField)
  field!: GuardedField;

  @Field(() => String, { nullable: true, description: 'Left out it stays; null clears it.' })
  @IsOptional()
  @IsString()
  @MaxLength(1_200)
  value?: string | null;

  @Field(() => FieldAudience)
  @IsEnum(FieldAudience)
  audience!: FieldAudience;
}

@InputType()
export class InviteEmployeeInput {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  idempotencyKey!: string;

  @Field()
  @IsString()
  @MaxLength(1_200)
  name!: string;

  @Field()
  @IsString()
  @MaxLength(600)
  email!: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(1_200)
  title?: string | null;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  departmentId?: string | null;

  @Field(() => EmployeeKind, { nullable: true })
  @IsOptional()
  @IsEnum(EmployeeKind)
  kind?: EmployeeKind | null;
}

@InputType()
export class ChangeRolesInput {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  employeeId!: string;

  @Field(() => [Role])
  @IsArray()
  @ArrayMaxSize(7)
  @IsEnum(Role, { each: true })
  roles!: Role[];
}
