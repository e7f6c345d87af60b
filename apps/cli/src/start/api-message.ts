/** How one signs in to the demo organisation. Sent for the embedded database on loopback only. */
export interface DemoSignIn {
  name: string;
  email: string;
  password: string;
  /** What this person may do beyond an employee, in words. */
  role?: string;
}

/** The api is ready when it listens on every address; it sends this once, over its IPC channel. */
export interface ApiReady {
  ready: true;
  urls: string[];
  signIns?: DemoSignIn[];
  /** The one-time link for the first administrator, where there is no demo organisation. */
  firstAdministrator?: string;
}

/** Or it cannot start, and says why in one sentence for the person at the terminal. */
export interface ApiFault {
  fault: string;
}

export type ApiMessage = ApiReady | ApiFault;

export function isApiMessage(message: unknown): message is ApiMessage {
  return typeof message === 'object' && message !== null && ('ready' in message || 'fault' in message);
}
