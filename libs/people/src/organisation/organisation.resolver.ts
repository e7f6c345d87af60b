import { CurrentActor, type EmployeeActor } from '@courtyard/access';
import { Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AudiencePartKind } from '../audience/audience.entity.js';
import { AudienceDirectory } from '../audience/audience-directory.service.js';
import { Organisation } from './organisation.entity.js';

@Resolver(() => Organisation)
export class OrganisationResolver {
  constructor(private readonly directory: AudienceDirectory) {}

  @ResolveField(() => Int, { description: 'Employees; guests and integrations are not counted.' })
  async employeeCount(
    @CurrentActor() actor: EmployeeActor,
    @Parent() { organisationId: id }: Organisation,
  ): Promise<number> {
    return (await this.directory.holdersOf(actor, { kind: AudiencePartKind.organisation, id })).holders;
  }
}
