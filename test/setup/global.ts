/** Runs once before the tests that need PostgreSQL. */
export default async function setUp(): Promise<void> {}
