import { invalid, keptText } from '../text.js';
import { GuardedField } from './guarded-field.js';

/** ITU-T E.164: at most fifteen digits; extensions of a house are shorter. */
const PHONE = /^\+?[0-9]{4,15}$/;
const PHONE_SPACING = /[\s().\u2010-\u2015/-]/g;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const EARLIEST_YEAR = 1900;

/**
 * What somebody typed into a guarded field, as it is kept: a number as digits, a date as ISO 8601.
 * @throws input.invalid
 */
export function guardedValue(field: GuardedField, typed: string, now: Date = new Date()): string {
  const text = keptText(typed, { field: 'value', most: 200 });
  switch (field) {
    case GuardedField.mobile_phone:
      return phone(text);
    case GuardedField.birthday:
      return date(text, now);
    case GuardedField.private_location:
      return text;
  }
}

function phone(text: string): string {
  const digits = text.replace(PHONE_SPACING, '').replace(/^00/, '+');
  if (!PHONE.test(digits)) throw invalid('value');
  return digits;
}

function date(text: string, now: Date): string {
  const [, year, month, day] = DATE.exec(text)?.map(Number) ?? [];
  if (!year || !month || !day) throw invalid('value');
  const at = new Date(Date.UTC(year, month - 1, day));
  // The calendar turns 30 February into March.
  const real = at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  if (!real || year < EARLIEST_YEAR || at > now) throw invalid('value');
  return text;
}
