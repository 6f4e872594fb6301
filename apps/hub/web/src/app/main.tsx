import '@nexus/ui/styles.css';
import { createQueries, startWords } from '@nexus/page';
import { NexusTheme } from '@nexus/ui';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createPageRouter } from './router.tsx';

await startWords({ es: () => import('./words-es.ts'), en: () => import('./words-en.ts') });
const queries = createQueries();
const router = createPageRouter(queries);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <NexusTheme>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </NexusTheme>
  </StrictMode>,
);
