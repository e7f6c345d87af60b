import { CourtyardError } from '@courtyard/errors';
import {
  type CustomDecorator,
  createParamDecorator,
  type ExecutionContext,
  SetMetadata,
} from '@nestjs/common';
import type { Actor, EmployeeActor } from './actor.js';
import type { Entity } from './column.js';

export const DECISION = 'courtyard:decision';

/** What a root operation says about who may call it. */
export type Decision =
  | { readonly kind: 'can'; readonly action: string; readonly entity: Entity }
  | { readonly kind: 'signed_in'; readonly reason: string }
  | { readonly kind: 'public'; readonly reason: string };

/**
 * Lets an operation be called by whoever may do the action to at least one row of the resource. The row itself is judged
 * again at the gate.
 */
export function Can(action: string, entity: Entity): CustomDecorator {
  return SetMetadata(DECISION, { kind: 'can', action, entity } satisfies Decision);
}

/** Lets every signed-in employee call an operation that reaches rows of several resources; the gate judges each. */
export function SignedIn(reason: string): CustomDecorator {
  if (reason.trim().length < 10) throw new Error('@SignedIn wants a reason that a reader understands.');
  return SetMetadata(DECISION, { kind: 'signed_in', reason } satisfies Decision);
}

/** Lets anybody call an operation, with the reason why that is right. */
export function Public(reason: string): CustomDecorator {
  if (reason.trim().length < 10) throw new Error('@Public wants a reason that a reader understands.');
  return SetMetadata(DECISION, { kind: 'public', reason } satisfies Decision);
}

export const UNTOLD = 'courtyard:untold';

/**
 * Leaves no line in a log, no number and no trace that the operation was called: whoever looks after the machines must not learn
 * from them what somebody decided about themself. Failures of the house are counted all the same, under no name.
 */
export function Untold(reason: string): CustomDecorator {
  if (reason.trim().length < 10) throw new Error('@Untold wants a reason that a reader understands.');
  return SetMetadata(UNTOLD, reason);
}

export const URGENT = 'courtyard:urgent';

/**
 * Ends access, and does little: where more is asked than can be answered it does not wait behind what reads. It is alone in its
 * request then.
 */
export function Urgent(reason: string): CustomDecorator {
  if (reason.trim().length < 10) throw new Error('@Urgent wants a reason that a reader understands.');
  return SetMetadata(URGENT, reason);
}

/** What every resolver finds in the context of its request. */
export interface RequestContext {
  readonly requestId: string;
  /** Replaced by who they are now when an operation changed their own access. */
  actor: Actor | null;
}

/** The context of a request, whichever way it came in. */
export function contextOf(execution: ExecutionContext): RequestContext {
  return execution.getArgByIndex<RequestContext>(2);
}

/** The signed-in employee of the request. @throws auth.signed_out */
export const CurrentActor = createParamDecorator((_: unknown, execution: ExecutionContext): EmployeeActor => {
  return employeeOf(contextOf(execution).actor);
});

/** @throws auth.signed_out for nobody, and for the application itself, which has no session. */
export function employeeOf(actor: Actor | null): EmployeeActor {
  if (actor?.kind !== 'employee') throw new CourtyardError('auth.signed_out');
  return actor;
}
