import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface Options {
  readonly quick: boolean;
  /** Words of the names of figures; all where there are none. */
  readonly only: readonly string[];
  readonly json?: string;
  /** A folder that is loaded once and left for the next run. */
  readonly keep?: string;
  readonly rounds?: number;
  readonly seconds?: number;
  /** How long twice the capacity is asked for, in seconds. */
  readonly overload?: number;
  /** Where the api leaves profiles of its processor time. */
  readonly profile?: string;
}

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      json: { type: 'string' },
      keep: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      overload: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  const { json, keep, rounds, seconds, overload, profile } = values;
  return {
    quick: values.quick,
    only: values.only,
    ...(json === undefined ? {} : { json: resolve(json) }),
    ...(keep === undefined ? {} : { keep: resolve(keep) }),
    ...(rounds === undefined ? {} : { rounds: positive(rounds, 'rounds') }),
    ...(seconds === undefined ? {} : { seconds: positive(seconds, 'seconds') }),
    ...(overload === undefined ? {} : { overload: positive(overload, 'overload') }),
    ...(profile === undefined ? {} : { profile: resolve(profile) }),
  };
}

function positive(text: string, name: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`--${name} is a number above 0.`);
  return number;
}
