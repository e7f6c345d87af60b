/** How much one document holds. What is beyond is refused before it is looked at any closer. */
export const LIMITS = Object.freeze({
  /** Of its JSON, in UTF-16 code units. */
  length: 100_000,
  /** Of arrays and objects within each other: six lists deep. */
  depth: 32,
  /** Arrays, objects and values. */
  parts: 20_000,
  /** Different people. */
  mentions: 50,
  /** Different ones. */
  topics: 20,
  /** Characters of its plain text. */
  words: 10_000,
  rows: 50,
  columns: 10,
});
