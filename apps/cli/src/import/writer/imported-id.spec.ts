import { v7, validate, version } from 'uuid';
import { importedId } from './imported-id.js';

const ORGANISATION = '019a0000-0000-7000-8000-000000000000';
const idOf = (at: string, key = 'slack:T/C/1') => importedId(ORGANISATION, key, at);

describe('the id of something said elsewhere', () => {
  it('is a UUIDv7, the same every time, and another one elsewhere', () => {
    const id = idOf('2016-06-27T04:00:00.000002Z');
    expect([validate(id), version(id)]).toEqual([true, 7]);
    expect(idOf('2016-06-27T04:00:00.000002Z')).toBe(id);
    expect(idOf('2016-06-27T04:00:00.000002Z', 'slack:T/C/2')).not.toBe(id);
    expect(importedId(v7(), 'slack:T/C/1', '2016-06-27T04:00:00.000002Z')).not.toBe(id);
  });

  it('is ordered by time to the microsecond, and among ids that are made now', () => {
    const times = [
      '1970-01-01T00:00:01.000000Z',
      '2016-06-27T04:00:00.000001Z',
      '2016-06-27T04:00:00.000002Z',
      '2016-06-27T04:00:00.000999Z',
      '2016-06-27T04:00:00.001000Z',
    ];
    const ids = times.map((at, place) => idOf(at, `slack:T/C/${9 - place}`));
    const all = [...ids, v7()];
    expect(all).toEqual([...all].sort());
  });
});
