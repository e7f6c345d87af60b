import { Field, ID, InputType } from '@nestjs/graphql';
import { IsEnum, IsOptional, IsString, MaxLength } from 'class-validator';
import { AudiencePartKind } from './audience.entity.js';

@InputType({ description: 'One group to write to. The organisation has no id.' })
export class AudiencePartInput {
  @Field(() => AudiencePartKind)
  @IsEnum(AudiencePartKind)
  kind!: AudiencePartKind;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  id?: string | null;
}
