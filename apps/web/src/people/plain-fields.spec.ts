import { changed, differing, plainOf } from './plain-fields';

const stored = plainOf({ name: 'Samira Haddad', title: 'Designer', pronouns: null, bio: null });

describe('the plain fields of a profile', () => {
  it('sends only what was changed', () => {
    expect(changed(stored, { ...stored, bio: ' Pumps. ' })).toEqual({ bio: 'Pumps.' });
    expect(changed(stored, { ...stored })).toEqual({});
  });

  it('sends null for a field that was emptied', () => {
    expect(changed(stored, { ...stored, title: '  ' })).toEqual({ title: null });
  });

  it('names what differs between two versions', () => {
    expect(differing(stored, { ...stored, title: 'Lead', name: 'Samira Haddad ' })).toEqual(['title']);
  });
});
