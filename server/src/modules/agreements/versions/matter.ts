import { agreementTypeFacts, type AgreementType } from '#contracts/agreements/kinds';
import type { AgreementTerms } from '#contracts/agreements/terms';
import type { Amount } from '#contracts/ordering/schemas';
import type { ShareTerms } from '#contracts/ordering/share-schemas';
import type { OrderDossier } from '../order-dossier.ts';

export interface MatterShare extends Omit<ShareTerms, 'resources'> {
  readonly id: string;
  readonly number: number;
  /** Null for what a site promises without an order. */
  readonly orderNumber: number | null;
  readonly site: string;
  readonly country: string;
  readonly contact: { readonly name: string; readonly email: string };
  readonly resources: readonly Amount[];
  readonly note: string;
}

/** What a version is about, as it stood when the version was prepared; kept with it for ever. An order says it, or a coordinator. */
export interface Matter extends Pick<
  OrderDossier,
  'customer' | 'service' | 'provider' | 'accessType' | 'parameters' | 'requested'
> {
  readonly orderNumber: number | null;
  readonly project: OrderDossier['project'] | null;
  readonly offer: OrderDossier['offer'] | null;
  readonly shares: readonly MatterShare[];
  /** Where no order says it. */
  readonly written?: { readonly terms: AgreementTerms; readonly party: WrittenParty };
}

/** The other side that a coordinator named, with what the registry or the project knows of it. */
export interface WrittenParty {
  readonly name: string;
  readonly address: string;
  readonly country: string;
  readonly contact: string;
  /** One address, or several separated by commas. */
  readonly email: string;
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

/** The day of the next yearly review, from today on: the first review or an anniversary of it; a year after the first day where none is set. */
export function nextReview(
  { starts_on: startsOn, matter }: { readonly starts_on: string; readonly matter: Pick<Matter, 'written'> },
  today: string,
): string {
  const first = Temporal.PlainDate.from(matter.written?.terms.reviewOn ?? yearAfter(startsOn));
  const on = (years: number) => first.add({ years }).toString();
  const years = Math.max(0, Temporal.PlainDate.from(today).year - first.year);
  return on(years) >= today ? on(years) : on(years + 1);
}

const yearAfter = (day: string) => Temporal.PlainDate.from(day).add({ years: 1 }).toString();

/** Months between two reports on the service (section 6.2 of the documents). */
const reportMonths = { SLA: 6, OLA: 1, UA: 6 } as const;

/** The day on which the next report is due, from today on; the last one is due when the agreement has ended. */
export function nextReport(kind: keyof typeof reportMonths, { startsOn, endsOn }: Validity, today: string): string {
  const start = Temporal.PlainDate.from(startsOn);
  const step = reportMonths[kind];
  const past = start.until(today, { largestUnit: 'months' }).months;
  const on = (reports: number) => start.add({ months: reports * step }).toString();
  const reports = Math.max(1, Math.floor(past / step));
  const due = on(reports) >= today ? on(reports) : on(reports + 1);
  const last = dayAfter(endsOn, 1);
  return due > last ? last : due;
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

/** What a coordinator wrote about an agreement. A site that promises figures has one share of the whole, by which its months are judged. */
export function writtenMatter({
  name,
  type,
  terms,
  party,
  project,
  federation,
}: {
  readonly name: string;
  readonly type: AgreementType;
  readonly terms: AgreementTerms;
  readonly party: WrittenParty;
  readonly project: OrderDossier['project'] | null;
  /** The federation as the side that is no party. */
  readonly federation: { readonly name: string; readonly email: string };
}): Matter {
  const isSla = agreementTypeFacts[type].kind === 'SLA';
  const customer = isSla
    ? { name: party.name, email: party.email, institution: party.address, country: party.country }
    : { name: federation.name, email: federation.email, institution: '', country: '' };
  const { availability, reliability } = terms.targets;
  const isMeasured = terms.party.is === 'site' && availability !== null && reliability !== null;
  return withDays(
    {
      orderNumber: null,
      customer: { id: '', ...customer },
      project,
      service: { slug: '', name: terms.service, category: '' },
      offer: null,
      provider: isSla ? federation.name : party.name,
      accessType: '',
      parameters: [],
      requested: [],
      shares: isMeasured
        ? [
            {
              id: name,
              number: 1,
              orderNumber: null,
              site: party.name,
              country: party.country,
              contact: { name: party.contact, email: party.email },
              resources: [],
              ...terms.validity,
              availability,
              reliability,
              note: '',
            },
          ]
        : [],
      written: { terms, party },
    },
    terms.validity,
  );
}

/** The matter for other days: what a coordinator wrote holds as long as the agreement, shares of an order have days of their own. */
export function withDays(matter: Matter, { startsOn, endsOn }: Validity): Matter {
  const { written, shares } = matter;
  if (!written) return matter;
  return {
    ...matter,
    shares: shares.map((share) => ({ ...share, startsOn, endsOn })),
    written: { ...written, terms: { ...written.terms, validity: { startsOn, endsOn } } },
  };
}

/** By what a share is known in every version that is about it: `1284-2`, or the name of an agreement without an order. */
export const shareKeyOf = ({ id, orderNumber, number }: Pick<MatterShare, 'id' | 'orderNumber' | 'number'>) =>
  orderNumber === null ? id : `${orderNumber}-${number}`;

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

const shareTitle = ({ site, orderNumber, number }: MatterShare) =>
  orderNumber === null ? `Targets at ${site}` : `Share ${number} of order ${orderNumber} at ${site}`;
function shareText(share: MatterShare): string {
  const figures = `availability ${share.availability} %, reliability ${share.reliability} %`;
  if (share.orderNumber === null) return figures;
  const resources = share.resources.map(showAmount).join(', ') || 'as ordered';
  return `${resources}, ${showDay(share.startsOn)} to ${showDay(share.endsOn)}, ${figures}`;
}

/** What a coordinator wrote, line by line, as far as a reader of changes wants to know it. */
function writtenLines({ written, shares }: Matter): readonly { label: string; shown: string }[] {
  if (!written) return [];
  const { terms, party } = written;
  const { availability, reliability, support } = terms.targets;
  return [
    { label: 'Other side', shown: party.name },
    { label: 'Service', shown: terms.service },
    { label: 'Level of support', shown: support },
    ...(availability === null || reliability === null || shares.length > 0
      ? []
      : [{ label: 'Targets', shown: `availability ${availability} %, reliability ${reliability} %` }]),
  ];
}

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
    ...compared(former.matter.shares, next.matter.shares, shareKeyOf, shareTitle, shareText),
    ...compared(
      writtenLines(former.matter),
      writtenLines(next.matter),
      ({ label }) => label,
      ({ label }) => label,
      ({ shown }) => shown,
    ),
  ];
}
