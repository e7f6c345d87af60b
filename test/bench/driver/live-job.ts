/** What a process with many open sockets is told to do. */
export type LiveJob =
  /** Opens sockets with subscriptions to the feed, beside those that are open. */
  | {
      readonly kind: 'open';
      readonly url: string;
      readonly cookies: readonly string[];
      readonly query: string;
      readonly hash: string;
      /** The place in the feed from which on they want to be told, as a page of it hands it out. */
      readonly after: string;
    }
  /** Waits until every socket that reads was told of so many new posts. */
  | { readonly kind: 'expect'; readonly posts: number; readonly patienceMillis: number }
  /** As if the network broke for all of them. They are opened again with what they saw last. */
  | { readonly kind: 'storm' }
  /** The first so many stop reading. */
  | { readonly kind: 'stall'; readonly sockets: number }
  | { readonly kind: 'close' };

export interface LiveDone {
  readonly millis: number;
  readonly open: number;
  /** When each post came to each socket, in milliseconds since 1970. */
  readonly told: Readonly<Record<string, readonly number[]>>;
  /** How many that were awaited did not come. */
  readonly missing: number;
}
