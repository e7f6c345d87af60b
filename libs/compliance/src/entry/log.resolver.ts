import { Can, CurrentActor, type EmployeeActor } from '@courtyard/access';
import { toConnection } from '@courtyard/graphql';
import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { AuditEntry } from './audit-entry.entity.js';
import { LogArgs } from './log.input.js';
import { LogService } from './log.service.js';
import { LogEntryConnection, LogHead } from './log.view.js';

@Resolver(() => LogEntryConnection)
export class LogResolver {
  constructor(private readonly log: LogService) {}

  @Query(() => LogEntryConnection, { description: 'Newest first. Reading the log is itself recorded.' })
  @Can('read', AuditEntry)
  async logEntries(
    @CurrentActor() actor: EmployeeActor,
    @Args() args: LogArgs,
  ): Promise<Omit<LogEntryConnection, 'head'>> {
    return toConnection(await this.log.list(actor, args));
  }

  @ResolveField(() => LogHead)
  head(@CurrentActor() actor: EmployeeActor, @Parent() _: object): Promise<LogHead> {
    return this.log.head(actor);
  }
}
