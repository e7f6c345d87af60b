import { shareReleased, toldCount } from './count-words';

describe('a count as the server tells it', () => {
  it('is a number only where it is one', () => {
    expect(toldCount('212')).toEqual({ kind: 'number', value: 212 });
    expect(toldCount('fewer than ten')).toEqual({ kind: 'few' });
    expect(toldCount('the rest')).toEqual({ kind: 'rest' });
    expect(toldCount('-1')).toEqual({ kind: 'other', text: '-1' });
  });

  it('gives a share only where both counts are told', () => {
    expect(shareReleased('84', '42')).toBe(0.5);
    expect(shareReleased('84', '0')).toBe(0);
    expect(shareReleased('fewer than ten', '0')).toBe(0);
    expect(shareReleased('84', 'fewer than ten')).toBeNull();
    expect(shareReleased('fewer than ten', '12')).toBeNull();
    expect(shareReleased('0', '12')).toBeNull();
  });
});
