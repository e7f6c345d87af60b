/** What a start decides about the server. Given on the command line, so that nothing in the data folder outvotes it. */
export interface Configuration {
  readonly dataFolder: string;
  readonly socketFolder: string;
  readonly port: number;
  readonly durable: boolean;
  readonly sharedBuffers: string;
}

export function postgresArguments(c: Configuration): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(c.port),
    unix_socket_directories: c.socketFolder,
    unix_socket_permissions: '0700',
    password_encryption: 'scram-sha-256',
    max_connections: '100',
    shared_buffers: c.sharedBuffers,
    // Insert-heavy tables must be vacuumed early, or index-only scans cost up to twice as much.
    autovacuum_vacuum_insert_scale_factor: '0.01',
    // An idle transaction that holds a transaction id would hold back audit sequencer and outbox relay.
    idle_in_transaction_session_timeout: '60s',
    transaction_timeout: '5min',
    jit: 'off',
    ...withoutContent,
    ...(c.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return [
    '-D',
    c.dataFolder,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

/**
 * The server's log holds no content. ERROR lines quote values ("invalid input syntax for type uuid: ..."), and
 * clients receive them anyway: only LOG, FATAL and PANIC are written, without their DETAIL.
 */
const withoutContent = {
  log_min_messages: 'log',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_min_duration_sample: '-1',
  log_transaction_sample_rate: '0',
  log_duration: 'off',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_lock_waits: 'off',
  log_checkpoints: 'off',
  debug_print_plan: 'off',
  debug_print_parse: 'off',
  debug_print_rewritten: 'off',
  logging_collector: 'off',
  log_destination: 'stderr',
} as const;
