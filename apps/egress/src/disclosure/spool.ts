import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sealInto } from './sealed-file.js';

/** What was prepared for one disclosure, as it lies on the disk. Nothing in it can be read by anybody but the recipient. */
export interface Prepared {
  /** The encrypted file. */
  readonly file: string;
  readonly sha256: Buffer;
  readonly bytes: number;
  /** `storedManifest`. */
  readonly manifest: string;
  readonly indexVersion: string;
  /** Of each row that is in the file; see `SeenRow`. */
  readonly marks: ReadonlySet<string>;
}

interface About {
  readonly sha256: string;
  readonly bytes: number;
  readonly manifest: string;
  readonly indexVersion: string;
  readonly marks: readonly string[];
}

/** What `prepare` is given to write. */
export interface Writing {
  readonly recipient: string;
  readonly text: AsyncIterable<string>;
  /** Asked once the file is there. */
  about(file: { readonly sha256: Buffer; readonly bytes: number }): Omit<About, 'sha256' | 'bytes'>;
}

/** Files that wait to be sent: a folder each, which appears whole. */
export class Spool {
  constructor(private readonly folder: string) {}

  async write(disclosureId: string, { recipient, text, about }: Writing): Promise<Prepared> {
    const aside = join(this.folder, `.${disclosureId}`);
    await rm(aside, { recursive: true, force: true });
    await mkdir(aside, { recursive: true, mode: 0o700 });
    const sealed = await sealInto(join(aside, 'data.age'), recipient, text);
    const stored: About = { ...about(sealed), sha256: sealed.sha256.toString('hex'), bytes: sealed.bytes };
    const file = await open(join(aside, 'about.json'), 'w', 0o600);
    try {
      await file.writeFile(JSON.stringify(stored));
      await file.sync();
    } finally {
      await file.close();
    }
    await this.forget(disclosureId);
    await rename(aside, join(this.folder, disclosureId));
    return this.preparedOf(disclosureId, stored);
  }

  /** What was prepared before, if it is the file with this digest and whole. */
  async find(disclosureId: string, sha256: string): Promise<Prepared | undefined> {
    try {
      const about: About = JSON.parse(await readFile(join(this.folder, disclosureId, 'about.json'), 'utf8'));
      const prepared = this.preparedOf(disclosureId, about);
      const isIt = about.sha256 === sha256 && (await digestOf(prepared.file)) === sha256;
      return isIt ? prepared : undefined;
    } catch {
      return undefined;
    }
  }

  async forget(disclosureId: string): Promise<void> {
    await rm(join(this.folder, disclosureId), { recursive: true, force: true });
  }

  /** Removes what belongs to none of these. */
  async keepOnly(disclosureIds: ReadonlySet<string>): Promise<void> {
    for (const name of await readdir(this.folder).catch(() => []))
      if (!disclosureIds.has(name.replace(/^\./, ''))) await this.forget(name);
  }

  private preparedOf(disclosureId: string, about: About): Prepared {
    return {
      ...about,
      file: join(this.folder, disclosureId, 'data.age'),
      sha256: Buffer.from(about.sha256, 'hex'),
      marks: new Set(about.marks),
    };
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
