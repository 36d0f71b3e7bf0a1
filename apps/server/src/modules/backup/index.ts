export { checkBackup } from './check-backup.ts';
export { makeBackup } from './make-backup.ts';
export type { Manifest } from './manifest.ts';
export { restoreBackup } from './restore-backup.ts';
export { packFolder, unpackFolder } from './tar.ts';
