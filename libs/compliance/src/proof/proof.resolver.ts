import { CurrentActor, type EmployeeActor, SignedIn } from '@courtyard/access';
import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { ProofService } from './proof.service.js';
import { LogProof } from './proof.view.js';

@Resolver()
export class ProofResolver {
  constructor(private readonly proofs: ProofService) {}

  @Query(() => LogProof, {
    nullable: true,
    description:
      'For officers any entry, for others those that concern them. Null while the entry waits for the tree.',
  })
  @SignedIn('officers prove any entry, and everybody those that concern them; the gate judges each')
  logProof(
    @CurrentActor() actor: EmployeeActor,
    @Args('eventId', { type: () => ID }) eventId: string,
  ): Promise<LogProof | null> {
    return this.proofs.prove(actor, eventId);
  }
}
