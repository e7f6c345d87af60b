/** Why the product does not start or had to stop: one sentence for the person at the terminal, no stack trace. */
export class StartFault extends Error {}
