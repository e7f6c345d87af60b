import { growth } from '@courtyard/testing';
import { blockText } from './block.js';
import { bodyOf, wordingOf } from './body.js';
import { cleanName, cleanText, withoutTokens } from './cleaning.js';
import { Directory } from './directory.js';
import { emojiOf, reactionName } from './emoji.js';
import type { Surroundings } from './mrkdwn.js';

const directory = new Directory('T1');
directory.enlist({ id: 'U1', name: 'ada', real_name: 'Ada Brandt' });
directory.meet('U2');
const surroundings: Surroundings = {
  directory,
  openConversation: (id) => (id === 'C1' ? { key: 'slack:T1/C1', name: 'pier' } : null),
};
const shown = (raw: string) => wordingOf(raw, surroundings);

describe('markup of Slack', () => {
  it.each([
    ['a &amp;lt; b &lt;c&gt; &amp;amp; &quot;', 'a &lt; b <c> &amp; &quot;'],
    ['<@U1> <@U1|whatever>', '@Ada Brandt @Ada Brandt'],
    ['<@U2> <@U2|nora>', '@Former member @nora'],
    ['<@NOBODY>', '<@NOBODY>'],
    ['<#C1> <#C1|other> <#G9|payroll>', '#pier #pier #private channel'],
    ['<!here> <!channel|channel> <!everyone>', '@here @channel @everyone'],
    ['<!subteam^S1|@crew> <!subteam^S2>', '@crew @S2'],
    ['<!date^1392734382^{date}|Feb 18>', 'Feb 18'],
    ['<https://a.example>', 'https://a.example'],
    ['<https://a.example?x=1&amp;y=2|see &lt;here&gt;>', 'see <here> (https://a.example?x=1&y=2)'],
    ['<https://evil.example|https://bank.example>', 'https://bank.example (https://evil.example)'],
    ['<mailto:a@b.example|a@b.example> <tel:+49|+49>', 'a@b.example +49'],
    ['<javascript:alert(1)|click> <file:///etc/passwd>', 'click (javascript:alert(1)) file:///etc/passwd'],
    ['*bold* `code` :tada:', '*bold* `code` :tada:'],
    ['a < b <unclosed', 'a < b <unclosed'],
    ['<> <|> <@>', '<>  <@>'],
  ])('%s', (raw, text) => {
    expect(shown(raw).body).toBe(text);
  });

  it('says where mentions and links are', () => {
    const { body, mentions, links } = shown('  Hi <@U1>, <#G9|payroll>, <https://a.example|log>!');
    expect(mentions.map(({ start, end, kind, target }) => [body.slice(start, end), kind, target])).toEqual([
      ['@Ada Brandt', 'person', 'slack:T1/U1'],
      ['#private channel', 'conversation', null],
    ]);
    expect(links.map(({ start, end, url }) => [body.slice(start, end), url])).toEqual([
      ['https://a.example', 'https://a.example'],
    ]);
    expect(shown('<javascript:alert(1)|click>').links).toEqual([]);
  });

  it('stays fast on what would make a careless pattern slow', () => {
    for (const hostile of ['<', '<@U1|', '&amp']) {
      expect(growth((times) => void shown(hostile.repeat(times)), 5_000)).toBeLessThan(50);
    }
  });
});

describe('cleaning', () => {
  it('leaves text that PostgreSQL and a screen can take', () => {
    expect(cleanText('a\u0000b\u0007c\r\nd\re\tf')).toBe('abc\nd\ne\tf');
    expect(cleanText('x\ud800y')).toBe('x\ufffdy');
    expect(cleanText('abc\u202edef\u202c')).toBe('abcdef');
    expect(cleanText('שלום \u2067abc\u2069 👩‍💻')).toBe('שלום \u2067abc\u2069 👩‍💻');
  });

  it('leaves names on one visible line', () => {
    expect(cleanName('  Ada\n\u200b\u200f Brandt\u2066 ')).toBe('Ada Brandt');
    expect(cleanName('\u202e\u200b')).toBe('');
    expect(Array.from(cleanName('😀'.repeat(500)))).toHaveLength(120);
    expect(cleanName(null)).toBe('');
  });

  it('takes download tokens out of addresses', () => {
    expect(withoutTokens('https://files.slack.com/f.js?t=xoxe-11-22-ab')).toBe(
      'https://files.slack.com/f.js',
    );
    expect(withoutTokens('<https://f.slack.com/f?t=xoxe-1&pub=1|f>')).toBe('<https://f.slack.com/f?pub=1|f>');
    expect(withoutTokens('is it? yes & no')).toBe('is it? yes & no');
  });

  it('names reactions', () => {
    expect(reactionName('+1::skin-tone-4')).toBe('+1');
    expect(emojiOf('+1')).toBe('👍');
    expect(emojiOf('seal')).toBe(':seal:');
    expect(emojiOf('constructor')).toBe(':constructor:');
  });
});

describe('a body', () => {
  it('is told from blocks only where there is no text', () => {
    const blocks = [
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'a < ' },
              { type: 'user', user_id: 'U1' },
            ],
          },
        ],
      },
      { type: 'section', text: { type: 'mrkdwn', text: '*b*' }, fields: [{ type: 'plain_text', text: 'c' }] },
      7,
      { type: 'image', alt_text: 'a crane' },
    ];
    expect(bodyOf({ blocks }, '', false, surroundings)?.body).toBe('a < @Ada Brandt\n*b*\nc\na crane');
    expect(bodyOf({ blocks }, 'text', false, surroundings)?.body).toBe('text');
    expect(blockText([{ type: 'unknown' }, null])).toBe('');
  });

  it('quotes open conversations only', () => {
    const quote = (channel_id: string | null) =>
      bodyOf(
        {
          attachments: [
            { is_share: true, channel_id, text: 'secret', author_name: 'Dora', fallback: 'secret' },
          ],
        },
        'look',
        true,
        surroundings,
      )?.body;
    expect(quote('C1')).toBe('look\nDora: secret');
    expect(quote('G9')).toBe('look\n[quoted message of a private conversation]');
    expect(quote(null)).toBe('look\n[quoted message of a private conversation]');
  });

  it('has an end', () => {
    expect(bodyOf({}, 'x'.repeat(100_001), true, surroundings)).toBeNull();
    expect(bodyOf({}, 'x'.repeat(100_000), true, surroundings)?.body).toHaveLength(100_000);
  });
});
