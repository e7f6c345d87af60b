import type { Figure, Measured } from '../harness/figure.js';
import type { Ground } from '../harness/ground.js';
import { spreadOf } from '../harness/statistics.js';
import { decide, disclosureHouse } from '../probes/disclosure.js';
import { amount } from './words.js';

const POSTS = 2_000;

const measured = async (ground: Ground, how: 'counted' | 'written'): Promise<Measured> => {
  const people = ground.scale.disclosed;
  const house = await disclosureHouse(ground, people, POSTS);
  await decide(house, 'people', how);
  const turns = [];
  for (let turn = 0; turn < (ground.options.quick ? 3 : 5); turn++)
    turns.push(await decide(house, 'people', how));
  const [decided, plain] = [
    spreadOf(turns.map((one) => one.decided)),
    spreadOf(turns.map((one) => one.plain)),
  ];
  return {
    ...spreadOf(turns.map((one) => one.decided / one.plain)),
    note: `${people} employees: ${amount(decided.median)} ms against ${amount(plain.median)} ms`,
  };
};

/** The hard one: whatever else a disclosure does with what was decided is left out of both sides. */
export const disclosure: Figure = {
  name: 'disclosure',
  what: 'disclosure of 200,000 employees x 8 fields decided per cell, against the same query with no consent',
  unit: 'x',
  must: 2,
  aim: 1.4,
  better: 'lower',
  measure: (ground) => measured(ground, 'counted'),
};

export const disclosureWritten: Figure = {
  name: 'disclosure-written',
  what: 'the same as a file is written: in order, page by page',
  unit: 'x',
  must: null,
  aim: null,
  better: 'lower',
  measure: (ground) => measured(ground, 'written'),
};
