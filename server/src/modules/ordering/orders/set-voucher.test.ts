import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { negotiation } from '#test/negotiation';
import { system } from '#kernel/access';
import { systemDeed } from './order.ts';
import { setVoucher } from './set-voucher.ts';
import { orderByNumber } from './sql-order-store.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp({ settings: { MAIL_IN_DOMAIN: 'in.portolan.example', SMTP_IN_PORT: '0' } });
});
afterAll(() => app.close());

const grant = (number: number, id: string | null) =>
  app.kernel.database.transact(async (tx) => {
    const order = await orderByNumber(tx, number, true);
    if (!order) throw new Error('no order');
    return setVoucher(app.modules.ordering.context)(tx, order, id, systemDeed, system);
  });

test('a voucher is told to the customer alone: its id stands on the page and in no mail', async () => {
  const number = await negotiation(app).taken();
  expect(await grant(number, 'ABC-123')).toMatchObject({ voucher: { id: 'ABC-123' } });
  await app.settle();
  expect((await app.as('eleni').get(`/api/orders/${number}`)).text).toContain(
    'You were granted a voucher. Its id is ABC-123',
  );
  const mails = await app.kernel.database
    .read()
    .selectFrom('kernel.mails')
    .select(['recipient', 'body_text'])
    .where('about', '=', `order:${number}`)
    .execute();
  expect(mails.filter(({ body_text: text }) => text.includes('It is for you alone'))).toMatchObject([
    { recipient: 'eleni@hcmr.example' },
  ]);
  expect(mails.some(({ body_text: text }) => text.includes('ABC-123'))).toBe(false);
});

test('the same voucher again tells nothing', async () => {
  const number = await negotiation(app).taken();
  const { version } = await grant(number, 'ABC-123');
  expect((await grant(number, 'ABC-123')).version).toBe(version);
});
