import { readFileSync, statSync } from 'node:fs';
import { arch, platform, version, versions } from 'node:process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { App } from '#kernel/http';
import { closed } from '../../faults.ts';
import type { MessagingContext } from '../../messaging-context.ts';
import { pushHealth } from '../../push/push-service.ts';
import { nobody, type Caller } from '../../roles.ts';
import { unauthorized } from './ams-error.ts';
import { instant } from './ams-json.ts';
import { amsRoute } from './ams-route.ts';

const package_ = fileURLToPath(new URL('../../../../../../package.json', import.meta.url));

const seesAll = ({ serviceRoles }: Caller) =>
  serviceRoles.includes('service_admin') || serviceRoles.includes('admin_viewer');

/** State and version of the service (messaging-ams.md 3.16). */
export function serviceRoutes(app: App, context: MessagingContext, publicUrl: string): void {
  const { release, ...build } = versionOf(publicUrl);

  amsRoute(app, context, {
    name: 'ams:healthStatus',
    method: 'GET',
    path: '/v1/status',
    roles: 'anyone',
    handle({ caller, query }) {
      if (query['details']?.toLowerCase() === 'true') {
        // Upstream answers these two the other way round than everywhere else.
        if (caller === nobody) throw closed();
        if (!seesAll(caller)) throw unauthorized();
      }
      return pushHealth(context.push, context.database.read());
    },
  });
  amsRoute(app, context, {
    name: 'version:list',
    method: 'GET',
    path: '/v1/version',
    roles: 'anyone',
    handle: ({ caller }) => ({ ...(seesAll(caller) ? { release } : {}), ...build }),
  });
}

/** Under the keys of upstream, which is written in Go: what this is built with and runs on. */
function versionOf(publicUrl: string) {
  const { version: release } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(package_, 'utf8')));
  return {
    release,
    build_time: instant(statSync(package_).mtime.toISOString()),
    golang: `node ${version}`,
    compiler: `v8 ${versions.v8}`,
    os: platform,
    architecture: arch,
    distro: distribution(),
    hostname: new URL(publicUrl).hostname,
  };
}

function distribution(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? '';
  } catch {
    // Not every system has this file.
    return '';
  }
}
