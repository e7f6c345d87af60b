import type { LogEntriesQuery } from '../generated/graphql';

export type LogEntry = LogEntriesQuery['logEntries']['nodes'][number];
