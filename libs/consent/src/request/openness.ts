import '../consent.errors.js';
import type { Purpose } from '@courtyard/catalogue';
import { CourtyardError } from '@courtyard/errors';
import type { Write } from '@courtyard/records';
import { openingPolicy } from '../opening/opening.policy.js';
import { purposeSettingPolicy } from '../purpose/purpose.policy.js';
import { ProposalStatus, type Recipient } from '../recipient/recipient.entity.js';
import { recipientPolicy } from '../recipient/recipient.policy.js';

export interface AskedFor {
  readonly recipientId: string;
  readonly purpose: Purpose;
  readonly fields: readonly { readonly entity: string; readonly fieldNo: number }[];
}

/** The recipient, where the organisation opens it at this moment. @throws consent.not_opened */
export async function assertOpened(write: Write, asked: AskedFor): Promise<Recipient> {
  const recipient = await openedTo(write, asked);
  if (!recipient) throw new CourtyardError('consent.not_opened');
  return recipient;
}

/** The organisation's own word: the purpose is on, the recipient is one, and each field is opened. Null where one is not so. */
export async function openedTo(
  write: Write,
  { recipientId, purpose, fields }: AskedFor,
): Promise<Recipient | null> {
  const [recipient] = await write.load(recipientPolicy, 'read', [recipientId]);
  const [setting] = await write.loadBy(purposeSettingPolicy, 'read', 'purpose', [purpose]);
  const openings = await write.loadBy(openingPolicy, 'read', 'recipientId', [recipientId]);
  const open = openings.filter((one) => one.status === ProposalStatus.active && one.purpose === purpose);
  const isOpen = fields.every(({ entity, fieldNo }) =>
    open.some((one) => one.entity === entity && one.fieldNos.includes(fieldNo)),
  );
  return recipient?.status === ProposalStatus.active && !setting?.switchedOff && isOpen ? recipient : null;
}
