import { allowedActions, Can, CurrentActor, type EmployeeActor } from '@courtyard/access';
import { CatalogueField, DecideInput, Recipient, RecipientService, toldField } from '@courtyard/consent';
import { toConnection } from '@courtyard/graphql';
import { Action, toldActions } from '@courtyard/people';
import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ManifestService } from '../manifest/manifest.service.js';
import { PreviewService } from '../preview/preview.service.js';
import { ApprovalService } from './approval.service.js';
import { Disclosure, DisclosureStatus } from './disclosure.entity.js';
import { AnswerArgs, PreviewDisclosureInput, RequestDisclosureInput } from './disclosure.input.js';
import { disclosurePolicy } from './disclosure.policy.js';
import { DisclosureService } from './disclosure.service.js';
import {
  DisclosureArgs,
  DisclosureColumn,
  DisclosureConnection,
  DisclosurePreview,
  Manifest,
  Seat,
} from './disclosure.view.js';

@Resolver(() => Disclosure)
export class DisclosureResolver {
  constructor(
    private readonly disclosures: DisclosureService,
    private readonly approvals: ApprovalService,
    private readonly previews: PreviewService,
    private readonly manifests: ManifestService,
    private readonly recipients: RecipientService,
  ) {}

  @Query(() => DisclosureConnection, {
    name: 'disclosures',
    description: 'What was asked to leave; the newest first.',
  })
  @Can('read', Disclosure)
  async list(
    @CurrentActor() actor: EmployeeActor,
    @Args() args: DisclosureArgs,
  ): Promise<DisclosureConnection> {
    return toConnection(await this.disclosures.list(actor, args));
  }

  @Query(() => DisclosurePreview, { description: 'What would leave, counted; on record.' })
  @Can('preview', Disclosure)
  previewDisclosure(
    @CurrentActor() actor: EmployeeActor,
    @Args('input') input: PreviewDisclosureInput,
  ): Promise<DisclosurePreview> {
    return this.previews.preview(actor, input);
  }

  @Mutation(() => Disclosure)
  @Can('request', Disclosure)
  requestDisclosure(
    @CurrentActor() actor: EmployeeActor,
    @Args('input') input: RequestDisclosureInput,
  ): Promise<Disclosure> {
    return this.disclosures.request(actor, input);
  }

  @Mutation(() => Disclosure, { description: 'Approving needs a fresh proof of who you are.' })
  @Can('decide', Disclosure)
  decideDisclosure(
    @CurrentActor() actor: EmployeeActor,
    @Args('input') input: DecideInput,
  ): Promise<Disclosure> {
    return this.approvals.decide(actor, input);
  }

  @Mutation(() => Disclosure, { description: 'At once, by one officer.' })
  @Can('cancel', Disclosure)
  cancelDisclosure(
    @CurrentActor() actor: EmployeeActor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<Disclosure> {
    return this.disclosures.cancel(actor, id);
  }

  @Mutation(() => Disclosure)
  @Can('record_answer', Disclosure)
  recordAnswer(
    @CurrentActor() actor: EmployeeActor,
    @Args() { id, answered }: AnswerArgs,
  ): Promise<Disclosure> {
    return this.disclosures.recordAnswer(actor, id, answered);
  }

  @ResolveField(() => Recipient)
  recipient(@CurrentActor() actor: EmployeeActor, @Parent() { recipientId }: Disclosure): Promise<Recipient> {
    return this.recipients.get(actor, recipientId);
  }

  @ResolveField(() => DisclosureStatus)
  status(@CurrentActor() actor: EmployeeActor, @Parent() disclosure: Disclosure): Promise<DisclosureStatus> {
    return this.disclosures.status(actor, disclosure);
  }

  @ResolveField(() => Boolean)
  requestedByMe(@CurrentActor() actor: EmployeeActor, @Parent() { requestedBy }: Disclosure): boolean {
    return requestedBy === actor.employeeId;
  }

  @ResolveField(() => [CatalogueField])
  async fields(
    @CurrentActor() actor: EmployeeActor,
    @Parent() { id }: Disclosure,
  ): Promise<CatalogueField[]> {
    return (await this.disclosures.fields(actor, id)).map(({ field }) => toldField(field));
  }

  @ResolveField(() => [Seat], {
    description: 'Those taken, and the one you could take: two, of different roles.',
  })
  async seats(@CurrentActor() actor: EmployeeActor, @Parent() disclosure: Disclosure): Promise<Seat[]> {
    return this.approvals.seats(actor, disclosure, await this.disclosures.status(actor, disclosure));
  }

  @ResolveField(() => [DisclosureColumn], {
    description: 'As it was sent; before that, as it would be sent now.',
  })
  async columns(
    @CurrentActor() actor: EmployeeActor,
    @Parent() disclosure: Disclosure,
  ): Promise<DisclosureColumn[]> {
    const sent = await this.manifests.columns(actor, disclosure.id);
    if (sent) return sent;
    const status = await this.disclosures.status(actor, disclosure);
    if (status !== DisclosureStatus.requested && status !== DisclosureStatus.approved) return [];
    const recipient = await this.recipients.get(actor, disclosure.recipientId);
    const fields = await this.disclosures.fields(actor, disclosure.id);
    return this.previews.told(actor, { recipient, purpose: disclosure.purpose, fields });
  }

  @ResolveField(() => Manifest, { nullable: true, description: 'Once it was delivered.' })
  manifest(@CurrentActor() actor: EmployeeActor, @Parent() { id }: Disclosure): Promise<Manifest | null> {
    return this.manifests.delivered(actor, id);
  }

  @ResolveField(() => [Action])
  async allowed(@CurrentActor() actor: EmployeeActor, @Parent() disclosure: Disclosure): Promise<Action[]> {
    const status = await this.disclosures.status(actor, disclosure);
    const now = Object.assign(new Disclosure(), disclosure, { status });
    const seat = this.approvals.openSeat(
      actor,
      disclosure,
      status,
      await this.approvals.taken(actor, disclosure.id),
    );
    const isAnswerable =
      disclosure.answered === null && (await this.manifests.delivered(actor, disclosure.id)) !== null;
    return toldActions(
      allowedActions(disclosurePolicy, actor, now).filter(
        (action) =>
          (action !== 'decide' || seat !== undefined) && (action !== 'record_answer' || isAnswerable),
      ),
    );
  }
}
