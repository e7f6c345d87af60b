/** Why nothing can be measured here: one sentence for the person at the terminal. */
export class BenchFault extends Error {}
