import type { Database } from '@courtyard/database';
import type { Tile } from '../merkle/tile.js';

/** As much of the tree as tells whether it has grown from a checkpoint. */
export interface GrownTree {
  /** `tiled`: the size whose tiles are stored. */
  head(): Promise<{ readonly tiled: bigint }>;
  /** The bytes of a tile of exactly this width; null when they are not there. */
  tile(tile: Tile): Promise<Buffer | null>;
}

/** The tree as a role reads it that asks no more than whether it stands: hashes, and how many. */
export class StandingTree implements GrownTree {
  constructor(
    private readonly database: Pick<Database, 'withoutOrganisation'>,
    private readonly schema: 'public' | 'egress',
  ) {}

  async head(): Promise<{ tiled: bigint }> {
    const rows = await this.ask(`select tiled from ${this.schema}.audit_head`);
    return { tiled: BigInt(String(rows[0]?.[0])) };
  }

  /** The name of the log that is now; null for the first one of a house. */
  async origin(): Promise<string | null> {
    const [row] = await this.ask(
      this.schema === 'egress'
        ? 'select origin from egress.log_origin'
        : 'select origin from audit_succession order by generation desc limit 1',
    );
    return row?.[0] ?? null;
  }

  /** Whether any checkpoint was ever shown. */
  async wasSigned(): Promise<boolean> {
    const [row] = await this.ask(
      this.schema === 'egress'
        ? 'select size is not null from egress.log_head'
        : 'select exists (select from audit_checkpoint)',
    );
    return row?.[0] === 't';
  }

  async tile({ level, index, width }: Tile): Promise<Buffer | null> {
    // A partial tile is the beginning of every wider one of its place.
    const [row] = await this.ask(
      `select encode(bytes, 'hex') from ${this.schema}.audit_tile
where level = $1::smallint and index = $2::bigint and width >= $3::smallint order by width limit 1`,
      level,
      String(index),
      width,
    );
    return row ? Buffer.from(String(row[0]), 'hex').subarray(0, 32 * width) : null;
  }

  private async ask(text: string, ...values: unknown[]) {
    const [rows = []] = await this.database.withoutOrganisation([{ text, values }]);
    return rows;
  }
}
