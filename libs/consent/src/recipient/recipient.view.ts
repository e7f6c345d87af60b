import { connectionOf, PageArgs } from '@courtyard/graphql';
import { ArgsType, Field, ObjectType } from '@nestjs/graphql';
import { IsEnum, IsOptional } from 'class-validator';
import { ProposalStatus, Recipient } from './recipient.entity.js';

@ObjectType()
export class RecipientConnection extends connectionOf(Recipient) {}

@ArgsType()
export class ProposalArgs extends PageArgs {
  @Field(() => ProposalStatus, { nullable: true })
  @IsOptional()
  @IsEnum(ProposalStatus)
  status?: ProposalStatus | null;
}
