import { ClosedList } from './closed-list.js';

describe('a closed list', () => {
  it('tells its own values, and of everything else that it is something else', () => {
    const list = ClosedList.of('sent', 'given_up');
    expect(list.told('sent')).toBe('sent');
    for (const stranger of ['Bill Kowalczyk', 'SENT', '', undefined, 'bill@kessler.example'])
      expect(list.told(stranger)).toBe('other');
  });

  it('tells nothing before it is closed', () => {
    const list = ClosedList.atStart();
    expect(list.told('Feed')).toBe('other');
    list.close(['Feed']);
    expect(list.told('Feed')).toBe('Feed');
  });

  it.each(['Bill Kowalczyk', 'bill@kessler.example', '', 'a\nb', 'x'.repeat(200)])(
    'refuses %j as a name of our code',
    (value) => expect(() => ClosedList.atStart().close([value])).toThrow('A closed list holds names'),
  );

  it('refuses what is too long to have been written by hand', () => {
    const ids = Array.from({ length: 501 }, (_, at) => `id${at}`);
    expect(() => ClosedList.atStart().close(ids)).toThrow('501');
  });
});
