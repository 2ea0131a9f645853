import type { Amount, ShareTerms } from '#contracts/ordering/schemas';
import type { OrderDossier } from '../order-dossier.ts';

export interface MatterShare extends Omit<ShareTerms, 'resources'> {
  readonly id: string;
  readonly number: number;
  readonly orderNumber: number;
  readonly site: string;
  readonly country: string;
  readonly contact: { readonly name: string; readonly email: string };
  readonly resources: readonly Amount[];
  readonly note: string;
}

/** What a version is about, as it stood when the version was prepared; kept with it for ever. */
export interface Matter extends Pick<
  OrderDossier,
  'customer' | 'project' | 'service' | 'offer' | 'provider' | 'accessType' | 'parameters' | 'requested'
> {
  readonly orderNumber: number;
  readonly shares: readonly MatterShare[];
}

export interface Validity {
  readonly startsOn: string;
  readonly endsOn: string;
}

const usualDays = 365;

/** Adds days to a calendar day. */
export function dayAfter(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** The next anniversary of a first day, from today on: the day of the yearly review. */
export function nextReview(startsOn: string, today: string): string {
  const start = Temporal.PlainDate.from(startsOn);
  const on = (years: number) => start.add({ years }).toString();
  const years = Math.max(1, Temporal.PlainDate.from(today).year - start.year);
  return on(years) >= today ? on(years) : on(years + 1);
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A day as people read it: `1 Dec 2026`. */
export function showDay(day: string): string {
  const { year, month, day: date } = Temporal.PlainDate.from(day.slice(0, 10));
  return `${date} ${monthNames[month - 1] ?? ''} ${year}`;
}

/** A month as people read it: `Nov 2026`. */
export function showMonth(month: string): string {
  return showDay(`${month}-01`).slice(2);
}

/** A number with thousands set apart, whatever the machine's language is: `1,200`. */
export function showNumber(quantity: number): string {
  const [whole = '', part] = String(quantity).split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return part === undefined ? grouped : `${grouped}.${part}`;
}

/** An amount in words: `Virtual machines: 50`, `Memory: 800 GB`. */
export function showAmount({ label, quantity, unit }: Amount): string {
  return `${label}: ${showNumber(quantity)}${unit === null || unit === '' ? '' : ` ${unit}`}`;
}

/** What an order's dossier says about an agreement; only shares that their providers validated count. */
export function matterOf(dossier: OrderDossier): Matter {
  const { customer, project, service, offer, provider, accessType, parameters, requested } = dossier;
  const shares = dossier.shares
    .filter((share) => share.state === 'validated')
    .map(({ id, orderNumber, number, site, contact, terms, note }): MatterShare => ({
      id,
      number,
      orderNumber,
      site: site.name,
      country: site.country,
      contact,
      ...terms,
      note,
    }));
  return {
    orderNumber: dossier.number,
    customer,
    project,
    service,
    offer,
    provider,
    accessType,
    parameters,
    requested,
    shares,
  };
}

/** The days of an agreement: those of its shares, those of the order, or a year from today. */
export function validityOf(shares: readonly MatterShare[], period: OrderDossier['period'], today: string): Validity {
  const starts = shares.map(({ startsOn }) => startsOn).toSorted();
  const ends = shares.map(({ endsOn }) => endsOn).toSorted();
  const startsOn = starts[0] ?? period.startsOn ?? today;
  return { startsOn, endsOn: ends.at(-1) ?? period.endsOn ?? dayAfter(startsOn, usualDays) };
}

/** What stands after a change order: the matter so far, with everything as the change leaves it. */
export function changedMatter(former: Matter, { parameters, requested, shares }: Matter): Matter {
  return { ...former, parameters, requested, shares };
}

function sentence(what: string, before: string | undefined, after: string | undefined): string[] {
  if (before === after) return [];
  if (before === undefined) return [`${what}: ${after ?? ''} (new)`];
  return [after === undefined ? `${what}: ${before} no longer applies` : `${what}: ${after} instead of ${before}`];
}

const shareKey = ({ orderNumber, number }: MatterShare) => `${orderNumber}-${number}`;
const shareText = (share: MatterShare) =>
  `${share.resources.map(showAmount).join(', ') || 'as ordered'}, ${showDay(share.startsOn)} to ${showDay(share.endsOn)}, ` +
  `availability ${share.availability} %, reliability ${share.reliability} %`;

/** Says in sentences what a version changes against the one before it; empty when nothing does. */
export function changesBetween(
  former: { matter: Matter; validity: Validity },
  next: { matter: Matter; validity: Validity },
): string[] {
  const compared = <T>(
    before: readonly T[],
    after: readonly T[],
    key: (item: T) => string,
    what: (item: T) => string,
    text: (item: T) => string,
  ) => {
    const old = new Map(before.map((item) => [key(item), item]));
    const now = new Map(after.map((item) => [key(item), item]));
    return [
      ...after.flatMap((item) => {
        const earlier = old.get(key(item));
        return sentence(what(item), earlier && text(earlier), text(item));
      }),
      ...before.filter((item) => !now.has(key(item))).flatMap((item) => sentence(what(item), text(item), undefined)),
    ];
  };
  return [
    ...sentence('First day', showDay(former.validity.startsOn), showDay(next.validity.startsOn)),
    ...sentence('Last day', showDay(former.validity.endsOn), showDay(next.validity.endsOn)),
    ...compared(
      former.matter.parameters,
      next.matter.parameters,
      ({ label }) => label,
      ({ label }) => label,
      ({ shown }) => shown,
    ),
    ...compared(
      former.matter.shares,
      next.matter.shares,
      shareKey,
      ({ site, orderNumber, number }) => `Share ${number} of order ${orderNumber} at ${site}`,
      shareText,
    ),
  ];
}
