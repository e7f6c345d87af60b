import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Ground } from './ground.js';
import { type Product, startProduct } from './product.js';

/**
 * The product on a copy of the database with fewer posts, on the same server, beside the one that is measured. It has a folder
 * of its own, for it has a log of its own, and is told the passwords of the roles, which both databases share.
 */
export function grown(ground: Ground, database: string): Promise<Product> {
  const start = async () => {
    const urls = await ground.roleUrls(database);
    const folder = join(ground.folder, database);
    mkdirSync(folder, { recursive: true });
    return startProduct(folder, {
      DATABASE_URL: await ground.ownerUrl(database),
      DATABASE_URL_API: urls.api,
      DATABASE_URL_EGRESS: urls.egress,
      DATABASE_URL_AUDIT: urls.audit,
      DATABASE_URL_SEARCH: urls.search,
      DATABASE_URL_RELAY: urls.relay,
    });
  };
  return ground.attach(`product on ${database}`, start, (product) => product.stop());
}
