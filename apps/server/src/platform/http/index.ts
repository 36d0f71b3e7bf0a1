export { createServer, registerReference, type Server } from './create-server.ts';
export type { Principal } from './principal.ts';
export { registerWebFiles } from './web-files.ts';
