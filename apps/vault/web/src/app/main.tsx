import '@nexus/ui/styles.css';
import { createQueries, startWords } from '@nexus/page';
import { NexusTheme } from '@nexus/ui';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createPageRouter, fetchAhead } from './router.tsx';

// Words, session and screen come at the same time; what is drawn waits for the words alone.
const words = startWords({ es: () => import('./words-es.ts'), en: () => import('./words-en.ts') });
const queries = createQueries();
const router = createPageRouter(queries);
fetchAhead(router);
void router.load();

// Not awaited at the top: code of screens that comes first would wait for this file to end.
void words.then(() =>
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <NexusTheme>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </NexusTheme>
    </StrictMode>,
  ),
);
