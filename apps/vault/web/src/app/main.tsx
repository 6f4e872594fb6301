import '@nexus/ui/styles.css';
import { NexusTheme } from '@nexus/ui';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueries } from './queries.ts';
import { createPageRouter } from './router.tsx';
import { startWords } from './words.ts';

await startWords();
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
