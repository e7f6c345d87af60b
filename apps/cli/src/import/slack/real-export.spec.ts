import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readAll } from '../../../../../test/fixtures/slack/read-export.js';
import { ImportFault } from './slack.errors.js';

const FIXTURES = process.env.FIXTURES_DIR ?? resolve(__dirname, '../../../../../../shared/fixtures');
const EXPORT = join(FIXTURES, 'slack/slack-export-viewer/testarchive.zip');

/** Skips where the data does not lie beside the clone; it is nobody's of this project and not copied into it. */
const present = existsSync(EXPORT);
const titled = present
  ? 'a real export of 2016'
  : `a real export of 2016 (skipped: ${'no shared fixtures beside the clone'})`;

(present ? describe : describe.skip)(titled, () => {
  it('comes in whole', async () => {
    const answer = await readAll(EXPORT);
    if (answer instanceof ImportFault) throw answer;
    expect(answer.report).toEqual({
      total: 158,
      taken: 147,
      listed: [
        { reason: 'became_membership', count: 8 },
        { reason: 'channel_event', count: 3 },
      ],
    });
    const of = <K extends string>(kind: K) =>
      answer.records.filter((record): record is Extract<typeof record, { kind: K }> => record.kind === kind);
    expect(of('person')).toHaveLength(4);
    expect(of('conversation').map(({ name, access }) => [name, access])).toEqual([
      ['enrique', 'open'],
      ['traveling-sailor', 'open'],
    ]);
    const posts = of('post');
    expect(posts).toHaveLength(147);
    expect(of('comment')).toHaveLength(0);
    const integrations = new Set(of('integration').map(({ sourceKey }) => sourceKey));
    expect(posts.filter(({ author }) => integrations.has(author))).toHaveLength(95);
    expect(
      of('integration')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['Slack', 'github', 'github', 'github']);
    expect(posts.filter(({ editedAt }) => editedAt !== null)).toHaveLength(1);
    expect(posts.flatMap(({ reactions }) => reactions)).toEqual([
      { name: 'botman', emoji: ':botman:', count: 1, by: ['slack:T0BMHLSRH/U0BMYT2FL'] },
    ]);
    expect(posts.flatMap(({ files }) => files)).toHaveLength(4);
    const memberships = of('conversation').flatMap(({ members }) => members);
    expect(memberships.filter(({ joinedAt }) => joinedAt !== null)).toHaveLength(8);
    const mentions = posts.flatMap((post) => post.mentions).filter(({ kind }) => kind === 'person');
    // The other 8 of the 27 stand in the texts of the joins.
    expect(mentions).toHaveLength(27 - 8);
    expect(JSON.stringify(answer.records)).not.toMatch(/xox[a-z]-|6043544534|gravatar/);
  });
});
