import { manifestFacts } from './manifest';

describe('a manifest', () => {
  it('is read as far as this page knows it', () => {
    const json = JSON.stringify({
      v: 1,
      file: { format: 'csv', sha256: 'ab', bytes: 12 },
      policyVersion: 'cd',
      logPosition: null,
      onward: 'No.',
      unknown: { x: 1 },
    });
    expect(manifestFacts(json)).toEqual({ sha256: 'ab', policyVersion: 'cd', onward: 'No.' });
  });

  it('that is none says nothing', () => {
    expect(manifestFacts('no')).toBeUndefined();
    expect(manifestFacts('{"file":null}')).toEqual({});
  });
});
