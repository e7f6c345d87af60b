import type { ImportSource } from '@courtyard/people';

/** As rows name where they came from. */
export const SOURCE: ImportSource = 'Slack';
