import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figure } from '../harness/figure.js';
import { startProduct } from '../harness/product.js';
import { spreadOf } from '../harness/statistics.js';

const TIMES = 3;

export const coldStart: Figure = {
  name: 'start-cold',
  what: 'start in an empty folder: database made, migrated, first organisation founded',
  unit: 's',
  must: null,
  aim: null,
  better: 'lower',
  measure: async (ground) => {
    await ground.rest();
    const seconds: number[] = [];
    for (let time = 0; time < TIMES; time++) {
      const folder = mkdtempSync(join(tmpdir(), 'courtyard-bench-cold-'));
      const product = await startProduct(folder);
      seconds.push(product.startMillis / 1_000);
      await product.stop();
      rmSync(folder, { recursive: true });
    }
    return spreadOf(seconds);
  },
};

export const warmStart: Figure = {
  name: 'start-warm',
  what: 'start again on the filled database, until it answers',
  unit: 's',
  must: null,
  aim: null,
  better: 'lower',
  measure: async (ground) => {
    const seconds: number[] = [];
    for (let time = 0; time < TIMES; time++) {
      await ground.rest();
      seconds.push((await ground.running()).startMillis / 1_000);
    }
    return spreadOf(seconds);
  },
};
