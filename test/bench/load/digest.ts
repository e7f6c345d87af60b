import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrationsFolder } from '@courtyard/database';
import type { Scale } from '../harness/scale.js';

/** Changes with the migrations and with whatever says what is loaded. */
export function digestOfLoad(scale: Scale): string {
  const hash = createHash('sha256').update(JSON.stringify(scale));
  for (const folder of [
    import.meta.dirname,
    join(import.meta.dirname, '..', 'feed-limit'),
    migrationsFolder(),
  ])
    for (const name of readdirSync(folder)
      .filter((one) => !one.includes('.spec.'))
      .sort())
      hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex');
}
