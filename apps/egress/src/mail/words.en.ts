import type { Filling, Words } from './words.js';

/** Plain words. No mail says what is in the house, who asks, or who decided what: that is read behind the sign-in. */
export const english: Words = {
  invitation: (filling) => ({
    subject: 'Your invitation to Courtyard',
    text: letter(filling, [
      `You are invited to Courtyard, the internal network of ${filling.organisation ?? 'your organisation'}.`,
      `Choose a password here; the link is yours alone and works once${until(filling)}:\n${filling.link}`,
    ]),
  }),
  password_reset: (filling) => ({
    subject: 'Choose a new password',
    text: letter(filling, [
      'Somebody, probably you, asked for a new password for Courtyard.',
      `Choose one here; the link works once${until(filling)}:\n${filling.link}`,
      'Was it not you? Then do nothing: your password stays as it is.',
    ]),
  }),
  account_changed: (filling) => ({
    subject: 'Something about your sign-in changed',
    text: letter(filling, [
      `${CHANGED[filling.kind ?? ''] ?? 'Something about your sign-in to Courtyard was changed.'}${
        filling.at === undefined ? '' : ` It happened on ${filling.at} (UTC).`
      }`,
      'For two weeks nobody can say yes or approve anything in your name; saying no and withdrawing always work.',
      'Was it not you? Then sign out all your devices and tell whoever runs Courtyard at your organisation.',
    ]),
  }),
  consent_asked: (filling) => ({
    subject: 'Somebody asks for your consent',
    text: letter(filling, [
      'You were asked in Courtyard whether something of yours may leave the organisation. Whatever you answer, or if you do not, nothing changes for you.',
      `Read and answer it here:\n${filling.link}`,
    ]),
  }),
  disclosure_notice: (filling) => ({
    subject: 'Something of yours left Courtyard',
    text: letter(filling, [
      'Something you had agreed to was given to the recipient you had agreed to.',
      `What, to whom and for what stands here; there you can also withdraw:\n${filling.link}`,
    ]),
  }),
  moved_in: (filling) => ({
    subject: 'What was moved into Courtyard about you',
    text: letter(filling, [
      'Your organisation moved an older network into Courtyard, and with it things that you wrote there. You have agreed to nothing by that, and nothing of it leaves the organisation.',
      `See what was moved, from where and by whom, and object or erase it here:\n${filling.link}`,
    ]),
  }),
};

const CHANGED: Readonly<Record<string, string>> = {
  password_reset: 'The password of your Courtyard account was reset.',
  password_changed: 'The password of your Courtyard account was changed.',
  passkey_added: 'A passkey was added to your Courtyard account.',
  passkey_removed: 'A passkey was removed from your Courtyard account.',
  address_changed: 'The e-mail address of your Courtyard account was changed.',
};

function until({ until }: Filling): string {
  return until === undefined ? ' and not for long' : `, until ${until} (UTC)`;
}

function letter({ name }: Filling, paragraphs: readonly string[]): string {
  return [
    name ? `Hello ${name},` : 'Hello,',
    ...paragraphs,
    'Courtyard\n\nThis mail was written by a machine; nobody reads an answer. It holds no pictures and does not tell anybody that you opened it.',
  ].join('\n\n');
}
