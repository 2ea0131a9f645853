import type { Page } from '@playwright/test';

// What a screen has to bear and the demo does not show: very long names, and a server that is out of reach.

const longNames: readonly (readonly [name: string, long: string])[] = [
  [
    'Aegean Coastal Forecast',
    'Παράκτια Πρόγνωση Αιγαίου: Aegean and Ionian Coastal Wave, Current and Storm Surge Forecast for Harbours and Islands',
  ],
  ['Eleni Papadaki', 'Konstantina-Eleni Papadimitrakopoulou-Theodoropoulou von Brzęczyszczykiewicz'],
  [
    'EGI Cloud compute',
    'EGI Federated Cloud compute for long-running Simulations, Ensembles and Data-intensive Workflows, third Generation',
  ],
];

/** Every answer of the server from here on has very long names for a project, a customer and a service of the demo. */
export async function withLongNames(page: Page): Promise<void> {
  await page.route(/\/(api|a|s)\//, async (route) => {
    if (route.request().resourceType() === 'eventsource') return route.continue();
    const response = await route.fetch();
    const text = longNames.reduce((said, [name, long]) => said.replaceAll(name, long), await response.text());
    await route.fulfill({ response, body: text });
  });
}

/** The server does not answer a call of this page any more. */
export async function withoutServer(page: Page): Promise<void> {
  await page.route('**/api/**', (route) => route.abort('connectionrefused'));
}

/** Neither calls nor parts of the UI come any more: what is open is all there is. */
export async function loseServer(page: Page): Promise<void> {
  await page.route('**/*', (route) => route.abort('connectionrefused'));
}
