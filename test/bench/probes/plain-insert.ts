import { randomUUID } from 'node:crypto';
import { connected } from '../harness/connected.js';
import type { Ground } from '../harness/ground.js';
import type { Probe } from '../harness/probe.js';
import { measured } from './measured.js';
import { BODY } from './write.js';

const CLIENTS = 32;
const KEYS = 5_000;

/** An organisation of one, so that nobody finds in their feed what is inserted here. */
const script = (ground: Ground) =>
  ground.once('script of plain inserts', async () => {
    const [organisation, author] = [randomUUID(), randomUUID()];
    await connected(await ground.ownerUrl(), (client) =>
      client.query(`
        insert into organisation (organisation_id, name) values ('${organisation}', 'Plain');
        insert into employee (organisation_id, id, name, name_folded, name_words, roles) values
          ('${organisation}', '${author}', 'Plain', 'plain', '{plain}', '{employee}')`),
    );
    return `\\set key random(1, ${KEYS})
with p as (insert into post (organisation_id, id, published_id, author_id, kind, body, audience_keys, status, published_at)
  values ('${organisation}', uuidv7(), uuidv7(), '${author}', 'update', '${BODY}', array[900000000 + :key::bigint], 'published', now())
  returning organisation_id, id, published_id, author_id, audience_keys)
insert into post_audience (organisation_id, audience_key, published_id, post_id, author_id)
select organisation_id, audience_keys[1], published_id, id, author_id from p;`;
  });

/** The rows of a post and of its audience written by hand: no audit, no outbox, nobody asked. */
export const plainInsert: Probe = {
  name: 'plain inserts',
  writes: true,
  run: async (ground, seconds) =>
    measured(ground, await ground.ownerUrl(), await script(ground), { clients: CLIENTS, seconds }),
};
