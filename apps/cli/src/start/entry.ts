import { join } from 'node:path';
import { SECRET_SETTINGS } from '@courtyard/database';

/** A process of its own, so it is found beside this package, not imported. */
export function entryOf(name: string): string {
  return join(import.meta.dirname, '..', '..', '..', name, 'dist', 'main.js');
}

const SECRET = new Set(SECRET_SETTINGS.flatMap((name) => [name, `${name}_FILE`]));

/** What every process may know: each is handed the secrets it needs, and no other's. */
export function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !SECRET.has(name) && !name.includes('DATABASE_URL')),
  );
}

/** What the others learn of the mail server: that there is one. */
export function withoutPassword(smtpUrl: string): string {
  const url = new URL(smtpUrl);
  url.username = '';
  url.password = '';
  return url.href;
}

/** Each on a port of its own, in this order from METRICS_PORT on. */
export const METERED = ['api', 'egress', 'sequencer'] as const;
export type Metered = (typeof METERED)[number];

export const isMetered = (name: string): name is Metered => METERED.includes(name as Metered);

export function portOf(first: number, part: Metered): number {
  return first + METERED.indexOf(part);
}
