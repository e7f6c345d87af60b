import type { AskedFragment, ConsentAnswerState } from '../generated/graphql';
import {
  answered,
  anythingChosen,
  type Choices,
  choose,
  chooseItem,
  inputOf,
  nothingChosen,
  shownAnswer,
  standing,
  withoutStale,
} from './answers';

const field = (key: string, perItem = false, state?: ConsentAnswerState) => ({
  field: { __typename: 'CatalogueField' as const, key, entity: 'Post', name: key, perItem },
  values: [],
  valueCount: 1,
  version: 'v1',
  answer: state ? { id: key, state, at: '', effectiveAt: null, validUntil: null } : null,
});
const request = (...fields: ReturnType<typeof field>[]) => ({ fields }) as unknown as AskedFragment;
const yes = { yes: true, version: 'v1' };
const no = { yes: false, version: 'v1' };

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
    const choices = choose(nothingChosen, 'Employee.title', no);
    expect(inputOf(asked, choices)).toEqual([{ fieldKey: 'Employee.title', ...no }]);
    expect(answered(asked, choices)).toBe(2);
  });

  it('never give a per-item field as a whole', () => {
    const asked = request(field('Post.body', true));
    expect(inputOf(asked, choose(nothingChosen, 'Post.body', yes))).toEqual([]);
    let choices = chooseItem(nothingChosen, 'Post.body', 'a', yes);
    choices = chooseItem(choices, 'Post.body', 'b', no);
    expect(inputOf(asked, choices)).toEqual([
      { fieldKey: 'Post.body', yes: true, items: [{ id: 'a', version: 'v1' }] },
      { fieldKey: 'Post.body', yes: false, items: [{ id: 'b', version: 'v1' }] },
    ]);
  });

  it('leave no single yes behind a no to all, and no no to all behind a single yes', () => {
    const asked = request(field('Post.body', true));
    const refused = choose(chooseItem(nothingChosen, 'Post.body', 'a', yes), 'Post.body', no);
    expect(inputOf(asked, refused)).toEqual([{ fieldKey: 'Post.body', yes: false }]);
    const changed = chooseItem(refused, 'Post.body', 'a', yes);
    expect(inputOf(asked, changed)).toEqual([
      { fieldKey: 'Post.body', yes: true, items: [{ id: 'a', version: 'v1' }] },
    ]);
  });

  it('are of what stood there when they were chosen', () => {
    const chosen = choose(nothingChosen, 'Employee.name', { yes: true, version: 'v0' });
    expect(shownAnswer(field('Employee.name'), chosen)).toBeUndefined();
    const refused = choose(nothingChosen, 'Employee.name', { yes: false, version: 'v0' });
    expect(shownAnswer(field('Employee.name'), refused)).toBe(false);
  });

  it('lose a yes to what is shown no more, and nothing else', () => {
    const choices: Choices = {
      fields: { name: yes, title: { yes: true, version: 'old' } },
      items: { body: { a: { yes: true, version: 'old' }, b: yes, c: { yes: false, version: 'old' } } },
    };
    const { choices: left, lost } = withoutStale(choices, new Set(['v1']));
    expect([...lost].sort()).toEqual(['a', 'title']);
    expect(Object.keys(left.fields)).toEqual(['name']);
    expect(Object.keys(left.items['body'] ?? {})).toEqual(['b', 'c']);
  });
});
