import { CurrentActor, type EmployeeActor, policyOf, SignedIn } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { Gate } from '@courtyard/records';
import { Args, Field, ID, InterfaceType, Query, Resolver } from '@nestjs/graphql';
import { parseNodeId } from './node-id.js';

@InterfaceType({
  description: 'Whatever has an id of its own.',
  resolveType: (node: object) => node.constructor.name,
})
export abstract class Node {
  @Field(() => ID)
  id!: string;
}

@Resolver()
export class NodeResolver {
  constructor(private readonly gate: Gate) {}

  @Query(() => Node, {
    description: 'Anything by its id. Unknown, foreign and hidden are the same not_found.',
  })
  @SignedIn('the id says which resource it is; the gate judges the row by that policy')
  async node(
    @CurrentActor() actor: EmployeeActor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<object> {
    const parsed = parseNodeId(id);
    if (!parsed) throw new CourtyardError('not_found');
    return this.gate.get(actor, policyOf(parsed.entity), 'read', parsed.id);
  }
}
