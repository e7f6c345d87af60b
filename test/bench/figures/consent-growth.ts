import type { Figure, Measured } from '../harness/figure.js';
import type { Ground } from '../harness/ground.js';
import { type Spread, spreadOf } from '../harness/statistics.js';
import { decide, disclosureHouse } from '../probes/disclosure.js';
import { amount } from './words.js';

interface Size {
  readonly people: number;
  readonly posts: number;
}

/** How many times the plain query deciding takes, and how long a thousand cells take, at each size. */
async function grow(
  ground: Ground,
  which: 'people' | 'posts',
  of: string,
  sizes: readonly Size[],
): Promise<Measured> {
  const points: { at: number; value: number }[] = [];
  let last: Spread | undefined;
  for (const { people, posts } of sizes) {
    const house = await disclosureHouse(ground, people, posts);
    await decide(house, which);
    const turns = [await decide(house, which), await decide(house, which), await decide(house, which)];
    const decided = spreadOf(turns.map((one) => one.decided));
    last = spreadOf(turns.map((one) => one.decided / one.plain));
    points.push({
      at: which === 'people' ? people : posts,
      value: (1_000 * decided.median) / house.house[which].cells,
    });
  }
  if (!last) throw new Error('nothing was decided');
  const note = points
    .map(({ at, value }) => `${amount(value)} ms a thousand cells at ${at} ${of}`)
    .join(', ');
  return { ...last, note, growth: { title: 'A thousand cells decided', of, unit: 'ms', points } };
}

const common = { unit: 'x', must: null, aim: null, better: 'lower' } as const;

export const consentByPosts: Figure = {
  ...common,
  name: 'consent-by-posts',
  what: 'posts decided per cell, against the same query with no consent, at the most posts',
  measure: (ground) => {
    const { posts } = ground.scale;
    const counts = ground.options.quick ? [posts / 100, posts / 10] : [posts / 100, posts / 10, posts];
    return grow(
      ground,
      'posts',
      'posts',
      counts.map((count) => ({ people: 5_000, posts: count })),
    );
  },
};

export const consentByAudience: Figure = {
  ...common,
  name: 'consent-by-audience',
  what: 'employees decided per cell, against the same query with no consent, at the most employees',
  measure: (ground) => {
    const most = ground.options.quick ? ground.scale.disclosed : ground.scale.employees;
    return grow(
      ground,
      'people',
      'employees',
      [10, 1_000, most].map((people) => ({ people, posts: people === ground.scale.disclosed ? 2_000 : 100 })),
    );
  },
};
