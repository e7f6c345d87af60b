import { createHash } from 'node:crypto';
import { EVERY, SINCE, stepOf } from '../load/organisation.js';
import type { Scale } from './scale.js';

/** How many audience keys a reader holds, about. */
export type Width = 11 | 50 | 200;

/** Somebody who is signed in: see load/accounts.sql, which makes the same. */
export interface Reader {
  readonly number: number;
  readonly cookie: string;
  readonly employeeId: string;
  readonly email: string;
}

const PLACE: Readonly<Record<Width, number>> = { 11: 1, 50: 2, 200: 3 };

/** All of one width, in an order without meaning. */
export function readersOf(organisation: string, scale: Scale, width: Width): Reader[] {
  const count = width === 11 ? scale.readers : scale.wideReaders;
  return Array.from({ length: count }, (_, at) => {
    // A stride that shares no factor with any count visits each once.
    const number = PLACE[width] + ((at * 7_919) % count) * stepOf(scale);
    return {
      number,
      cookie: `courtyard_session=${tokenOf(organisation, number)}`,
      employeeId: employeeId(number),
      email: `reader.${number}@bench.example`,
    };
  });
}

export const employeeId = (number: number): string => idOf(SINCE + number, 3, number);
export const communityId = (number: number): string => idOf(SINCE, 2, number);
export const postId = (number: number): string => idOf(SINCE + number * EVERY, 4, number);

function tokenOf(organisation: string, number: number): string {
  const secret = createHash('sha256').update(`${organisation} session ${number}`).digest();
  const id = Buffer.from(organisation.replaceAll('-', ''), 'hex');
  return `${id.toString('base64url')}.${secret.toString('base64url')}`;
}

/** As `pg_temp.id` of load/helpers.sql. */
function idOf(millis: number, kind: number, number: number): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  return `${hex(millis, 12)}7${hex(kind, 3)}8${hex(number, 15)}`.replace(
    /^(.{8})(.{4})(.{4})(.{4})(.{12})$/,
    '$1-$2-$3-$4-$5',
  );
}
