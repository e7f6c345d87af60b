import type { Ground } from '../harness/ground.js';
import type { Probe } from '../harness/probe.js';
import { feedLimitSql } from '../load/feed-limit.js';
import { LIMIT_DATABASE } from '../load/fill.js';
import { measured } from './measured.js';

const CLIENTS = 8;

/** R: the page of feed-limit, as fast as PostgreSQL gives it here. */
export const limit: Probe = {
  name: 'R',
  run: async (ground: Ground, seconds: number) => {
    const script = feedLimitSql('feed-late.sql', ground.scale);
    return measured(ground, await ground.ownerUrl(LIMIT_DATABASE), script, { clients: CLIENTS, seconds });
  },
};
