import { CourtyardError } from '@courtyard/errors';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { contextOf, DECISION, type Decision, employeeOf } from './decision.js';
import { policyOf, rulesFor } from './policy.js';

/**
 * Denies by default. It stands before every root operation (field resolvers have no guard: they load through the gate).
 * It only answers "could this actor do this to anything?"; a type check is never taken for a row check.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    const decision: Decision | undefined = Reflect.getMetadata(DECISION, execution.getHandler());
    if (!decision) throw new CourtyardError('auth.forbidden');
    if (decision.kind === 'public') return true;
    const actor = employeeOf(contextOf(execution).actor);
    if (decision.kind === 'signed_in') return true;
    if (rulesFor(policyOf(decision.entity), actor, decision.action).length === 0)
      throw new CourtyardError('auth.forbidden');
    return true;
  }
}
