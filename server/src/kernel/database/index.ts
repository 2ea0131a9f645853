export { openDatabase, type DatabaseSettings } from './open-database.ts';
export type { Database, DeliveriesTable, KernelTables, Read, Tx, Transact, WebhooksTable } from './database.ts';
export { holdDirectory } from './hold-directory.ts';
export { json } from './json.ts';
export { migrate, migrationStatus, type MigrationSource } from './migrate.ts';
export { isUniqueViolation } from './sql-errors.ts';
export { textArray } from './text-array.ts';
