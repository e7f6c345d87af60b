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
  private readonly opened = new Set<string>();

  private constructor(
    private readonly identity: string,
    /** What the organisation encrypts to (https://age-encryption.org/v1). */
    readonly ageKey: string,
  ) {}

  static async meet(): Promise<Partner> {
    const identity = await generateX25519Identity();
    return new Partner(identity, await identityToRecipient(identity));
  }

  /** Opens what came since it looked last. @throws DemoFault when it is not one delivery, or not what was agreed on */
  async receive(drop: string): Promise<Received> {
    const [folder, ...others] = (await this.deliveries(drop)).filter((path) => !this.opened.has(path));
    if (!folder || others.length > 0) throw new DemoFault('Not one new delivery lies there.');
    this.opened.add(folder);
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

  /** The folders of what was delivered; each appears in one step, when it is whole. */
  private async deliveries(drop: string): Promise<string[]> {
    const names = await readdir(drop).catch(() => []);
    return names.filter((name) => !name.startsWith('.')).map((name) => join(drop, name));
  }
}
