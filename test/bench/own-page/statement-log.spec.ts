import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StatementLog } from './statement-log.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'courtyard-statement-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('reads what was sent since it began, with its values, and no settings', () => {
  const path = join(folder, 'postgres.log');
  writeFileSync(path, '2026-11-22 10:00:00.000 UTC [7] LOG:  execute old: select 1\n');
  const log = new StatementLog(path);
  appendFileSync(
    path,
    `2026-11-22 10:00:01.001 UTC [42] LOG:  execute s1: select set_config('app.org', $1, true)
2026-11-22 10:00:01.001 UTC [42] DETAIL:  Parameters: $1 = 'x'
2026-11-22 10:00:01.002 UTC [42] LOG:  execute s2: select "id" from post
	where a = $1 and b = $2
2026-11-22 10:00:01.002 UTC [42] DETAIL:  Parameters: $1 = 'it''s {1,2}', $2 = NULL
2026-11-22 10:00:01.003 UTC [43] LOG:  execute s3: select 2
`,
  );
  expect(log.read()).toEqual([
    { pid: 42, text: 'select "id" from post\nwhere a = $1 and b = $2', values: ["it's {1,2}", null] },
    { pid: 43, text: 'select 2', values: [] },
  ]);
  expect(log.read()).toEqual([]);
});
