import { InstantScalar, PageArgs } from '@courtyard/graphql';
import { ArgsType, Field, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, IsString, Matches, ValidateNested } from 'class-validator';

/** A name of our code, or an id: whatever else somebody sends, no entry has it. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$/;

@InputType()
export class LogFilter {
  @Field(() => String, { nullable: true })
  @IsOptional()
  @Matches(NAME)
  case?: string | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @Matches(NAME)
  purpose?: string | null;

  @Field(() => String, { nullable: true, description: 'A key of the catalogue, such as Employee.name.' })
  @IsOptional()
  @Matches(NAME)
  field?: string | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @Matches(NAME)
  decision?: string | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @Matches(NAME)
  kind?: string | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @Matches(NAME)
  operation?: string | null;

  @Field(() => InstantScalar, { nullable: true, description: 'From then on.' })
  @IsOptional()
  @IsString()
  from?: string | null;

  @Field(() => InstantScalar, { nullable: true, description: 'Before then.' })
  @IsOptional()
  @IsString()
  to?: string | null;
}

@ArgsType()
export class LogArgs extends PageArgs {
  @Field(() => LogFilter, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => LogFilter)
  filter?: LogFilter | null;
}
