import type { Role } from '../generated/graphql';

const officers: readonly Role[] = ['compliance_officer', 'data_protection', 'works_council', 'administrator'];
const proposers: readonly Role[] = ['compliance_officer', 'data_protection', 'administrator'];

/** Hints for what to draw; the server judges whoever asks. */
export function isOfficer(roles: readonly Role[]): boolean {
  return roles.some((role) => officers.includes(role));
}

export function mayPropose(roles: readonly Role[]): boolean {
  return roles.some((role) => proposers.includes(role));
}

export function readsLog(roles: readonly Role[]): boolean {
  return roles.includes('compliance_officer');
}

/** Actions that the server told of a row, by name. */
export function may(row: { allowed: readonly string[] }, action: string): boolean {
  return row.allowed.includes(action);
}
