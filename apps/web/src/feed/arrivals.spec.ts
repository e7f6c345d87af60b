import { type Arrivals, placed, receive } from './arrivals';

interface Post {
  id: string;
  words?: string;
}

const none: Arrivals<Post> = { position: '10', waiting: [], since: null };
const reading = (...shown: string[]) => ({ shown: new Set(shown), now: 1_000 });
const added = (id: string, position = '11') => ({
  position,
  kind: 'added' as const,
  postId: id,
  post: { id },
});

describe('what arrives while one reads', () => {
  it('waits, newest first, since the first of it', () => {
    const one = receive(none, added('a'), reading());
    const two = receive(one, added('b', '12'), { ...reading(), now: 9_000 });
    expect(two.waiting.map((post) => post.id)).toEqual(['b', 'a']);
    expect(two).toMatchObject({ position: '12', since: 1_000 });
  });

  it('does not wait when it is on the screen already, but moves the position', () => {
    expect(receive(none, added('a'), reading('a'))).toEqual({ position: '11', waiting: [], since: null });
  });

  it('is not counted twice', () => {
    const one = receive(none, added('a'), reading());
    expect(receive(one, added('a', '12'), reading()).waiting).toHaveLength(1);
  });

  it('is shown as it was changed last', () => {
    const one = receive(none, added('a'), reading());
    const two = receive(
      one,
      { position: '12', kind: 'changed', postId: 'a', post: { id: 'a', words: 'new' } },
      reading(),
    );
    expect(two.waiting).toEqual([{ id: 'a', words: 'new' }]);
  });

  it('does not bring in a change of a post that is neither shown nor waiting', () => {
    const one = receive(none, { position: '11', kind: 'changed', postId: 'z', post: { id: 'z' } }, reading());
    expect(one.waiting).toEqual([]);
  });

  it('leaves when it is withdrawn, and the line with it', () => {
    const one = receive(none, added('a'), reading());
    const two = receive(one, { position: '12', kind: 'removed', postId: 'a', post: null }, reading());
    expect(two).toEqual({ position: '12', waiting: [], since: null });
  });

  it("does not announce one's own post, whichever of answer and event comes first", () => {
    expect(placed(receive(none, added('mine'), reading()), 'mine').waiting).toEqual([]);
    expect(receive(placed(none, 'mine'), added('mine'), reading('mine')).waiting).toEqual([]);
  });
});
