/**
 * Settings of the embedded server, for a machine that also runs everything else. `ALTER SYSTEM` overrides them. Backups take the log over the
 * replication protocol (a slot keeps what was not taken yet), so there is no archive_command.
 */
export const embeddedSettings: Readonly<Record<string, string>> = {
  listen_addresses: '',
  password_encryption: 'scram-sha-256',
  max_connections: '60',
  shared_buffers: '128MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '512MB',
  max_parallel_workers_per_gather: '0',
  io_method: 'sync',
  jit: 'off',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  // Both need a restart later; logical replication is the way to the next major version.
  wal_level: 'logical',
  archive_mode: 'on',
  archive_command: ':',
  // A backup whose target is away makes the server keep its log; beyond this it lets go of it, and the next backup begins anew.
  max_slot_wal_keep_size: '4GB',
  wal_compression: 'pglz',
  max_wal_size: '512MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  // The log must not hold content: no statements, no details with values, no errors of the clients.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  log_line_prefix: '',
};

/** `io_method` and others are unknown to older majors, which refuse to start over them. */
export function settingsFor(major: number, overrides: Readonly<Record<string, string>>): Record<string, string> {
  const settings: Record<string, string> = { ...embeddedSettings, ...overrides };
  if (major < 18) delete settings['io_method'];
  return settings;
}

export function renderSettings(settings: Readonly<Record<string, string>>): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  return `# Written at each start. To change a setting, use ALTER SYSTEM.\n${lines.join('\n')}\n`;
}

/** Only the private socket, only with a password. */
export const hostBasedAuthentication = `local all all scram-sha-256\nlocal replication all scram-sha-256\n`;
