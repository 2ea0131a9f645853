import type { AddressInfo } from 'node:net';
import { createPortolan } from '../../server/src/app.ts';
import { loadConfig } from '../../server/src/kernel/config/index.ts';
import { migrate, openDatabase } from '../../server/src/kernel/database/index.ts';
import { migrations } from '../../server/migrations/index.ts';
import type { Told } from './ours.ts';

// Portolan as `serve` runs it, with one project of messaging; `ours.ts` starts it and calls it.

const config = loadConfig({ ...process.env, LOG_LEVEL: 'error', PORT: '0', TLS_PORT: '0', NODE_ENV: 'test' });
const database = await openDatabase({
  url: config.DATABASE_URL,
  dataDir: config.DATA_DIR,
  poolSize: config.DATABASE_POOL,
});
await migrate(database, migrations);
const portolan = await createPortolan(config, { database });
const { tlsUrl } = await portolan.start({ web: true, worker: true });
const { port } = portolan.app.server.address() as AddressInfo;
const { messaging } = portolan.modules;
await messaging.createProject('BENCH', '');
const token = await messaging.createUser('bench', {
  projects: [{ project: 'BENCH', roles: ['publisher', 'consumer', 'project_admin'] }],
});
await messaging.createTopic('BENCH', 'records', { publishers: ['bench'], subscriptions: { repository: ['bench'] } });
await messaging.createTopic('BENCH', 'silence', { publishers: [], subscriptions: { idle: ['bench'] } });
process.once('disconnect', () => void portolan.close().then(() => process.exit(0)));
process.send?.({ url: `http://127.0.0.1:${port}`, tlsUrl: tlsUrl ?? '', token } satisfies Told);
