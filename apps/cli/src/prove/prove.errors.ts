/** Why nothing can be proved here: one sentence for the person at the terminal. */
export class ProveFault extends Error {}
