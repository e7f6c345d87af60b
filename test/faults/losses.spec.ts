import { lossesOf, type Remembered } from './losses.js';

const whole: Remembered = {
  written: [{ body: 'one', postId: 'post_1' }],
  heard: ['post_1'],
  answers: [{ status: 503, retryAfter: '1' }],
};
const rows = [{ id: '1', body: 'one' }];

test('nothing is said where nothing is lost', () => {
  expect(lossesOf(whole, rows)).toEqual([]);
});

test('control: what is lost, doubled, unheard or not said is found', () => {
  expect(lossesOf(whole, [])).toEqual(['post_1 is there 0 times']);
  expect(lossesOf(whole, [...rows, { id: '2', body: 'one' }])).toEqual(['post_1 is there 2 times']);
  expect(lossesOf(whole, [{ id: '2', body: 'one' }])).toEqual(['post_1 is there under another id']);
  expect(lossesOf({ ...whole, written: [{ body: 'one' }] }, rows)).toEqual([
    'one was never stored',
    "post_1 is nobody's",
  ]);
  expect(lossesOf({ ...whole, heard: [] }, rows)).toEqual(['post_1 was heard 0 times']);
  expect(lossesOf({ ...whole, heard: ['post_1', 'post_1'] }, rows)).toEqual(['post_1 was heard 2 times']);
  expect(lossesOf({ ...whole, answers: [{ status: 503, retryAfter: null }] }, rows)).toEqual([
    'a 503 does not say when to come again',
  ]);
});
