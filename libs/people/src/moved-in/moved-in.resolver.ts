import { Can, CurrentActor, type EmployeeActor, Untold } from '@courtyard/access';
import { Args, Mutation, ResolveField, Resolver } from '@nestjs/graphql';
import { ViewerService } from '../viewer/viewer.service.js';
import { Viewer } from '../viewer/viewer.view.js';
import { MovedInRecord } from './moved-in.entity.js';
import { MovedInService } from './moved-in.service.js';
import { MovedIn } from './moved-in.view.js';

@Resolver(() => Viewer)
export class MovedInResolver {
  constructor(
    private readonly service: MovedInService,
    private readonly viewers: ViewerService,
  ) {}

  @ResolveField(() => MovedIn, {
    nullable: true,
    description: 'Set while what was moved in about you was not acknowledged.',
  })
  movedIn(@CurrentActor() actor: EmployeeActor): Promise<MovedIn | null> {
    return this.service.of(actor, 'unread');
  }

  @ResolveField(() => MovedIn, {
    nullable: true,
    description: 'The same, also after it was acknowledged: it can be erased at any time.',
  })
  movedInEver(@CurrentActor() actor: EmployeeActor): Promise<MovedIn | null> {
    return this.service.of(actor, 'ever');
  }

  @Can('acknowledge', MovedInRecord)
  @Mutation(() => Viewer)
  async acknowledgeMovedIn(@CurrentActor() actor: EmployeeActor): Promise<Viewer> {
    await this.service.acknowledge(actor);
    return this.viewers.of(actor);
  }

  @Can('erase', MovedInRecord)
  @Mutation(() => Viewer, {
    description: 'Deletes what was moved in of yours from one network, for good.',
  })
  @Untold('what somebody restricts or asks about themself is their own')
  async eraseMovedIn(@CurrentActor() actor: EmployeeActor, @Args('source') source: string): Promise<Viewer> {
    await this.service.erase(actor, source);
    return this.viewers.of(actor);
  }
}
