import { startPortolan } from './start-portolan.ts';

/** One product for all journeys; each works with records of its own. `E2E_URL` names one that runs already. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  if (process.env['E2E_URL'] !== undefined) return async () => undefined;
  const portolan = await startPortolan();
  process.env['E2E_URL'] = portolan.url;
  return () => portolan.stop();
}
