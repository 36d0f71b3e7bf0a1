import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './precompress.ts';

/** The server serves `dist` from its root; in development Vite passes API calls to a running server. */
export default defineConfig({
  plugins: [react(), tailwindcss(), precompress()],
  base: '/',
  // See src/lib/zod-absent.ts: the browser uses the contract's types and constants, never its parsers.
  resolve: { alias: { zod: fileURLToPath(new URL('./src/lib/zod-absent.ts', import.meta.url)) } },
  build: { outDir: 'dist', assetsInlineLimit: 0, reportCompressedSize: true },
  server: { proxy: { '/api': 'http://localhost:3000' } },
});
