import { type EmployeeActor, employeeOf } from '@courtyard/access';
import type { FastifyRequest } from 'fastify';

const actors = new WeakMap<FastifyRequest, EmployeeActor>();

/** Says who asks, once it is known. */
export function setActor(request: FastifyRequest, actor: EmployeeActor): void {
  actors.set(request, actor);
}

/** Who asks. @throws auth.signed_out where nobody said so: a route outside `serveFiles` has no actor. */
export function actorOf(request: FastifyRequest): EmployeeActor {
  return employeeOf(actors.get(request) ?? null);
}
