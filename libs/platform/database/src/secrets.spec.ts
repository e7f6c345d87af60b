import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderSecrets, GivenSecrets, makePassword } from './secrets.js';

describe('FolderSecrets', () => {
  let folder: string;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'courtyard-secrets-')), 'secrets');
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true }));

  test('is made once and kept readable by its owner only', async () => {
    const store = new FolderSecrets(folder);
    expect(await store.read('api_courtyard')).toBeUndefined();
    const secret = await store.obtain('api_courtyard', makePassword);
    expect(secret).toHaveLength(43);
    expect(await store.obtain('api_courtyard', makePassword)).toBe(secret);
    expect(await new FolderSecrets(folder).read('api_courtyard')).toBe(secret);
    expect((await stat(join(folder, 'api_courtyard'))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  test('many who ask at once get the same, and nothing half written stays', async () => {
    const asked = await Promise.all(
      Array.from({ length: 20 }, () => new FolderSecrets(folder).obtain('role', makePassword)),
    );
    expect(new Set(asked).size).toBe(1);
    expect(await readdir(folder)).toEqual(['role']);
    expect(await readFile(join(folder, 'role'), 'utf8')).toBe(asked[0]);
  });

  test('a name cannot climb out of the folder', async () => {
    await new FolderSecrets(folder).obtain('../outside', () => 'x');
    expect(await readdir(folder)).toEqual(['%2E%2E%2Foutside']);
  });

  test('what the operator gave comes first', async () => {
    const store = new GivenSecrets(['postgres://api_d:p%40ss@h/d', undefined], new FolderSecrets(folder));
    expect(await store.read('api_d')).toBe('p@ss');
    expect(await store.obtain('api_d', makePassword)).toBe('p@ss');
    expect(await store.read('audit_d')).toBeUndefined();
    expect(await store.obtain('audit_d', () => 'made')).toBe('made');
  });
});
