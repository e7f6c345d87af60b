import { startTestServer, type TestServer } from '@courtyard/database';

declare global {
  var courtyardTestServer: TestServer | undefined;
}

/** One PostgreSQL for all tests that need one; each worker copies the migrated template (see @courtyard/database). */
export default async function setUp(): Promise<void> {
  globalThis.courtyardTestServer = await startTestServer();
}
