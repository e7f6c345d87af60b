import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { ArrayMaxSize, IsInt, IsString, MaxLength, Min } from 'class-validator';

const MOST_PERSONS = 50;

@InputType()
export class MarkPersonsInput {
  @Field(() => ID, { description: 'A post or a comment of yours.' })
  @IsString()
  @MaxLength(100)
  id!: string;

  @Field(() => Int, { description: 'The version whose words are marked.' })
  @IsInt()
  @Min(1)
  version!: number;

  @Field(() => [ID], { description: 'People of the directory. An empty list says nobody.' })
  @ArrayMaxSize(MOST_PERSONS)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  employeeIds!: string[];
}
