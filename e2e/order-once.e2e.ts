import { expect, settled, signInAs, test } from './support/journey.ts';

test('an order whose answer was lost arrives once, however often it is sent and the page is loaded again', async ({
  page,
}) => {
  await signInAs(page, 'eleni');
  const { items } = (await (await page.request.get('/api/orders?service=EGI Cloud compute&limit=1')).json()) as {
    items: { number: number; project: { number: number } }[];
  };
  const [older] = items;
  if (!older) throw new Error('the demo has an order to repeat');
  const { iid, service } = (await (await page.request.get(`/api/orders/${older.number}`)).json()) as {
    iid: number;
    service: { slug: string };
  };
  const placed: number[] = [];
  let isCut = true;
  await page.route('**/api/orders', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    const answer = await route.fetch();
    placed.push(((await answer.json()) as { number: number }).number);
    return isCut ? route.abort() : route.fulfill({ response: answer });
  });

  await page.goto(`/marketplace/${service.slug}/order/check?again=${older.project.number}/${iid}`);
  await settled(page);
  const send = page.getByRole('button', { name: 'Send order' });
  await send.click();
  await expect(page.getByText('Portolan does not answer')).toBeVisible();
  await send.click();
  await expect.poll(() => placed.length).toBe(2);
  await page.reload();
  await settled(page);
  isCut = false;
  await page.getByRole('button', { name: 'Send order' }).click();
  await page.waitForURL(/\/projects\/\d+\/lines\/\d+$/);
  expect(new Set(placed).size, `numbers of the orders: ${placed.join(', ')}`).toBe(1);
});
