import { kindWords } from '#contracts/catalogue/access';
import type { ComparisonRow, ServiceComparison } from '#contracts/catalogue/comparison';
import { rangeOf } from '#contracts/catalogue/parameter-words';
import type { Service } from '#contracts/catalogue/schemas';
import { accessModeWords, ratingWords, slaLevelWords } from '#contracts/catalogue/service-words';
import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { readService } from '../service-view.ts';

/** These services side by side, as this reader may see them; the order is that of the slugs. */
export async function compareServices(read: Read, actor: Actor, slugs: readonly string[]): Promise<ServiceComparison> {
  const found = await Promise.all(slugs.map((slug) => readService(read, actor, slug)));
  const services = found.filter((service) => service !== undefined);
  return {
    services: services.map(({ slug, name, initials, tagline, provider }) => ({
      slug,
      name,
      initials,
      tagline,
      provider: { slug: provider.slug, name: provider.name, abbreviation: provider.abbreviation },
    })),
    missing: slugs.filter((_, index) => found[index] === undefined),
    rows: comparisonRows(services),
  };
}

type Says = (service: Service) => readonly string[];

const linkLabels = { website: 'Web page', helpdesk: 'Helpdesk', manual: 'Manual', training: 'Training' } as const;
const linkNames = ['website', 'helpdesk', 'manual', 'training'] as const;

/** What is compared: a row where at least one of the services says something. */
export function comparisonRows(services: readonly Service[]): ComparisonRow[] {
  const row = (part: ComparisonRow['part'], label: string, says: Says): ComparisonRow[] => {
    const cells = services.map((service) => [...says(service)]);
    return cells.every((cell) => cell.length === 0) ? [] : [{ part, label, cells, differs: differ(cells) }];
  };
  return [
    ...row('about', 'Provider', ({ provider }) => [provider.name]),
    ...row('about', 'Country of the provider', ({ provider }) => some(provider.country)),
    ...row('about', 'Categories', ({ categories }) => categories.map(({ name }) => name)),
    ...row('about', 'Fields', ({ domains }) => domains.map(({ name }) => name)),
    ...row('about', 'Where it may be used', ({ countries }) => countries.map(({ name }) => name)),
    ...row('about', 'Price', ({ accessModes }) => accessModes.map((mode) => accessModeWords[mode])),
    ...row('about', 'Targets', ({ slaLevel }) => [slaLevelWords[slaLevel]]),
    ...row('about', 'Rating', ({ rating }) => [ratingWords(rating)]),
    ...row('about', 'Restrictions', ({ restrictions }) => some(restrictions)),
    ...row('offers', 'Access', ({ kinds }) => kinds.map((kind) => kindWords[kind])),
    ...row('offers', 'How long it takes', ({ offers }) => unique(offers.map(({ access }) => access.headline))),
    ...row('offers', 'Offers', ({ offers }) => offers.map(({ name }) => name)),
    ...parameterLabels(services).flatMap((label) => row('offers', label, (service) => rangesOf(service, label))),
    ...linkNames.flatMap((name) => row('links', linkLabels[name], ({ links }) => some(links[name]))),
  ];
}

const some = (text: string): string[] => (text === '' ? [] : [text]);
const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

// The same words in another order say the same.
function differ(cells: readonly (readonly string[])[]): boolean {
  return new Set(cells.map((cell) => JSON.stringify(cell.toSorted()))).size > 1;
}

// Labels of several services are one row where they are spelled alike.
const keyOf = (label: string) => label.trim().toLowerCase();

function parameterLabels(services: readonly Service[]): string[] {
  const labels = new Map<string, string>();
  for (const { offers } of services) {
    for (const { label } of offers.flatMap(({ parameters }) => parameters)) {
      if (!labels.has(keyOf(label))) labels.set(keyOf(label), label);
    }
  }
  return [...labels.values()];
}

/** What can be chosen, once where all offers that ask for it agree, else by offer. */
function rangesOf({ offers }: Service, label: string): string[] {
  const ranges = offers.flatMap(({ name, parameters }) =>
    parameters
      .filter((parameter) => keyOf(parameter.label) === keyOf(label))
      .map((parameter) => ({ offer: name, range: rangeOf(parameter) })),
  );
  const all = unique(ranges.map(({ range }) => range));
  return all.length <= 1 ? all : ranges.map(({ offer, range }) => `${offer}: ${range}`);
}

const partWords: Readonly<Record<ComparisonRow['part'], string>> = {
  about: 'About',
  offers: 'Offers',
  links: 'Links',
};

/** The comparison as rows of a file: part, what is compared, whether it differs, then a column for each service. */
export function comparisonFile({ services, rows }: ServiceComparison): string[][] {
  return [
    ['part', 'what', 'differs', ...services.map(({ name }) => name)],
    ...rows.map(({ part, label, differs, cells }) => [
      partWords[part],
      label,
      differs ? 'yes' : 'no',
      ...cells.map((cell) => cell.join('; ')),
    ]),
  ];
}
