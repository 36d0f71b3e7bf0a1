import '../styles.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { FormatterProvider } from '../lib/formatter-provider.tsx';
import { startI18n } from '../lib/i18n.ts';
import { sessionQuery } from '../lib/queries.ts';
import { DesignPage } from './design-page.tsx';
import { session } from './sample.ts';

/** `/design` of `npm run dev -w @traffic/web`: the whole design system on one page, without a server. */
await startI18n();
const client = new QueryClient();
client.setQueryData(sessionQuery.queryKey, session);

// Widgets read the report part of the address: a route of the same name gives them an empty one.
const root = createRootRoute({ component: Outlet });
const signedIn = createRoute({ getParentRoute: () => root, id: 'signed-in', component: Outlet });
const page = createRoute({ getParentRoute: () => signedIn, path: '/', component: DesignPage });
const router = createRouter({
  routeTree: root.addChildren([signedIn.addChildren([page])]),
  history: createMemoryHistory({ initialEntries: ['/'] }),
});

const place = document.getElementById('root');
if (!place) throw new Error('design.html has no #root');
createRoot(place).render(
  <QueryClientProvider client={client}>
    <FormatterProvider>
      {/* Its own router, not the application's: the types know one only. */}
      <RouterProvider router={router as never} />
    </FormatterProvider>
  </QueryClientProvider>,
);
