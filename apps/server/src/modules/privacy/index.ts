export { rememberVeil } from './erasure-key.ts';
export { retentionJobs } from './forget-old.ts';
export { rotateKeys } from './rotate-keys.ts';
export { registerPrivacyRoutes } from './routes.ts';
