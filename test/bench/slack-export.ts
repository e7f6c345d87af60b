import { type ZipEntry, zipOf } from '../fixtures/slack/zip-writer.js';

export interface GeneratedExport {
  readonly messages: number;
  readonly people?: number;
  readonly channels?: number;
  readonly days?: number;
}

const WORDS =
  'crane tide berth fuse rope ferry pilot cargo gale buoy chart anchor hull deck winch harbour'.split(' ');
const DAY = 86_400;
const FIRST_DAY = 1_704_067_200;

/**
 * A Slack export of any size, the same for the same numbers: every fifth message replies in a thread, every tenth
 * mentions, every twentieth was edited or has reactions, every thirtieth is a bot's. One zip, in memory.
 */
export function generateExport({
  messages,
  people = 500,
  channels = 40,
  days = 50,
}: GeneratedExport): Buffer {
  const random = generator(20_261_122);
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T;
  const users = Array.from({ length: people }, (_, n) => `U${String(n).padStart(6, '0')}`);
  const rooms = Array.from({ length: channels }, (_, n) => ({
    id: `C${String(n).padStart(6, '0')}`,
    name: `room-${n}`,
  }));
  const entries: ZipEntry[] = [
    {
      name: 'users.json',
      bytes: JSON.stringify(
        users.map((id, n) => user(id, n)),
        null,
        4,
      ),
    },
    {
      name: 'channels.json',
      bytes: JSON.stringify(
        rooms.map((room) => ({ ...room, created: FIRST_DAY, members: users })),
        null,
        4,
      ),
    },
  ];
  let made = 0;
  rooms.forEach((room, place) => {
    let root = '';
    for (let day = 0; day < days; day += 1) {
      const upTo = Math.round((messages * (place * days + day + 1)) / (channels * days));
      const list: unknown[] = [];
      for (let n = 0; made < upTo; n += 1) {
        const ts = `${FIRST_DAY + day * DAY + n * 20}.${String(made % 1_000_000).padStart(6, '0')}`;
        const text = Array.from({ length: 8 + Math.floor(random() * 30) }, () => pick(WORDS)).join(' ');
        list.push(message(made, ts, text, root, pick));
        if (made % 5 !== 0 || root === '') root = ts;
        made += 1;
      }
      const date = new Date((FIRST_DAY + day * DAY) * 1000).toISOString().slice(0, 10);
      if (list.length > 0)
        entries.push({ name: `${room.name}/${date}.json`, bytes: JSON.stringify(list, null, 4) });
    }
  });
  return zipOf(entries);

  function message(n: number, ts: string, text: string, thread: string, of: typeof pick): object {
    if (n % 30 === 7) {
      const attachments = [{ fallback: text, pretext: `Build ${n}`, text, id: 1, color: '4183C4' }];
      return { type: 'message', subtype: 'bot_message', bot_id: `B${n % 7}`, text: '', attachments, ts };
    }
    const said = n % 10 === 3 ? `<@${of(users)}> ${text} &amp; <https://harbour.example/${n}|more>` : text;
    const section = { type: 'rich_text_section', elements: [{ type: 'text', text: said }] };
    return {
      client_msg_id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      type: 'message',
      user: of(users),
      text: said,
      ts,
      team: 'T0BENCH',
      blocks: [{ type: 'rich_text', block_id: `b${n}`, elements: [section] }],
      ...(n % 5 === 0 && thread !== '' ? { thread_ts: thread, parent_user_id: of(users) } : {}),
      ...(n % 20 === 4 ? { edited: { user: of(users), ts: `${Number(ts.slice(0, 10)) + 60}.000000` } } : {}),
      ...(n % 20 === 9 ? { reactions: [{ name: 'eyes', users: [of(users), of(users)], count: 2 }] } : {}),
    };
  }
}

function user(id: string, n: number): object {
  const name = `person${n}`;
  const profile = {
    real_name: `Person ${n}`,
    display_name: name,
    title: '',
    email: `${name}@harbour.example`,
  };
  return { id, team_id: 'T0BENCH', name, deleted: false, real_name: `Person ${n}`, is_bot: false, profile };
}

/** mulberry32: small, seeded, good enough to be no pattern. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
