import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the API listens while the page is being worked on; a built page is served by the hub itself. */
const api = process.env['NEXUS_API'] ?? 'http://localhost:7350';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // Filled in by the server for each response: Mantine writes style elements at run time.
  html: { cspNonce: '__NONCE__' },
  build: { outDir: 'dist', target: 'es2023', assetsInlineLimit: 0, sourcemap: false, chunkSizeWarningLimit: 700 },
  // The API takes changes only from its own origin, which the page being worked on does not have.
  server: { proxy: { '/api': { target: api, changeOrigin: true, headers: { origin: api } } } },
});
