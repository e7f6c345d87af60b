import { Can, CurrentActor, type EmployeeActor, SignedIn, Untold } from '@courtyard/access';
import { Recipient, RecipientService } from '@courtyard/consent';
import { PageArgs, toConnection } from '@courtyard/graphql';
import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { DepartureRow } from './departure.entity.js';
import { DepartureService } from './departure.service.js';
import { Departure, DepartureConnection, OwnCells } from './departure.view.js';
import { OwnCellsService } from './own-cells.service.js';

@Resolver(() => Departure)
export class DepartureResolver {
  constructor(
    private readonly departures: DepartureService,
    private readonly cells: OwnCellsService,
    private readonly recipients: RecipientService,
  ) {}

  @Query(() => DepartureConnection, { description: 'What left with something about me.' })
  @Can('read', DepartureRow)
  @Untold('what somebody restricts or asks about themself is their own')
  async leftAboutMe(
    @CurrentActor() actor: EmployeeActor,
    @Args() args: PageArgs,
  ): Promise<DepartureConnection> {
    return toConnection(await this.departures.list(actor, args));
  }

  @Query(() => [OwnCells], { description: 'What this request would contain about me, if it were sent now.' })
  @SignedIn('everybody asks about the cells that concern them, and reads them with their own eyes')
  @Untold('what somebody restricts or asks about themself is their own')
  wouldLeaveAboutMe(
    @CurrentActor() actor: EmployeeActor,
    @Args('requestId', { type: () => ID }) requestId: string,
  ): Promise<OwnCells[]> {
    return this.cells.wouldLeave(actor, requestId);
  }

  @ResolveField(() => Recipient)
  recipient(@CurrentActor() actor: EmployeeActor, @Parent() { recipientId }: Departure): Promise<Recipient> {
    return this.recipients.get(actor, recipientId);
  }
}
