import { keepOnly, keyOf, sweep } from '../session/personal-storage';
import { type Draft, dropDraft, keepDraft, readDraft, sentOf } from './draft';

/** As much of the browser's storage as drafts use. */
class MemoryStorage implements Storage {
  readonly #items = new Map<string, string>();
  full = false;
  get length() {
    return this.#items.size;
  }
  key(index: number) {
    return [...this.#items.keys()][index] ?? null;
  }
  getItem(key: string) {
    return this.#items.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    if (this.full) throw new DOMException('full', 'QuotaExceededError');
    this.#items.set(key, value);
  }
  removeItem(key: string) {
    this.#items.delete(key);
  }
  clear() {
    this.#items.clear();
  }
}

const draft: Draft = {
  key: '0193',
  body: 'Rev D is in the vault',
  parts: [{ kind: 'department', id: 'd1', name: 'Design', count: 42 }],
};

describe('drafts', () => {
  it('come back as they were left, key and audience included', () => {
    const storage = new MemoryStorage();
    expect(keepDraft(storage, 'samira', 'home', draft)).toBe(true);
    expect(readDraft(storage, 'samira', 'home')).toEqual(draft);
    dropDraft(storage, 'samira', 'home');
    expect(readDraft(storage, 'samira', 'home')).toBeUndefined();
  });

  it('come back as they were shaped, with whom they mention', () => {
    const storage = new MemoryStorage();
    const shaped = { ...draft, document: '{"type":"doc"}', mentions: [{ id: 'employee_1', name: 'Bill' }] };
    keepDraft(storage, 'samira', 'home', shaped);
    expect(readDraft(storage, 'samira', 'home')).toEqual(shaped);
    expect(sentOf(shaped)).toEqual({ document: '{"type":"doc"}' });
    expect(sentOf(draft)).toEqual({ body: draft.body });
  });

  it("are never another person's", () => {
    const storage = new MemoryStorage();
    keepDraft(storage, 'samira', 'home', draft);
    expect(readDraft(storage, 'bill', 'home')).toBeUndefined();
    keepOnly(storage, 'bill');
    expect(storage.length).toBe(0);
  });

  it('survive the same person signing in again, and nothing survives signing out', () => {
    const storage = new MemoryStorage();
    keepDraft(storage, 'samira', 'home', draft);
    keepDraft(storage, 'samira', 'thread.9', draft);
    storage.setItem('somebody-else', 'stays');
    keepOnly(storage, 'samira');
    expect(readDraft(storage, 'samira', 'home')).toEqual(draft);
    sweep(storage);
    expect(storage.length).toBe(1);
    expect(storage.getItem('somebody-else')).toBe('stays');
  });

  it('are not said to be saved when they are not', () => {
    const storage = new MemoryStorage();
    storage.full = true;
    expect(keepDraft(storage, 'samira', 'home', draft)).toBe(false);
  });

  it('do not break the composer when what is stored is not a draft', () => {
    const storage = new MemoryStorage();
    for (const wrong of [
      '{',
      '[]',
      '{"key":1}',
      '{"key":"k","body":"b","parts":[{}]}',
      '{"key":"k","body":"b","parts":[],"document":1}',
      '{"key":"k","body":"b","parts":[],"mentions":[{}]}',
      'null',
    ]) {
      storage.setItem(keyOf('samira', 'draft.home'), wrong);
      expect(readDraft(storage, 'samira', 'home')).toBeUndefined();
    }
  });
});
