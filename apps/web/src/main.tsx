import './styles.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createApp } from './app/router.tsx';
import { installFigureCopy } from './lib/copy-figures.ts';
import { FormatterProvider } from './lib/formatter-provider.tsx';
import { startI18n } from './lib/i18n.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

await startI18n();
installFigureCopy();
const { router, queryClient } = createApp();

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <FormatterProvider>
        <RouterProvider router={router} />
      </FormatterProvider>
    </QueryClientProvider>
  </StrictMode>,
);
