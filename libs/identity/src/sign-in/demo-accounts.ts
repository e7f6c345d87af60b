import type { DemoAccount } from './sign-in-page.view.js';

/**
 * The accounts of the demo organisation, whose passwords are no secret. Whoever makes that organisation provides them, and
 * only on the embedded database bound to loopback; without it there are none.
 */
export interface DemoAccounts {
  all(): Promise<readonly DemoAccount[]>;
}

export const DEMO_ACCOUNTS = Symbol('DemoAccounts');
