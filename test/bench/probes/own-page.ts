import type { Ground } from '../harness/ground.js';
import type { Probe } from '../harness/probe.js';
import { ownPage as ownPageOf } from '../own-page/own-page.js';
import { PAGES, scriptOf } from '../own-page/script.js';
import { measured } from './measured.js';

const CLIENTS = 8;

const script = (ground: Ground) =>
  ground.once('script of the own page', async () => scriptOf(ground, 'own_page', await ownPageOf(ground)));

/** R': the project's own page, as the api sends it, as role api with its row policies. */
export const ownPage: Probe = {
  name: "R'",
  restarts: true,
  prepare: async (ground) => void (await script(ground)),
  run: async (ground, seconds) => {
    const { api } = await ground.roleUrls();
    return measured(ground, api, await script(ground), { clients: CLIENTS, seconds }, PAGES);
  },
};
