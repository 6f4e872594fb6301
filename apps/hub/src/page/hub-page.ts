import { resolve } from 'node:path';
import { createPage } from '@nexus/server';

export const hubPage = createPage({
  root: resolve(import.meta.dirname, '../../../..'),
  web: 'apps/hub/web',
  sources: ['apps/hub/web/src', 'apps/hub/web/public', 'packages/ui/src', 'packages/page/src'],
  settings: ['apps/hub/web/index.html', 'apps/hub/web/vite.config.ts', 'package-lock.json'],
});

/** Addresses of the page itself; what is shown there is decided in the browser. */
export const pagePlaces = [
  '/',
  '/sign-in',
  '/setup',
  '/invitation',
  '/reset',
  '/apply',
  '/organisations',
  '/organisations/*',
  '/pipeline',
  '/opportunities/*',
  '/deals',
  '/deals/*',
  '/customers',
  '/customers/*',
  '/partners',
  '/partners/*',
  '/applications',
  '/applications/*',
  '/territories',
  '/imports',
  '/imports/*',
  '/quotes',
  '/quotes/*',
  '/invoices',
  '/invoices/*',
  '/catalogue',
  '/catalogue/*',
  '/knowledge',
  '/offer',
];
