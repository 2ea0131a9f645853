import { createServer, type AddressInfo, type Server } from 'node:net';
import type { Config } from '#kernel/config';

export interface HeldPorts {
  /** The ports that stand in the place of 0, by the name of their setting. */
  readonly ports: Readonly<Partial<Record<'PORT' | 'TLS_PORT', string>>>;
  /** Lets them go; whoever asked for them listens at once. */
  readonly release: () => Promise<void>;
}

/**
 * Finds a free port for each one that is set to 0. The addresses of links and of the sign-in are made of it long before
 * Portolan listens, so it is kept from other programs until then.
 */
export async function holdFreePorts(config: Config): Promise<HeldPorts> {
  const held: Server[] = [];
  const ports: Partial<Record<'PORT' | 'TLS_PORT', string>> = {};
  for (const name of ['PORT', 'TLS_PORT'] as const) {
    if (config[name] !== 0) continue;
    const server = createServer();
    await new Promise<void>((done, fail) => {
      server.once('error', fail);
      server.listen(0, config.HOST, done);
    });
    held.push(server);
    ports[name] = String((server.address() as AddressInfo).port);
  }
  return {
    ports,
    release: async () => {
      await Promise.all(held.map((server) => new Promise((done) => void server.close(done))));
    },
  };
}
