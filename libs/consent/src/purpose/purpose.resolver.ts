import { Can, CurrentActor, type EmployeeActor } from '@courtyard/access';
import type { Purpose } from '@courtyard/catalogue';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { askedFields } from '../field/asked-field.js';
import { CatalogueField, toldField } from '../field/catalogue-field.view.js';
import { PurposeTerm } from '../terms.js';
import { PurposeSetting } from './purpose.entity.js';
import { PurposeService } from './purpose.service.js';
import { PurposePolicy } from './purpose.view.js';

@Resolver()
export class PurposeResolver {
  constructor(private readonly purposes: PurposeService) {}

  @Query(() => [PurposePolicy], { description: 'Every purpose of the closed list.' })
  @Can('read', PurposeSetting)
  purposePolicies(@CurrentActor() actor: EmployeeActor): Promise<PurposePolicy[]> {
    return this.purposes.list(actor);
  }

  @Query(() => [CatalogueField], { description: 'Fields people can be asked about.' })
  @Can('read', PurposeSetting)
  catalogueFields(): CatalogueField[] {
    return askedFields().map(({ field }) => toldField(field));
  }

  @Mutation(() => PurposePolicy, {
    description: 'Off at once. On again once another person of another role wants it, too.',
  })
  @Can('switch_off', PurposeSetting)
  switchPurpose(
    @CurrentActor() actor: EmployeeActor,
    @Args('purpose', { type: () => PurposeTerm }) purpose: Purpose,
    @Args('off') off: boolean,
  ): Promise<PurposePolicy> {
    return this.purposes.switch(actor, purpose, off);
  }
}
