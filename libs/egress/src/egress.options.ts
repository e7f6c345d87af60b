export interface EgressOptions {
  /** `sealingKey` of the secret `egress`, which only the processes api and egress read. */
  readonly sealingKey: Buffer;
}

export const EGRESS_OPTIONS = Symbol('EgressOptions');
