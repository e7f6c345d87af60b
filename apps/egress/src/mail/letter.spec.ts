import { MAIL_TEMPLATES, type MailContent } from '@courtyard/identity';
import fc from 'fast-check';
import { letterOf, UnfitMail } from './letter.js';

const URL_ = 'https://courtyard.example';
const mail = (more: Partial<MailContent> = {}): MailContent => ({
  to: 'canary-address@kessler.example',
  template: 'password_reset',
  language: 'en',
  parameters: { name: 'Bill Kessler', path: '/reset#token-1' },
  ...more,
});
const LANGUAGES = ['en', 'de'] as const;

describe.each(LANGUAGES)('in %s', (language) => {
  test.each(MAIL_TEMPLATES)('%s is text with one link, below our address', (template) => {
    const { subject, text } = letterOf(mail({ template, language }), URL_);
    expect(subject).toMatch(/^[^\r\n]{10,70}$/);
    expect(text).toContain(' Bill Kessler,\n\n');
    expect(text).not.toContain('canary-address');
    expect(text).not.toMatch(/<[a-z/!]/i);
    const links = text.match(/https?:\/\/\S+/g) ?? [];
    expect(links).toEqual(template === 'account_changed' ? [] : ['https://courtyard.example/reset#token-1']);
  });
});

test('every template says something else in each language', () => {
  const all = LANGUAGES.flatMap((language) =>
    MAIL_TEMPLATES.map((template) => letterOf(mail({ template, language }), URL_)),
  );
  expect(new Set(all.map(({ subject }) => subject)).size).toBe(all.length);
  expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
});

test('account_changed says what and when', () => {
  const parameters = { kind: 'passkey_added', at: '2026-11-22T10:05:00.000Z' };
  expect(letterOf(mail({ template: 'account_changed', parameters }), URL_).text).toContain(
    'A passkey was added to your Courtyard account. It happened on 22 November 2026 at 10:05 (UTC).',
  );
  expect(letterOf(mail({ template: 'account_changed', language: 'de', parameters }), URL_).text).toContain(
    '22. November 2026 um 10:05',
  );
});

test('a link that ends says when, and an invitation from whom', () => {
  const parameters = {
    path: '/welcome#x',
    expiresAt: '2026-11-29T10:05:00.000Z',
    organisation: 'Kessler\nPumps',
  };
  const { text } = letterOf(mail({ template: 'invitation', parameters }), URL_);
  expect(text).toContain('the internal network of Kessler Pumps.');
  expect(text).toContain('works once, until 29 November 2026 at 10:05 (UTC):');
  const german = letterOf(mail({ template: 'password_reset', language: 'de', parameters }), URL_);
  expect(german.text).toContain('gilt einmal, bis 29. November 2026 um 10:05 (UTC):');
});

test.each(['//evil.example/', 'https://evil.example/', 'javascript:alert(1)', '/\\evil.example', 'reset'])(
  'a link to %s is refused, and not repeated',
  (path) => {
    const failure = (() => {
      try {
        return letterOf(mail({ parameters: { path } }), URL_);
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toBeInstanceOf(UnfitMail);
    expect(String(failure)).not.toContain('evil');
  },
);

test('no name makes a line of its own, and none reaches the subject', () => {
  const usual = letterOf(mail(), URL_);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const { subject, text } = letterOf(mail({ parameters: { name, path: '/reset#token-1' } }), URL_);
      expect(subject).toBe(usual.subject);
      expect(text.split(/[\r\n\u2028\u2029\x85]/).length).toBe(usual.text.split('\n').length);
    }),
  );
});
