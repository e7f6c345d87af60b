import { defineErrors } from '@courtyard/errors';

export const consentErrors = defineErrors({
  'recipient.two_roles': {
    message: 'Another person of another role has to decide what was proposed.',
    status: 403,
  },
  'recipient.already_decided': { message: 'This was decided already, or is retired.', status: 409 },
  'recipient.unknown_country': { message: 'This is no country of ISO 3166-1.', status: 400 },
  'recipient.processor_contract': {
    message: 'A processor needs a contract, a transfer tool and a closed list of fields (GDPR Art. 28).',
    status: 400,
  },
  'recipient.shares_owner': {
    message:
      'A processor may not belong to the owner of another recipient, nor another recipient to its owner.',
    status: 409,
  },
  'recipient.unchanged': { message: 'This follows a recipient and says the same.', status: 400 },
  'recipient.no_such_category': { message: 'Nobody outside is of this category.', status: 400 },
  'opening.never': { message: 'This purpose, or this recipient, is never opened.', status: 403 },
  'opening.unknown_field': { message: 'People are not asked about this field.', status: 400 },
  'opening.one_entity': { message: 'One opening is about the fields of one kind of thing.', status: 400 },
  'purpose.not_switchable': { message: 'This purpose cannot be switched on.', status: 400 },
  'consent.not_opened': {
    message: 'The organisation has not opened these fields to this recipient for this purpose.',
    status: 409,
  },
  'consent.request_closed': { message: 'This is not asked any more.', status: 409 },
  'consent.version_needed': {
    message: 'A yes names the version of what was shown.',
    status: 400,
  },
  'consent.stale_version': {
    message: 'What was shown has changed since; nothing was recorded.',
    status: 409,
  },
  'consent.items_needed': { message: 'A yes to this field is said item by item.', status: 400 },
});
