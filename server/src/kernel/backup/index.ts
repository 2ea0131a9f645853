export { writeBackup, type BackupSummary } from './write-backup.ts';
export { readBackup } from './read-backup.ts';
export type { BackupHeader } from './format.ts';
