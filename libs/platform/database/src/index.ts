export { BackupFault } from './backup/backup-fault.js';
export {
  type BackupHeader,
  type BackupManifest,
  type BackupSection,
  readBackup,
} from './backup/backup-file.js';
export { type Ask, type DumpOptions, dumpDatabase } from './backup/dump.js';
export { emptinessOf, type LoadOptions, loadDatabase } from './backup/load.js';
export { type Unwalled, unwalled } from './backup/unwalled.js';
export * from './database.errors.js';
export { Database, type DatabaseOptions } from './database.js';
export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded/embedded-postgres.js';
export type { Row, Statement } from './flight/statement.js';
export { type IndexFacts, inspectIndexes } from './inspection/indexes.js';
export { inspectRights, type Right } from './inspection/rights.js';
export { inspectRoles } from './inspection/roles.js';
export { isMigrated, migrationNames } from './migration/currency.js';
export { type MigrateOptions, migrate, runMigrations } from './migration/migrate.js';
export { migrationsFolder } from './migration/migration-files.js';
export type { RoleName, SignInRole } from './migration/role-names.js';
export { type RoleUrls, roleUrls } from './migration/roles.js';
export { inspectWalls, type Walls } from './migration/walls.js';
export { FolderSecrets, GivenSecrets, makePassword, type SecretStore } from './secrets.js';
export { areLoopback, readRoleUrl, readSettings, SECRET_SETTINGS, type Settings } from './settings.js';
export { cloneDatabase, createTemplate, dropDatabase, type Template } from './testing/template.js';
export {
  startTestServer,
  type TestDatabase,
  type TestDatabaseOptions,
  type TestServer,
  testDatabase,
} from './testing/test-database.js';
export type { Transaction } from './transaction.js';
export { asUser, databaseOf, inDatabase } from './url.js';
