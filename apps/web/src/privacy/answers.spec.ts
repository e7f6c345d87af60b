import type { AskedFragment, ConsentAnswerState } from '../generated/graphql';
import {
  answered,
  anythingChosen,
  choose,
  chooseItem,
  containsYes,
  inputOf,
  nothingChosen,
  shownAnswer,
  standing,
} from './answers';

const field = (key: string, perItem = false, state?: ConsentAnswerState) => ({
  field: { __typename: 'CatalogueField' as const, key, entity: 'Post', name: key, perItem },
  values: [],
  valueCount: 1,
  answer: state ? { id: key, state, at: '', effectiveAt: null, validUntil: null } : null,
});
const request = (...fields: ReturnType<typeof field>[]) => ({ fields }) as unknown as AskedFragment;

describe('the answers to a request', () => {
  it('are nobody’s before they are given', () => {
    const asked = request(field('Employee.name'), field('Post.body', true));
    expect(asked.fields.map((one) => shownAnswer(one, nothingChosen))).toEqual([undefined, undefined]);
    expect(answered(asked, nothingChosen)).toBe(0);
    expect(inputOf(asked, nothingChosen)).toEqual([]);
    expect(anythingChosen(nothingChosen)).toBe(false);
  });

  it.each([
    ['given', true],
    ['cooling_off', true],
    ['refused', false],
    ['withdrawn', undefined],
    ['expired', undefined],
    ['invalidated', undefined],
  ] as const)('%s stands as %s', (state, stands) => expect(standing(state)).toBe(stands));

  it('send only what was chosen, not what stands', () => {
    const asked = request(field('Employee.name', false, 'given'), field('Employee.title'));
    const choices = choose(nothingChosen, 'Employee.title', false);
    expect(inputOf(asked, choices)).toEqual([{ fieldKey: 'Employee.title', yes: false }]);
    expect(answered(asked, choices)).toBe(2);
    expect(containsYes(choices)).toBe(false);
  });

  it('never give a per-item field as a whole', () => {
    const asked = request(field('Post.body', true));
    expect(inputOf(asked, choose(nothingChosen, 'Post.body', true))).toEqual([]);
    let choices = chooseItem(nothingChosen, 'Post.body', 'a', true);
    choices = chooseItem(choices, 'Post.body', 'b', false);
    expect(inputOf(asked, choices)).toEqual([
      { fieldKey: 'Post.body', yes: true, itemIds: ['a'] },
      { fieldKey: 'Post.body', yes: false, itemIds: ['b'] },
    ]);
    expect(containsYes(choices)).toBe(true);
  });

  it('leave no single yes behind a no to all, and no no to all behind a single yes', () => {
    const asked = request(field('Post.body', true));
    const refused = choose(chooseItem(nothingChosen, 'Post.body', 'a', true), 'Post.body', false);
    expect(inputOf(asked, refused)).toEqual([{ fieldKey: 'Post.body', yes: false }]);
    const changed = chooseItem(refused, 'Post.body', 'a', true);
    expect(inputOf(asked, changed)).toEqual([{ fieldKey: 'Post.body', yes: true, itemIds: ['a'] }]);
  });
});
