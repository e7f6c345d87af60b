/** A scene of the demo did not go as it must. */
export class DemoFault extends Error {
  override readonly name = 'DemoFault';
}

/** @throws DemoFault saying what was expected, when it is not so */
export function expectThat(holds: boolean, what: string): asserts holds {
  if (!holds) throw new DemoFault(`This is not as it must be: ${what}.`);
}
