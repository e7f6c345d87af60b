import { type FileHandle, open, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import yauzl from 'yauzl';
import { decodeName, pathKey, refuseUnsafePath } from './archive-path.js';
import { ImportFault } from './slack.errors.js';

/**
 * A zip file that is taken for hostile.
 *
 * 1. The directory is read once and judged whole: names, kinds, sizes, ratios, overlaps. Nothing is inflated before.
 * 2. A file is inflated into memory only, never onto the disk, and never beyond its declared size.
 * 3. What is returned has the declared size and checksum, at every reading: the file cannot change unseen.
 * 4. Reads outside of the file are errors, not exceptions in somebody's callback.
 */
export interface ArchiveLimits {
  readonly entries: number;
  /** Bytes of one unpacked file that is read. */
  readonly fileBytes: number;
  /** Bytes of all unpacked files. */
  readonly totalBytes: number;
  /** Unpacked to packed; JSON of exports stays below 50, deflate can reach 1032. */
  readonly ratio: number;
  /** Files up to this size may have any ratio: the format's overhead distorts it, and they can do no harm. */
  readonly ratioFromBytes: number;
}

export const ARCHIVE_LIMITS: ArchiveLimits = {
  entries: 200_000,
  fileBytes: 128 * 2 ** 20,
  totalBytes: 8 * 2 ** 30,
  ratio: 200,
  ratioFromBytes: 2 ** 20,
};

export interface ArchiveEntry {
  readonly name: string;
  readonly directory: boolean;
  readonly bytes: number;
}

interface StoredEntry extends ArchiveEntry {
  readonly rawName: Buffer;
  readonly method: number;
  readonly packedBytes: number;
  readonly offset: number;
  readonly crc32: number;
}

const inflate = promisify<Buffer, { maxOutputLength: number; chunkSize: number }, Buffer>(inflateRaw);
const LOCAL_HEADER_BYTES = 30;

export class Archive {
  private readonly byName = new Map<string, StoredEntry>();

  private constructor(
    private readonly handle: FileHandle,
    private readonly size: number,
    private readonly limits: ArchiveLimits,
  ) {}

  /** @throws ImportFault for everything that is wrong with the archive as such. */
  static async open(file: string, limits: Partial<ArchiveLimits> = {}): Promise<Archive> {
    // Asked before opening: opening a pipe would wait for its writer for ever.
    const kind = await stat(file).catch(() => null);
    if (kind === null || !kind.isFile()) throw new ImportFault('import.file_unreadable');
    const handle = await open(file, 'r').catch(() => {
      throw new ImportFault('import.file_unreadable');
    });
    try {
      const archive = new Archive(handle, (await handle.stat()).size, { ...ARCHIVE_LIMITS, ...limits });
      await archive.readDirectory();
      return archive;
    } catch (fault) {
      await handle.close();
      throw fault instanceof ImportFault ? fault : new ImportFault('import.zip_damaged');
    }
  }

  /** In the order of the directory. */
  get entries(): readonly ArchiveEntry[] {
    return [...this.byName.values()];
  }

  /** The whole unpacked file. @throws ImportFault when it is not what the directory declares. */
  async read(name: string): Promise<Buffer> {
    const entry = this.byName.get(name);
    if (entry === undefined || entry.directory) throw new ImportFault('import.zip_damaged', { file: name });
    if (entry.bytes > this.limits.fileBytes) throw new ImportFault('import.too_large', { file: name });
    const packed = await this.readPacked(entry);
    const bytes = entry.method === 0 ? packed : await this.unpack(entry, packed);
    if (bytes.length !== entry.bytes || crc32(bytes) !== entry.crc32) {
      throw new ImportFault('import.zip_damaged', { file: name });
    }
    return bytes;
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  private async unpack(entry: StoredEntry, packed: Buffer): Promise<Buffer> {
    // One chunk that never fills: joining many would need the memory twice.
    const chunkSize = entry.bytes + 64;
    try {
      return await inflate(packed, { maxOutputLength: Math.max(entry.bytes, 1), chunkSize });
    } catch (error) {
      const lied = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
      throw new ImportFault(lied ? 'import.zip_bomb' : 'import.zip_damaged', { file: entry.name });
    }
  }

  private async readPacked(entry: StoredEntry): Promise<Buffer> {
    const header = await this.slice(entry.offset, LOCAL_HEADER_BYTES + entry.rawName.length, entry.name);
    const start = entry.offset + LOCAL_HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
    const same =
      header.readUInt32LE(0) === 0x04034b50 &&
      header.readUInt16LE(26) === entry.rawName.length &&
      header.subarray(LOCAL_HEADER_BYTES).equals(entry.rawName) &&
      header.readUInt16LE(8) === entry.method;
    // Readers that trust the other header would see another file: such archives are made to deceive.
    if (!same) throw new ImportFault('import.zip_damaged', { file: entry.name });
    return this.slice(start, entry.packedBytes, entry.name);
  }

  private async slice(position: number, length: number, name?: string): Promise<Buffer> {
    const place = name === undefined ? {} : { file: name };
    if (!Number.isSafeInteger(position) || position < 0 || position + length > this.size) {
      throw new ImportFault('import.zip_damaged', place);
    }
    const buffer = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await this.handle.read(buffer, filled, length - filled, position + filled);
      if (bytesRead === 0) throw new ImportFault('import.file_changed', place);
      filled += bytesRead;
    }
    return buffer;
  }

  private async readDirectory(): Promise<void> {
    const zip = await this.openZip();
    const directoryStart = Number(zip.readEntryCursor);
    if (zip.entryCount > this.limits.entries) throw new ImportFault('import.too_large');
    const keys = new Set<string>();
    for (;;) {
      const raw = await nextEntry(zip);
      if (raw === null) break;
      const entry = this.judge(raw);
      const key = pathKey(entry.name);
      if (keys.has(key)) throw new ImportFault('import.duplicate_name', { file: entry.name });
      keys.add(key);
      this.byName.set(entry.name, entry);
    }
    await this.refuseMoreEntries(Number(zip.readEntryCursor));
    this.judgeWhole(directoryStart);
  }

  private async openZip(): Promise<yauzl.ZipFile> {
    const reader = new WindowReader((position, length) => this.slice(position, length));
    const options = { autoClose: false, lazyEntries: true, decodeStrings: false, validateEntrySizes: true };
    try {
      return await new Promise<yauzl.ZipFile>((resolve, reject) => {
        yauzl.fromRandomAccessReader(reader, this.size, options, (error, zip) =>
          error === null || error === undefined ? resolve(zip) : reject(error),
        );
      });
    } catch (error) {
      throw await this.whyNotOpened(error);
    }
  }

  private async whyNotOpened(error: unknown): Promise<ImportFault> {
    const start = this.size >= 4 ? (await this.slice(0, 4)).readUInt32LE(0) : 0;
    const zipLike = start === 0x04034b50 || start === 0x06054b50;
    if (!zipLike) return new ImportFault('import.not_a_zip');
    const text = error instanceof Error ? error.message : '';
    if (text.startsWith('End of central directory')) return new ImportFault('import.zip_truncated');
    return new ImportFault(text.startsWith('multi-disk') ? 'import.zip_unsupported' : 'import.zip_damaged');
  }

  private judge(raw: yauzl.Entry): StoredEntry {
    const name = decodeName(raw);
    refuseUnsafePath(name);
    if (raw.isEncrypted()) throw new ImportFault('import.zip_encrypted', { file: name });
    // The upper half holds the Unix mode when a Unix tool made the entry, and is zero otherwise.
    const kind = (raw.externalFileAttributes >>> 16) & 0o170000;
    const directory = name.endsWith('/');
    if (kind !== 0 && kind !== (directory ? 0o040000 : 0o100000)) {
      throw new ImportFault('import.link_entry', { file: name });
    }
    if (raw.compressionMethod !== 0 && raw.compressionMethod !== 8) {
      throw new ImportFault('import.zip_unsupported', { file: name });
    }
    const { uncompressedSize: bytes, compressedSize: packedBytes } = raw;
    if (directory && bytes !== 0) throw new ImportFault('import.zip_damaged', { file: name });
    this.refuseRatio(bytes, packedBytes, name);
    return {
      name,
      directory,
      bytes,
      rawName: raw.fileName as unknown as Buffer,
      method: raw.compressionMethod,
      packedBytes,
      offset: raw.relativeOffsetOfLocalHeader,
      crc32: raw.crc32,
    };
  }

  private refuseRatio(bytes: number, packedBytes: number, name?: string): void {
    if (bytes > this.limits.ratioFromBytes && bytes > packedBytes * this.limits.ratio) {
      throw new ImportFault('import.zip_bomb', name === undefined ? {} : { file: name });
    }
  }

  /** A count of 16 bits wraps round at 65,536: what follows the last counted entry must not be another one. */
  private async refuseMoreEntries(position: number): Promise<void> {
    const after = (await this.slice(position, 4)).readUInt32LE(0);
    if (after !== 0x06054b50 && after !== 0x06064b50 && after !== 0x05054b50) {
      throw new ImportFault('import.zip_damaged');
    }
  }

  /** Overlapping files make one packed kilobyte count a thousand times (D. Fifield, "A better zip bomb", 2019). */
  private judgeWhole(directoryStart: number): void {
    const stored = [...this.byName.values()].sort((a, b) => a.offset - b.offset);
    let free = 0;
    let total = 0;
    for (const entry of stored) {
      if (entry.offset < free) throw new ImportFault('import.zip_bomb', { file: entry.name });
      free = entry.offset + LOCAL_HEADER_BYTES + entry.rawName.length + entry.packedBytes;
      total += entry.bytes;
    }
    if (free > directoryStart) throw new ImportFault('import.zip_damaged');
    if (total > this.limits.totalBytes) throw new ImportFault('import.too_large');
    this.refuseRatio(total, this.size);
  }
}

/** yauzl's own reader lets `fs.read` throw inside a callback when an offset is absurd; this one answers an error. */
class WindowReader extends yauzl.RandomAccessReader {
  private windowStart = 0;
  private window: Buffer = Buffer.alloc(0);

  constructor(private readonly slice: (position: number, length: number) => Promise<Buffer>) {
    super();
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    this.fill(position, length).then(
      (from) => {
        this.window.copy(buffer, offset, from, from + length);
        callback(null, length);
      },
      (error: Error) => callback(error),
    );
  }

  /** Directory entries follow each other: one read of 64 KiB serves hundreds of them. */
  private async fill(position: number, length: number): Promise<number> {
    const inside = position >= this.windowStart && position + length <= this.windowStart + this.window.length;
    if (!inside) {
      this.window = await this.slice(position, Math.max(length, 2 ** 16)).catch(() =>
        this.slice(position, length),
      );
      this.windowStart = position;
    }
    return position - this.windowStart;
  }
}

function nextEntry(zip: yauzl.ZipFile): Promise<yauzl.Entry | null> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      zip.removeAllListeners('entry').removeAllListeners('end').removeAllListeners('error');
      // An error after the answer has nobody to tell, and must not end the process.
      zip.on('error', () => {});
      act();
    };
    zip.on('entry', (entry: yauzl.Entry) => settle(() => resolve(entry)));
    zip.on('end', () => settle(() => resolve(null)));
    zip.on('error', (error: Error) =>
      settle(() => {
        const encrypted = error.message.startsWith('strong encryption');
        reject(new ImportFault(encrypted ? 'import.zip_encrypted' : 'import.zip_damaged'));
      }),
    );
    zip.readEntry();
  });
}
