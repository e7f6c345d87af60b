import { Can, CurrentActor, type EmployeeActor, Untold } from '@courtyard/access';
import type { Purpose } from '@courtyard/catalogue';
import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { PurposeTerm } from '../terms.js';
import { ProcessingLimit } from './processing-limit.entity.js';
import { ProcessingLimitService } from './processing-limit.service.js';

@Resolver(() => ProcessingLimit)
export class ProcessingLimitResolver {
  constructor(private readonly limits: ProcessingLimitService) {}

  @Query(() => [ProcessingLimit], { description: 'What I restricted, and what I objected to.' })
  @Can('read', ProcessingLimit)
  @Untold('what somebody restricts or asks about themself is their own')
  myLimits(@CurrentActor() actor: EmployeeActor): Promise<ProcessingLimit[]> {
    return this.limits.mine(actor);
  }

  @Mutation(() => [ProcessingLimit], {
    description: 'Where a purpose rests on legitimate interest (GDPR Art. 21); `on: false` takes it back.',
  })
  @Can('set', ProcessingLimit)
  @Untold('what somebody restricts or asks about themself is their own')
  object(
    @CurrentActor() actor: EmployeeActor,
    @Args('purpose', { type: () => PurposeTerm }) purpose: Purpose,
    @Args('on', { defaultValue: true }) on: boolean,
  ): Promise<ProcessingLimit[]> {
    return this.limits.object(actor, purpose, on);
  }

  @Mutation(() => [ProcessingLimit], { description: 'Blocks every purpose but legal claims (GDPR Art. 18).' })
  @Can('set', ProcessingLimit)
  @Untold('what somebody restricts or asks about themself is their own')
  restrictProcessing(
    @CurrentActor() actor: EmployeeActor,
    @Args('on') on: boolean,
  ): Promise<ProcessingLimit[]> {
    return this.limits.restrict(actor, on);
  }

  @ResolveField('purpose', () => PurposeTerm, { nullable: true })
  purpose(@Parent() { purpose }: ProcessingLimit): Purpose | null {
    return purpose === '' ? null : purpose;
  }
}
