import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entriesOfFolder, THREADS_FOLDER } from '../../../../test/fixtures/slack/export-folder.js';
import { zipOf } from '../../../../test/fixtures/slack/zip-writer.js';

const FILE = join(__dirname, '..', '..', 'fixtures', 'made-up-slack-export.zip');

/** The demo needs an export as a file; the importer's tests have the same one as a folder, which people can read. */
it('the made-up export of the demo is the one that the importer is tested with', () => {
  // Stored and not deflated: another zlib would pack it into other bytes.
  const zip = zipOf(entriesOfFolder(THREADS_FOLDER).map((entry) => ({ ...entry, method: 0 })));
  if (!existsSync(FILE) && !process.env['CI']) writeFileSync(FILE, zip);
  expect(readFileSync(FILE).equals(zip)).toBe(true);
});
