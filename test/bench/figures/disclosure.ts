import type { Figure } from '../harness/figure.js';
import { spreadOf } from '../harness/statistics.js';
import { decide, disclosureHouse } from '../probes/disclosure.js';
import { amount } from './words.js';

const POSTS = 2_000;

export const disclosure: Figure = {
  name: 'disclosure',
  what: 'disclosure of 200,000 employees x 8 fields decided per cell, against the same query with no consent',
  unit: 'x',
  must: 2,
  aim: 1.4,
  better: 'lower',
  measure: async (ground) => {
    const people = ground.scale.disclosed;
    const house = await disclosureHouse(ground, people, POSTS);
    await decide(house, 'people');
    const turns = [];
    for (let turn = 0; turn < (ground.options.quick ? 3 : 5); turn++)
      turns.push(await decide(house, 'people'));
    const [decided, plain] = [
      spreadOf(turns.map((one) => one.decided)),
      spreadOf(turns.map((one) => one.plain)),
    ];
    return {
      ...spreadOf(turns.map((one) => one.decided / one.plain)),
      note: `${people} employees: ${amount(decided.median)} ms against ${amount(plain.median)} ms`,
    };
  },
};
