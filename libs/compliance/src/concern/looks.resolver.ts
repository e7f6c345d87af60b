import { Can, CurrentActor, type EmployeeActor, Untold } from '@courtyard/access';
import { PageArgs, toConnection } from '@courtyard/graphql';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { AuditConcern } from './audit-concern.entity.js';
import { LooksService } from './looks.service.js';
import { LookEntryConnection } from './looks.view.js';

@Resolver()
export class LooksResolver {
  constructor(private readonly looks: LooksService) {}

  @Query(() => LookEntryConnection, {
    description: 'Privileged looks at something of mine, what left, and what was refused; newest first.',
  })
  @Can('read', AuditConcern)
  @Untold('what somebody restricts or asks about themself is their own')
  async lookedAtMe(
    @CurrentActor() actor: EmployeeActor,
    @Args() args: PageArgs,
  ): Promise<LookEntryConnection> {
    return toConnection(await this.looks.list(actor, args));
  }
}
