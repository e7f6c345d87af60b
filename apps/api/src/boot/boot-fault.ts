/** Why the api refuses to serve: every gap in its walls at once, one sentence each. */
export class BootFault extends Error {
  override readonly name = 'BootFault';

  constructor(readonly faults: readonly string[]) {
    super(
      `Courtyard does not serve, because its walls have gaps:\n${faults.map((fault) => `- ${fault}`).join('\n')}`,
    );
  }
}
