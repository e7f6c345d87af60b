import type { Unwalled } from '@courtyard/database';

/**
 * What an old state must not bring back, because it may be over or done by now: ways in, and what was about to leave. What left
 * after the backup is not in it, so sending it again would send it twice.
 */
export const LAID_ASIDE: readonly Unwalled[] = [
  { table: 'passkey_challenge', text: 'delete from passkey_challenge' },
  { table: 'session', reads: ['passkey_challenge'], text: 'delete from session' },
  { table: 'password_reset', text: 'delete from password_reset' },
  {
    table: 'disclosure',
    text: `update disclosure set status = 'ended' where status in ('requested', 'approved')`,
  },
  {
    table: 'mail_step',
    reads: ['mail'],
    text: `insert into mail_step (organisation_id, mail_id, step, at)
select m.organisation_id, m.id, 'given_up', now() from mail m where not exists (select from mail_step s
  where s.organisation_id = m.organisation_id and s.mail_id = m.id and s.step in ('sent', 'given_up'))`,
  },
];
