/**
 * The words that the first page does not need, by part: the folders whose screens speak them. A route learns the parts that it
 * speaks before it is drawn (parts.spec.ts compares with what the routes import); everything else is of the house.
 */
export const PARTS = {
  charter: ['charter'],
  circles: ['circles'],
  desk: ['desk'],
  privacy: ['privacy'],
  proof: ['proof'],
  settings: ['settings'],
  terms: ['terms'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Part = keyof typeof PARTS;
