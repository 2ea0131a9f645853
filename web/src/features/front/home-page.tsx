import { lazy, Suspense } from 'react';

import { useSession } from '../../app/session.tsx';
import { FrontPage } from './front-page.tsx';

const WorkPage = lazy(() => import('../home/work-page.tsx').then((module) => ({ default: module.WorkPage })));

/** My work for whoever is signed in, the front page for everybody else. */
export function HomePage() {
  const { person } = useSession();
  if (!person) return <FrontPage />;
  return (
    <Suspense>
      <WorkPage />
    </Suspense>
  );
}
