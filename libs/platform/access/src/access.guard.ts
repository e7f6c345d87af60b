import { CourtyardError } from '@courtyard/errors';
import { type CanActivate, type ExecutionContext, Inject, Injectable, Optional } from '@nestjs/common';
import type { Actor } from './actor.js';
import { contextOf, DECISION, type Decision, employeeOf } from './decision.js';
import { policyOf, refusalOf, rulesFor } from './policy.js';

/** Is told of operations that an actor may do to nothing at all. */
export interface RefusalTrail {
  tell(
    actor: Actor,
    operation: string,
    refused: { readonly resource: string; readonly id: string; readonly action: string },
  ): void;
}

export const REFUSALS = Symbol('RefusalTrail');

/**
 * Denies by default. It stands before every root operation (field resolvers have no guard: they load through the gate).
 * It only answers "could this actor do this to anything?"; a type check is never taken for a row check.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(@Optional() @Inject(REFUSALS) private readonly refusals?: RefusalTrail) {}

  canActivate(execution: ExecutionContext): boolean {
    const decision: Decision | undefined = Reflect.getMetadata(DECISION, execution.getHandler());
    if (!decision) throw new CourtyardError('auth.forbidden');
    if (decision.kind === 'public') return true;
    const actor = employeeOf(contextOf(execution).actor);
    if (decision.kind === 'signed_in') return true;
    const { entity, action } = decision;
    const policy = policyOf(entity);
    if (rulesFor(policy, actor, action).length === 0) {
      const refused = { resource: entity.name, id: actor.organisationId, action };
      this.refusals?.tell(actor, execution.getHandler().name, refused);
      throw refusalOf(policy, actor, action);
    }
    return true;
  }
}
