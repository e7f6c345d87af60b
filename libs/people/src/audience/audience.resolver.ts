import { Can, CurrentActor, type EmployeeActor } from '@courtyard/access';
import { toConnection } from '@courtyard/graphql';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { AudienceGroup } from './audience.entity.js';
import { AudienceArgs, AudienceOptionsArgs, AudienceReadersArgs } from './audience.input.js';
import { Audience, AudienceOption, AudienceReaderConnection } from './audience.view.js';
import { AudienceDirectory } from './audience-directory.service.js';

/** The lens before publishing. After it, a post resolves its own audience by the keys it carries. */
@Resolver(() => Audience)
export class AudienceResolver {
  constructor(private readonly directory: AudienceDirectory) {}

  @Query(() => Audience, { description: 'Who would see what is written to these parts.' })
  @Can('describe', AudienceGroup)
  async audience(@CurrentActor() actor: EmployeeActor, @Args() { parts }: AudienceArgs): Promise<Audience> {
    const { keys } = await this.directory.resolve(actor, parts);
    return this.directory.describe(actor, keys);
  }

  @Query(() => AudienceReaderConnection, { description: 'The same, person by person.' })
  @Can('describe', AudienceGroup)
  async audienceReaders(
    @CurrentActor() actor: EmployeeActor,
    @Args() { parts, ...query }: AudienceReadersArgs,
  ): Promise<AudienceReaderConnection> {
    const { keys } = await this.directory.resolve(actor, parts);
    return toConnection(await this.directory.readers(actor, keys, query));
  }

  @Query(() => [AudienceOption], { description: 'What one may write to, for what is being typed.' })
  @Can('describe', AudienceGroup)
  audienceOptions(
    @CurrentActor() actor: EmployeeActor,
    @Args() { search, first }: AudienceOptionsArgs,
  ): Promise<AudienceOption[]> {
    return this.directory.options(actor, search, first);
  }
}
