import type { ApiReady, DemoSignIn } from './message.js';

/** What the person at the terminal needs next: where it is, and how to get in. */
export function announce(
  { urls, signIns = [], firstAdministrator }: ApiReady,
  clockAheadHours = 0,
  sendsMail = true,
): string {
  const lines = [`Courtyard is running at ${urls.join(' and ')}`];
  if (clockAheadHours > 0) {
    lines.push(`Its clock runs ${clockAheadHours} hours ahead, for trying out what waits or ends.`);
  }
  if (!sendsMail) lines.push('No mail is sent (SMTP_URL is not set): links are handed over by hand.');
  if (signIns.length > 0) {
    lines.push('', 'Sign in to the demo organisation as');
    lines.push(...table(signIns));
  }
  if (firstAdministrator) {
    lines.push('', 'The first administrator signs up here; the link works once:', `  ${firstAdministrator}`);
  }
  return [...lines, '', 'Ctrl-C stops it.'].join('\n');
}

function table(signIns: readonly DemoSignIn[]): string[] {
  const email = Math.max(...signIns.map((person) => person.email.length));
  const password = Math.max(...signIns.map((person) => person.password.length));
  return signIns.map((person) =>
    [
      '',
      person.email.padEnd(email),
      person.password.padEnd(password),
      [person.name, person.role].filter(Boolean).join(', '),
    ].join('  '),
  );
}
