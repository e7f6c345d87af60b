/** Letters, digits and their marks of any script, `_` and `-` within; a letter or digit first. */
export const TOPIC = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}_-]{0,49}$/u;

/** What follows the #, as it is kept: NFKC, so that one topic is written in one way; null for what is no topic. */
export function topicName(written: string): string | null {
  const name = written.normalize('NFKC');
  return TOPIC.test(name) ? name : null;
}
