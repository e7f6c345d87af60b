import { Words } from '@courtyard/graphql';
import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsString, Matches, MaxLength } from 'class-validator';

const MOST_NAME = 80;
/** Who names more at once names them in several requests. */
const MOST_AT_ONCE = 100;

@InputType()
export class DrawCircleInput {
  @Field(() => ID, { description: 'Made by the client, once per circle: sending again draws no second one.' })
  @Matches(/^[\w-]{8,100}$/)
  idempotencyKey!: string;

  @Field()
  @Words(MOST_NAME)
  name!: string;

  @Field(() => [ID], { description: 'Who is in it besides you; they are not told.' })
  @IsArray()
  @ArrayMaxSize(MOST_AT_ONCE)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  employeeIds!: string[];
}

@InputType()
export class RenameCircleInput {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  id!: string;

  @Field()
  @Words(MOST_NAME)
  name!: string;
}

@InputType()
export class CirclePeopleInput {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  id!: string;

  @Field(() => [ID])
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_AT_ONCE)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  employeeIds!: string[];
}
