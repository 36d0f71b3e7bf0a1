export { createServer, type Server } from './create-server.ts';
export type { Principal } from './principal.ts';
export { registerReference } from './reference.ts';
export { registerWebFiles } from './web-files.ts';
