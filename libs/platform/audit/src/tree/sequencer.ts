import { setTimeout as sleep } from 'node:timers/promises';
import { leafHash } from '../event.js';
import { type Checkpoint, formatCheckpoint, openCheckpoint } from '../merkle/checkpoint.js';
import { Frontier } from '../merkle/frontier.js';
import { emptyRoot, sameHash } from '../merkle/hash.js';
import { MerkleFault } from '../merkle/merkle-fault.js';
import { consistencyProof, rootOf } from '../merkle/proof-generation.js';
import { verifyConsistency } from '../merkle/proof-verification.js';
import { TileEdge } from '../merkle/tile-edge.js';
import { TileReader } from '../merkle/tile-reader.js';
import { leafColumns } from './leaf-columns.js';
import type { LogSigner } from './log-key.js';
import { LEDGER, type LogMark, pinText } from './log-mark.js';
import { assertGrownFrom } from './log-standing.js';
import { RestoringState } from './restoring-state.js';
import { ANOTHER, LogFault, OTHER_CLUSTER, Overtaken, SPOILED, UNMARKED, UNSIGNED } from './tree.errors.js';
import type { Placed, Settled, TreeHead, TreeStore } from './tree-store.js';

export interface SequencerOptions {
  /** On a pool of one connection of role `audit`. */
  readonly store: TreeStore;
  /**
   * Asked for once this process is the one; made when nothing was ever signed. Without it events find their places and nothing is
   * signed: for a restore, before another log begins.
   */
  readonly signer?: { read(): Promise<LogSigner | undefined>; obtain(): Promise<LogSigner> };
  readonly mark: LogMark;
  /** SHA-256 of the program, in hexadecimal; stands in each checkpoint. */
  readonly build: string;
  /** Binds each checkpoint to the ledger of what was taken back, as it stands; see `SqliteLedger.pin`. */
  readonly pin?: (text: string) => string;
  /** Told once when something recorded long ago cannot be placed, because an older transaction does not end. */
  readonly onHeldBack?: () => void;
  /** Told when a turn failed that is tried again. */
  readonly onFault?: (fault: unknown) => void;
  /** Milliseconds that only grow: a clock that is set back must not keep checkpoints waiting. */
  readonly now?: () => number;
  readonly batch?: number;
}

/** privacy-model.md section 7. */
const CHECKPOINT_MILLIS = 10_000;
const CHECKPOINT_EVENTS = 1_000n;
/** What leaves is signed for at once: its recipient's manifest names a place in a signed log. */
const URGENT = new Set(['disclosure', 'released']);

const BATCH = 1_000;
const IDLE_MILLIS = 100;
const AGAIN_MILLIS = 500;
const HELD_BACK_MILLIS = 30_000;
const RESUMED = 10_000;

/** What is known of the tree while this process is the one. Dropped at any failure, and read anew. */
interface Growing {
  /** Absent where nothing is signed. */
  readonly signer: LogSigner | undefined;
  readonly frontier: Frontier;
  readonly edge: TileEdge;
  head: TreeHead;
  /** The newest checkpoint that others may have seen. */
  signed: Signed;
  signedAt: number;
}

type Signed = Pick<Checkpoint, 'size' | 'root'>;

/**
 * Builds the tree over the audit log and signs it. Any number may run; one works, the others wait for its end.
 *
 *   waiting ──lock──▶ loading ──▶ growing: settled events ──▶ leaves, tiles, head (one transaction) ──▶ sign?
 *      ▲                │            │                                                                  │
 *      └──── lock lost, or any failure: everything known is dropped ◀──────────────────────────────────┘
 *
 *   sign: tiles read back ──▶ consistent with the mark? ──▶ signed ──▶ mark on disk ──▶ checkpoint in the database
 *
 * Invariants, each with its test in sequencer.db.spec.ts unless another file is named:
 *  1. Nothing recorded is passed over: an event is placed only when no older transaction can still record one before it.
 *  2. Nothing is placed twice, and no place is given twice, however many run or believe to be the one.
 *  3. What is signed was committed before: a crash leaves a signature without its checkpoint row, never the reverse.
 *  4. What is signed continues what was signed before, by a proof made from the stored tiles; else nothing is.
 *  5. The mark is on disk before anybody else sees what it marks.
 *  6. Killed at any moment, it continues where it was. (test/faults/sequencer.faults.spec.ts)
 */
export class Sequencer {
  private growing: Growing | undefined;
  private stopped: AbortController | undefined;
  private running: Promise<void> | undefined;
  private idleSince: number | undefined;

  constructor(private readonly options: SequencerOptions) {}

  /** Works until `stop`. Resolves then; rejects with a LogFault when it must not go on. */
  run(): Promise<void> {
    this.stopped = new AbortController();
    this.running = this.loop(this.stopped.signal);
    return this.running;
  }

  /** Ends after the turn under way, and one more for what came last. */
  async stop(): Promise<void> {
    this.stopped?.abort();
    await this.running?.catch(() => undefined);
  }

  /**
   * One batch: places what is settled, and signs when it is time.
   * @returns how many events were placed; null when another is the one.
   * @throws LogFault when nothing may be signed any more; other errors may pass.
   */
  async turn(): Promise<number | null> {
    try {
      if (!(await this.options.store.tryLock())) {
        this.growing = undefined;
        return null;
      }
      this.growing ??= await this.load();
      return await this.grow(this.growing);
    } catch (error) {
      this.growing = undefined;
      throw error instanceof MerkleFault ? new LogFault(SPOILED) : error;
    }
  }

  private async loop(ended: AbortSignal): Promise<void> {
    const pause = (millis: number) => sleep(millis, undefined, { signal: ended }).catch(() => undefined);
    for (let last = false; !last; ) {
      last = ended.aborted;
      try {
        const placed = await this.turn();
        if (placed === null) await pause(AGAIN_MILLIS);
        else if (placed < this.batch) await pause(IDLE_MILLIS);
      } catch (error) {
        if (error instanceof LogFault) throw error;
        this.options.onFault?.(error);
        await pause(AGAIN_MILLIS);
      }
    }
  }

  private async load(): Promise<Growing> {
    const { store } = this.options;
    const { sameCluster, ...head } = await store.head();
    if (!sameCluster) throw new LogFault(OTHER_CLUSTER);
    const { signer, published, begun } = await this.trusted();
    // Both: the folder may be an older copy than the database, or the other way round.
    if (signer) await assertGrownFrom(await this.markOf(signer, published, begun), store);
    if (published) await assertGrownFrom(published, store);
    const frontier = Frontier.restore(head.frontier);
    if (frontier.size !== head.size || !sameHash(frontier.root(), head.root)) throw new LogFault(SPOILED);
    const edge = await TileEdge.resume(head.tiled, (tile) => store.tile(tile));
    while (edge.size < head.size) {
      const leaves = await store.leaves(edge.size, Math.min(RESUMED, Number(head.size - edge.size)));
      if (leaves.length === 0) throw new LogFault(SPOILED);
      for (const leaf of leaves) edge.append(leaf);
    }
    // What was not signed in its time, or not published, is signed at once.
    const signed = published ?? { size: 0n, root: emptyRoot() };
    return { signer, head, frontier, edge, signed, signedAt: Number.NEGATIVE_INFINITY };
  }

  /** Never a new key beside signatures of an old one: outsiders would see two logs. */
  private async trusted(): Promise<{ signer?: LogSigner; published?: Signed; begun?: true }> {
    const { signer, store } = this.options;
    if (!signer) return {};
    const [newest, last] = [await store.newest(), (await store.successions()).at(-1)];
    if (!newest && !last) return { signer: await signer.obtain() };
    const found = await signer.read();
    // A log that began after a restore has its own key, and its mark from the beginning.
    if (!found || (last && last.origin !== found.origin)) throw new LogFault(UNSIGNED);
    if (!newest) return { signer: found, begun: true };
    try {
      return { signer: found, published: openCheckpoint(Buffer.from(newest.note), trust(found)).checkpoint };
    } catch (error) {
      throw error instanceof MerkleFault ? new LogFault(UNSIGNED) : error;
    }
  }

  private async markOf(signer: LogSigner, published: Signed | undefined, begun?: true): Promise<Signed> {
    const { mark } = this.options;
    await RestoringState.assertNone(mark.folder);
    const found = await mark.read(signer.verifier);
    if (found) return found;
    if (published || begun) throw new LogFault(UNMARKED);
    const first = { origin: signer.origin, size: 0n, root: emptyRoot(), extensions: [] };
    await mark.write(signer.sign(formatCheckpoint(first)));
    return first;
  }

  private async grow(growing: Growing): Promise<number> {
    const { store } = this.options;
    const { head, frontier, edge, signed, signedAt } = growing;
    const placed = this.place(growing, await store.settled(head.cursor, this.batch));
    this.watch(placed.length, head);
    const size = head.size + BigInt(placed.length);
    const unsigned = size - signed.size;
    const due =
      (!growing.signer && head.tiled < size) ||
      unsigned >= CHECKPOINT_EVENTS ||
      (unsigned > 0n && this.now() - signedAt >= CHECKPOINT_MILLIS) ||
      placed.some(({ columns }) => URGENT.has(columns.kind));
    if (placed.length === 0 && !due) return 0;
    const last = placed.at(-1);
    const next = {
      size,
      root: frontier.root(),
      frontier: frontier.serialise(),
      tiled: due ? size : head.tiled,
      cursor: last ?? head.cursor,
    };
    await store.advance(placed, due ? edge.take() : [], next);
    growing.head = next;
    if (due) await this.sign(growing);
    return placed.length;
  }

  private place({ head, frontier, edge }: Growing, settled: readonly Settled[]): Placed[] {
    return settled.map((event, at) => {
      // Of the bytes themselves: the column beside them is the database's word.
      const leaf = leafHash(event.body);
      frontier.append(leaf);
      edge.append(leaf);
      const names = { organisation: event.organisationId, id: event.eventId };
      return { ...event, leaf, position: head.size + BigInt(at), columns: leafColumns(event.body, names) };
    });
  }

  private async sign(growing: Growing): Promise<void> {
    const { mark, store, build, pin } = this.options;
    const { signer, head, signed } = growing;
    if (!signer) return;
    const checkpoint = { origin: signer.origin, size: head.size, root: head.root };
    await this.assertContinues(signed, checkpoint);
    // Read from the disk once more: whoever believed to be the one beside us has left their mark there.
    await RestoringState.assertNone(mark.folder);
    const marked = await mark.read(signer.verifier);
    if (!marked) throw new LogFault(UNMARKED);
    if (marked.size > checkpoint.size) throw new Overtaken();
    await this.assertContinues(marked, checkpoint);
    const extensions = [
      ...(pin ? [`${LEDGER} ${pin(pinText(checkpoint))}`] : []),
      `build ${build}`,
      ...(await store.settings()).map((one) => `postgresql ${one}`),
    ];
    const note = signer.sign(formatCheckpoint({ ...checkpoint, extensions }));
    openCheckpoint(note, trust(signer));
    await mark.write(note);
    await store.publish(checkpoint, note);
    growing.signed = checkpoint;
    growing.signedAt = this.now();
  }

  /** By the tiles as they are stored, not by what this process remembers. */
  private async assertContinues(before: Signed, { size, root }: Signed): Promise<void> {
    const { store } = this.options;
    const reader = new TileReader(size, (tile) => store.tile(tile));
    try {
      if (!sameHash(await rootOf(reader, size), root)) throw new LogFault(SPOILED);
      if (before.size === 0n) return;
      const proof = await consistencyProof(reader, before.size, size);
      verifyConsistency({ earlierSize: before.size, earlierRoot: before.root, size, root, proof });
    } catch (error) {
      throw error instanceof MerkleFault ? new LogFault(ANOTHER) : error;
    }
  }

  /** An idle transaction anywhere in the cluster holds the tree back (gate.md section 6). */
  private watch(placed: number, { cursor }: TreeHead): void {
    const now = this.now();
    if (placed > 0) this.idleSince = undefined;
    else this.idleSince ??= now;
    if (this.idleSince === undefined || now - this.idleSince < HELD_BACK_MILLIS) return;
    this.idleSince = now;
    void this.options.store.isWaiting(cursor).then(
      (waiting) => waiting && this.options.onHeldBack?.(),
      () => undefined,
    );
  }

  private get batch(): number {
    return this.options.batch ?? BATCH;
  }

  private now(): number {
    return this.options.now?.() ?? performance.now();
  }
}

const trust = ({ origin, verifier }: LogSigner) => ({ origin, log: verifier, witnesses: [], quorum: 0 });
