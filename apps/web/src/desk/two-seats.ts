/** The two seats of a disclosure: those that are told of, and an open one for each that is not (null). */
export function twoSeats<Seat>(seats: readonly Seat[]): (Seat | null)[] {
  return [seats[0] ?? null, seats[1] ?? null];
}
