import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { DemoFault } from './demo.errors.js';

export interface Received {
  readonly rows: readonly {
    readonly entity: string;
    readonly ref: string;
    readonly cells: Record<string, string>;
  }[];
  /** The signed manifest, as it came. */
  readonly manifest: string;
}

/** Who receives: alone in having the key that opens what is delivered. */
export class Partner {
  private constructor(
    private readonly identity: string,
    /** What the organisation encrypts to (https://age-encryption.org/v1). */
    readonly ageKey: string,
  ) {}

  static async meet(): Promise<Partner> {
    const identity = await generateX25519Identity();
    return new Partner(identity, await identityToRecipient(identity));
  }

  /** What lies in the folder of one delivery. @throws DemoFault when it is not what was agreed on */
  async receive(folder: string): Promise<Received> {
    const names = await readdir(folder);
    const sealed = names.find((name) => name.endsWith('.age'));
    if (!sealed || !names.includes('manifest.json')) throw new DemoFault('The delivery is not whole.');
    const decrypter = new Decrypter();
    decrypter.addIdentity(this.identity);
    const text = await decrypter.decrypt(await readFile(join(folder, sealed)), 'text');
    return {
      rows: text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
      manifest: await readFile(join(folder, 'manifest.json'), 'utf8'),
    };
  }

  /** Whether anything was delivered there. */
  async hasSomething(folder: string): Promise<boolean> {
    return readdir(folder).then(
      (names) => names.length > 0,
      () => false,
    );
  }
}
