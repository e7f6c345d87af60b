import { Field, ID, InputType } from '@nestjs/graphql';
import { IsOptional, IsString, MaxLength } from 'class-validator';

@InputType()
export class CreateDepartmentInput {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  idempotencyKey!: string;

  @Field()
  @IsString()
  @MaxLength(720)
  name!: string;

  @Field(() => ID, { nullable: true, description: 'Left out: at the top.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  parentId?: string | null;
}
