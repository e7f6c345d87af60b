import { get } from 'node:http';

/** Ends with 0 where the address answers 200: what a container's health check asks. */
const request = get(process.argv[2], { timeout: 4_000 }, ({ statusCode }) => {
  process.exit(statusCode === 200 ? 0 : 1);
});
request.on('timeout', () => process.exit(1));
request.on('error', () => process.exit(1));
