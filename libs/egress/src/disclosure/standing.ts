import { type Disclosure, DisclosureStatus } from './disclosure.entity.js';
import { type DisclosureStep, LAST_STEPS } from './disclosure-step.entity.js';

/** How a disclosure stands at this moment: what was decided, what was sent since, and what ran out. */
export function statusNow(
  { status, expiresAt }: Disclosure,
  steps: readonly DisclosureStep[],
  now: Date,
): DisclosureStatus {
  if (status !== DisclosureStatus.requested && status !== DisclosureStatus.approved) return status;
  if (steps.some(({ step }) => LAST_STEPS.includes(step))) return DisclosureStatus.ended;
  return Date.parse(expiresAt) <= now.getTime() ? DisclosureStatus.expired : status;
}

/** The step that ended it; undefined while it goes on. */
export function lastStepOf(steps: readonly DisclosureStep[]): DisclosureStep | undefined {
  return steps.find(({ step }) => LAST_STEPS.includes(step));
}
