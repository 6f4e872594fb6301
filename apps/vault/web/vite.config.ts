import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { pdfFiles } from './vite.pdf-files.ts';

/** Where the API listens while the page is being worked on; a built page is served by the vault itself. */
const api = process.env['NEXUS_API'] ?? 'http://localhost:4100';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), pdfFiles()],
  // Filled in by the server for each response: Mantine writes style elements at run time.
  html: { cspNonce: '__NONCE__' },
  build: {
    outDir: 'dist',
    target: 'es2023',
    // A data: URL would need a wider content security policy.
    assetsInlineLimit: 0,
    sourcemap: false,
    chunkSizeWarningLimit: 700,
    // What every screen needs is one file: in sixty it takes longer to ask for, and is packed worse.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'frame', tags: ['$initial'] }] } } },
  },
  // The API takes changes only from its own origin, which the page being worked on does not have.
  server: { proxy: { '/api': { target: api, changeOrigin: true, headers: { origin: api } } } },
});
