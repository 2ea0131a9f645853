import { describe, expect, test } from 'vitest';
import { aDossier, aShare } from '../testing-orders.ts';
import { changedMatter, changesBetween, matterOf, showAmount, showDay, showNumber, validityOf } from './matter.ts';

describe('what an agreement is about', () => {
  test('only validated shares count', () => {
    const dossier = aDossier({ shares: [aShare(1), aShare(2, { state: 'rejected' }), aShare(3, { state: 'sent' })] });
    expect(matterOf(dossier).shares.map(({ number }) => number)).toEqual([1]);
  });

  test('the days are those of the shares, else of the order, else a year', () => {
    const { shares } = matterOf(aDossier());
    expect(validityOf(shares, { startsOn: null, endsOn: null }, '2026-11-23')).toEqual({
      startsOn: '2026-12-01',
      endsOn: '2027-05-29',
    });
    expect(validityOf([], { startsOn: '2026-12-05', endsOn: '2027-01-05' }, '2026-11-23')).toEqual({
      startsOn: '2026-12-05',
      endsOn: '2027-01-05',
    });
    expect(validityOf([], { startsOn: null, endsOn: null }, '2026-11-23')).toEqual({
      startsOn: '2026-11-23',
      endsOn: '2027-11-23',
    });
  });

  test('a change leaves what it says and names only what differs', () => {
    const former = matterOf(aDossier());
    const change = matterOf(
      aDossier({
        number: 1290,
        id: 'order-1290',
        parameters: [
          { label: 'Number of VM instances', shown: '60' },
          { label: 'Access type', shown: 'reserved' },
        ],
        shares: [
          aShare(1, { orderNumber: 1284 }),
          aShare(3, { site: { name: 'IISAS-FedCloud', country: 'Slovakia' } }),
        ],
      }),
    );
    const next = changedMatter(former, change);
    expect(next.shares.map(({ orderNumber, site }) => `${orderNumber} ${site}`)).toEqual([
      '1284 CESNET-MCC',
      '1290 IISAS-FedCloud',
    ]);
    const days = { startsOn: '2026-12-01', endsOn: '2027-05-29' };
    expect(
      changesBetween({ matter: former, validity: days }, { matter: next, validity: { ...days, endsOn: '2027-08-31' } }),
    ).toEqual([
      'Last day: 31 Aug 2027 instead of 29 May 2027',
      'Number of VM instances: 60 instead of 50',
      'Share 3 of order 1290 at IISAS-FedCloud: Virtual machines: 30, CPU cores: 120, 1 Dec 2026 to 29 May 2027, availability 90 %, reliability 95 % (new)',
      'Share 2 of order 1284 at IN2P3-IRES: Virtual machines: 30, CPU cores: 120, 1 Dec 2026 to 29 May 2027, availability 90 %, reliability 95 % no longer applies',
    ]);
  });

  test('days and amounts read the same on every machine', () => {
    expect([
      showDay('2026-12-01'),
      showNumber(1234567.5),
      showAmount({ metric: 'memory', label: 'Memory', quantity: 1200, unit: 'GB' }),
    ]).toEqual(['1 Dec 2026', '1,234,567.5', 'Memory: 1,200 GB']);
  });
});
