import {
  filled,
  isPollDraft,
  isPollWords,
  isWhole,
  newPoll,
  questionOf,
  withRoom,
  wordsOfPoll,
} from './poll-draft';

const poll = { ...newPoll, options: [' Monday ', 'Tuesday', ''] };

describe('a poll that is written', () => {
  it('is whole with two options that differ, and none too long', () => {
    expect(isWhole(newPoll)).toBe(false);
    expect(isWhole(poll)).toBe(true);
    expect(isWhole({ ...poll, options: ['Monday', ' monday'] })).toBe(false);
    expect(isWhole({ ...poll, options: ['Monday', 'x'.repeat(201)] })).toBe(false);
  });

  it('has room for one option more, up to ten, and never fewer than two', () => {
    expect(withRoom(['a', 'b'])).toEqual(['a', 'b', '']);
    expect(withRoom(['a', '', '', ''])).toEqual(['a', '']);
    expect(withRoom(['', ''])).toEqual(['', '']);
    expect(withRoom(Array<string>(10).fill('x'))).toHaveLength(10);
  });

  it('is sent with its end as an instant, or none', () => {
    expect(wordsOfPoll(poll, 0)).toEqual({
      options: ['Monday', 'Tuesday'],
      several: false,
      closesAt: '1970-01-08T00:00:00.000Z',
    });
    expect(wordsOfPoll({ ...poll, days: null }, 0).closesAt).toBeNull();
    expect(filled(newPoll)).toEqual([]);
  });

  it('is shown without its options among its words', () => {
    expect(questionOf('Which day?\n\nMonday\nTuesday', 2)).toBe('Which day?');
  });

  it('comes back from storage whole or not at all', () => {
    expect(isPollDraft(poll)).toBe(true);
    expect(isPollWords(wordsOfPoll(poll, 0))).toBe(true);
    for (const broken of [null, 'x', {}, { ...poll, options: [1] }, { ...poll, days: 'soon' }])
      expect(isPollDraft(broken)).toBe(false);
    expect(isPollWords(poll)).toBe(false);
  });
});
