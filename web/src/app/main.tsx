import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';

import '@fontsource-variable/ibm-plex-sans/wght.css';
import '../styles/mantine.css';
import '../styles/tokens.css';
import '../styles/base.css';
import { ApiError } from '../api/problem.ts';
import { createQueryClient } from '../api/query.ts';
import { reachesServer } from '../api/reach.ts';
import { openStream } from '../api/stream.ts';
import { ConfirmHost } from './confirm.tsx';
import type { Feature } from './feature.ts';
import { features } from './features.ts';
import { followNavigation } from './focus.ts';
import { listenForKeys } from './keys.ts';
import { chooseLocale } from './messages.ts';
import { buildRouter } from './router.tsx';
import { SessionProvider, useSession } from './session.tsx';
import { resolveVariables, theme } from './theme.ts';
import { ToastHost } from './toasts.tsx';

chooseLocale(new URLSearchParams(window.location.search).get('locale'));

// After an upgrade an open tab asks for parts that are gone: the new page has them. Twice in a row is another fault, and
// without a server there is no new page.
const reloadedAt = 'portolan.reloaded';
async function loadAnew(): Promise<void> {
  const last = Number(sessionStorage.getItem(reloadedAt) ?? 0);
  if (performance.timeOrigin - last < 10_000 || !(await reachesServer())) return;
  sessionStorage.setItem(reloadedAt, String(performance.timeOrigin));
  window.location.reload();
}
window.addEventListener('vite:preloadError', ({ payload }) => {
  // The event also tells of what a loaded part did first, such as a call that the server refused.
  if (!(payload instanceof ApiError)) void loadAnew();
});

const client = createQueryClient();

/** Live updates while somebody is signed in. */
function Live() {
  const { person } = useSession();
  useEffect(() => (person ? openStream(client) : undefined), [person]);
  return null;
}

async function start(): Promise<void> {
  const gallery: readonly Feature[] = import.meta.env.DEV ? [(await import('../ui/gallery/index.ts')).gallery] : [];
  const router = buildRouter({ features: [...features, ...gallery], client });
  followNavigation(router);
  listenForKeys();

  const place = document.getElementById('root');
  if (!place) throw new Error('The page has no #root');
  createRoot(place).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={resolveVariables} defaultColorScheme="auto">
        <QueryClientProvider client={client}>
          <SessionProvider>
            <RouterProvider router={router} />
            <Live />
            <ToastHost />
            <ConfirmHost />
          </SessionProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}

void start();
