import { join } from 'node:path';

/** The repository root: scripts work the same whatever folder they are called from. */
export const root = join(import.meta.dirname, '..', '..');

/** @param {string[]} parts path inside the repository, slash-free segments or POSIX paths */
export const at = (...parts) => join(root, ...parts);
