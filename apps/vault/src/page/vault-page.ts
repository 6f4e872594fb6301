import { resolve } from 'node:path';
import { createPage } from '@nexus/server';

export const vaultPage = createPage({
  root: resolve(import.meta.dirname, '../../../..'),
  web: 'apps/vault/web',
  sources: ['apps/vault/web/src', 'apps/vault/web/public', 'packages/ui/src', 'packages/page/src'],
  settings: [
    'apps/vault/web/index.html',
    'apps/vault/web/vite.config.ts',
    'apps/vault/web/vite.pdf-files.ts',
    'package-lock.json',
  ],
});

export const ensurePageBuilt = vaultPage.ensureBuilt;

/** Addresses of the page itself; what is shown there is decided in the browser. */
export const pagePlaces = [
  '/',
  '/sign-in',
  '/setup',
  '/invitation',
  '/reset',
  '/spaces',
  '/spaces/*',
  '/documents/*',
  '/search',
  '/activity',
  '/security',
  '/security/*',
  '/settings',
  '/settings/*',
];
