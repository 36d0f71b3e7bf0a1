/**
 * For PM2: `pm2 start deploy/ecosystem.config.cjs`, then `pm2 save`. Two api processes on ports 3001 and 3002 and a worker; settings from
 * `.env` beside package.json. Reload one after the other: `pm2 restart api-1`, wait for /healthz, `pm2 restart api-2`.
 */
const { join } = require('node:path');

const root = join(__dirname, '..');
const common = {
  cwd: root,
  script: 'apps/server/src/main.ts',
  // The pinned Node, not the machine's. One process each: the cluster mode of PM2 does not know our way of leaving.
  interpreter: join(root, 'node_modules', '.bin', 'node'),
  exec_mode: 'fork',
  kill_timeout: 60_000,
  max_memory_restart: '1G',
};
const settings = { NODE_ENV: 'production', HOST: '127.0.0.1', TRUST_PROXY: 'true', DRAIN_SECONDS: '5' };

module.exports = {
  apps: [
    { ...common, name: 'api-1', args: '--role=api', env: { ...settings, PORT: '3001' } },
    { ...common, name: 'api-2', args: '--role=api', env: { ...settings, PORT: '3002' } },
    { ...common, name: 'worker', args: '--role=worker', env: { ...settings, WORKER_PORT: '9464' } },
  ],
};
