import { ProcedureInput } from '#contracts/catalogue/procedure';
import { system } from '#kernel/access';
import type { Config } from '#kernel/config';
import type { CatalogueModule } from '#catalogue';
import { demoHubKey } from './demo-hub.ts';

/**
 * Gives an offer of notebooks a procedure that works by itself: it calls the demo's own hub and hands the access over, so
 * that an order is ready within seconds of its approval, once the demo runs.
 */
export async function seedProcedure(
  config: Pick<Config, 'publicUrl'>,
  catalogue: Pick<CatalogueModule, 'keepProcedure'>,
  offer: string,
): Promise<void> {
  const procedure = ProcedureInput.parse({
    steps: [
      {
        key: 'hub',
        name: 'Make a workspace on the hub',
        kind: 'webhook',
        method: 'POST',
        url: `${config.publicUrl}/api/demo/workspaces`,
        secretHeader: 'X-Hub-Key',
        body: '{\n  "order": {{ order.number }},\n  "for": {{ customer.email | json }},\n  "memory": {{ parameters["Amount of RAM"] | json }}\n}',
        results: [
          { name: 'url', pointer: '/access/url' },
          { name: 'password', pointer: '/access/password', secret: true },
        ],
      },
      {
        key: 'access',
        name: 'Hand the access over',
        kind: 'access',
        text: 'Your workspace is there. Sign in with the account of your institution; the password opens the terminal.',
        url: '{{ answers.hub.url }}',
        secrets: [{ name: 'Password', value: '{{ answers.hub.password }}' }],
        ready: true,
      },
    ],
    secrets: { hub: demoHubKey },
  });
  await catalogue.keepProcedure(system, offer, procedure);
}
