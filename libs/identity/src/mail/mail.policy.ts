import { definePolicy, everyRow } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { Mail } from './mail.entity.js';

const MAILING_ERRANDS = ['reset_password', 'invite_imported', 'found_organisation', 'import'];

/** Whoever writes may have a mail queued with what they write; to whom, and which, the service says. Nobody reads. */
export const mailPolicy = definePolicy(Mail, ['queue'], ({ can, errand }) => {
  const reason = 'a mail is queued with the write that causes it, by services only';
  can('queue', everyRow(reason));
  for (const name of MAILING_ERRANDS) errand(name, 'queue', everyRow(reason));
});
concernsPerson(mailPolicy, 'employeeId');
