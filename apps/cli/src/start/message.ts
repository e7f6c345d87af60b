/** How one signs in to the demo organisation. Sent for the embedded database on loopback only. */
export interface DemoSignIn {
  name: string;
  email: string;
  password: string;
  /** What this person may do beyond an employee, in words. */
  role?: string;
}

/** What a process of ours sends once over its IPC channel when it does its work. */
export interface Ready {
  ready: true;
}

/** The api is ready when it listens on every address. */
export interface ApiReady extends Ready {
  urls: string[];
  signIns?: DemoSignIn[];
  /** The one-time link for the first administrator, where there is no demo organisation. */
  firstAdministrator?: string;
}

/** Or it cannot start, or cannot go on, and says why in one sentence for the person at the terminal. */
export interface Fault {
  fault: string;
}

export type Message = Ready | Fault;

export function isMessage(message: unknown): message is Message {
  return typeof message === 'object' && message !== null && ('ready' in message || 'fault' in message);
}
