import { toldVersion } from './told-version.js';

test('a version is told as a commitment: the same opens it, and two disclosures cannot be compared', () => {
  expect(toldVersion('17', 'secret')).toBe(toldVersion('17', 'secret'));
  expect(toldVersion('17', 'secret')).not.toBe(toldVersion('18', 'secret'));
  expect(toldVersion('17', 'secret')).not.toBe(toldVersion('17', 'another'));
  expect(toldVersion('17', 'secret')).toMatch(/^[0-9a-f]{32}$/);
});
