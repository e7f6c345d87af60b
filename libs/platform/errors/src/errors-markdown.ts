import { errorCatalogue } from './error.js';

/** Every code that this process knows, as Markdown: what a client may meet, and what its request ends with. */
export function errorsMarkdown(): string {
  const rows = [...errorCatalogue()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { message, status }]) => `| \`${code}\` | ${status} | ${message} |`);
  return `${[
    '# Errors',
    '',
    'Generated from the catalogues. Codes are stable; sentences are for developers, and the client has its own. An error holds',
    'no value: `details` are counts, waiting times and names of fields. `not_found` is the one answer for what is unknown, of',
    'another organisation, or hidden. The status is that of a request which the error ends as a whole.',
    '',
    '| code | status | meaning |',
    '|---|---|---|',
    ...rows,
  ].join('\n')}\n`;
}
