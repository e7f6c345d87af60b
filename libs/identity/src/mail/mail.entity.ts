import { Impersonal, Personal } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The closed list of what is mailed. The words stand in `apps/egress`. */
export const MAIL_TEMPLATES = [
  'invitation',
  'password_reset',
  'account_changed',
  'consent_asked',
  'disclosure_notice',
  'moved_in',
] as const;
export type MailTemplate = (typeof MAIL_TEMPLATES)[number];

const WAITING = { purposes: ['collaboration'], retention: 'delivery_7_days' } as const;

/** Mail that waits. Only added to here; the process that sends reads it through a view of its own. */
@Entity('mail')
export class Mail {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...WAITING, category: 'pd:UID', sensitivity: 'low', fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Personal({ ...WAITING, category: 'pd:UID', sensitivity: 'low', fieldNo: 2 })
  @Column({ type: 'uuid' })
  employeeId!: string;

  @Personal({ ...WAITING, category: 'pd:CommunicationsMetadata', sensitivity: 'low', fieldNo: 3 })
  @Column({ type: 'text' })
  template!: MailTemplate;

  /** As `sealMail` makes it: to whom, in which language, and what the template is filled with. */
  @Personal({ ...WAITING, category: 'pd:EmailAddressWork', sensitivity: 'high', fieldNo: 4 })
  @Column({ type: 'bytea', select: false })
  sealed!: Buffer;

  @Personal({ ...WAITING, category: 'pd:CommunicationsMetadata', sensitivity: 'low', fieldNo: 5 })
  @Column({ type: 'timestamptz' })
  createdAt!: string;
}
