import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Where passwords of database roles are kept. A name is the name of the role. */
export interface SecretStore {
  read(name: string): Promise<string | undefined>;
  /** Made by `make` when absent; everybody who asks gets the same, also two processes at once. */
  obtain(name: string, make: () => string): Promise<string>;
}

/** 256 bits, written without characters that mean something in a URL or in SQL. */
export function makePassword(): string {
  return randomBytes(32).toString('base64url');
}

/** One file per secret, mode 0600, in a folder of mode 0700 (`.courtyard/secrets`). */
export class FolderSecrets implements SecretStore {
  constructor(private readonly folder: string) {}

  async read(name: string): Promise<string | undefined> {
    try {
      return await readFile(this.fileOf(name), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async obtain(name: string, make: () => string): Promise<string> {
    const kept = await this.read(name);
    if (kept !== undefined) return kept;
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const secret = make();
    const draft = join(this.folder, `.draft-${process.pid}-${randomBytes(6).toString('hex')}`);
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(secret);
      await file.sync();
    } finally {
      await file.close();
    }
    try {
      // link, unlike rename, refuses to replace: of two processes the second learns that it came second.
      await link(draft, this.fileOf(name));
      return secret;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return (await this.read(name)) ?? secret;
    } finally {
      await rm(draft, { force: true });
    }
  }

  private fileOf(name: string): string {
    return join(this.folder, encodeURIComponent(name).replaceAll('.', '%2E'));
  }
}

/** Passwords that an operator gave in `DATABASE_URL_API` and its like, before those of another store. */
export class GivenSecrets implements SecretStore {
  private readonly given: ReadonlyMap<string, string>;

  constructor(
    urls: Iterable<string | undefined>,
    private readonly store: SecretStore,
  ) {
    const given = new Map<string, string>();
    for (const text of urls) {
      if (text === undefined) continue;
      const url = new URL(text);
      given.set(decodeURIComponent(url.username), decodeURIComponent(url.password));
    }
    this.given = given;
  }

  async read(name: string): Promise<string | undefined> {
    return this.given.get(name) ?? this.store.read(name);
  }

  async obtain(name: string, make: () => string): Promise<string> {
    return this.given.get(name) ?? this.store.obtain(name, make);
  }
}
