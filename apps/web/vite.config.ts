import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { precompress } from './precompress.ts';

/** `/design` shows the design system while one works on it; the build starts from index.html and knows nothing of it. */
const designPage: Plugin = {
  name: 'design-page',
  apply: 'serve',
  configureServer: ({ middlewares }) => {
    middlewares.use((request, _response, next) => {
      if (/^\/design\/?(\?.*)?$/.test(request.url ?? '')) request.url = '/design.html';
      next();
    });
  },
};

/** The server serves `dist` from its root; in development Vite passes API calls to a running server. */
export default defineConfig({
  plugins: [react(), tailwindcss(), precompress(), designPage],
  base: '/',
  // See src/lib/zod-absent.ts: the browser uses the contract's types and constants, never its parsers.
  resolve: { alias: { zod: fileURLToPath(new URL('./src/lib/zod-absent.ts', import.meta.url)) } },
  build: {
    outDir: 'dist',
    assetsInlineLimit: 0,
    reportCompressedSize: true,
    // A few larger files instead of many small ones: each request costs a phone a tenth of a second.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'vendor',
              test: /node_modules\/(react|react-dom|scheduler|@tanstack\/(?!react-virtual|virtual-core)[^/]+|i18next|react-i18next)\//,
              priority: 2,
            },
            {
              name: 'frame',
              test: /src\/(app\/(?!command-palette|key-help)|lib|locales\/ru|ui\/(?!popover|dialog-sheet)|widgets\/[^/]+\.)|packages\/contract/,
              priority: 1,
            },
            // What floats: loaded at the first sign of a hand (src/ui/when-used.ts).
            { name: 'floating', test: /node_modules\/(@base-ui|@floating-ui)\// },
            // Long lists: of three pages, none of them the first.
            {
              name: 'long-lists',
              test: /@tanstack\/(react-virtual|virtual-core)\/|src\/widgets\/records\/(record-list|virtual-table|use-)/,
              priority: 1,
            },
            { name: 'records', test: /src\/widgets\/(admin|records)/ },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': 'http://localhost:3000' } },
});
