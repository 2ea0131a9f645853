import type { CustomParams, Oms, OmsCall } from '#contracts/catalogue/omses';

import { t } from '../../app/messages.ts';

/** Whose orders an order system can work; providers by the names that are known of their slugs. */
export function servedWords(
  { type, providers, service }: Pick<Oms, 'type' | 'providers' | 'service'>,
  names: ReadonlyMap<string, string>,
): string {
  switch (type) {
    case 'global':
      return t('every service');
    case 'provider_group':
      return t('services of {providers}', { providers: providers.map((slug) => names.get(slug) ?? slug).join(', ') });
    case 'resource_dedicated':
      return t('the service {service}', { service: service ?? '' });
  }
}

/** Why an order system cannot be removed, as far as the list knows; the server knows of its orders. */
export function removalRefusal({ isDefault, offers }: Pick<Oms, 'isDefault' | 'offers'>): string | null {
  if (isDefault) return t('It is the default one. Make another one the default first.');
  if (offers === 0) return null;
  return offers === 1
    ? t('An offer names it. Change the offer first.')
    : t('{n} offers name it. Change them first.', { n: offers });
}

export function callFailed({ failure }: Pick<OmsCall, 'failure'>): boolean {
  return failure !== null;
}

/** Parameters as lines: `name`, or `name = default` for one that is mandatory. */
export function writeParams(params: CustomParams): string {
  return Object.entries(params)
    .map(([name, param]) => (param.mandatory ? `${name} = ${param.default}` : name))
    .join('\n');
}

/** Reads such lines; blank ones say nothing. */
export function readParams(text: string): CustomParams {
  const lines = text.split('\n').flatMap((line) => {
    const [name = '', ...rest] = line.split('=');
    if (name.trim() === '') return [];
    const isMandatory = rest.length > 0;
    return [
      [
        name.trim(),
        isMandatory ? { mandatory: true as const, default: rest.join('=').trim() } : { mandatory: false as const },
      ] as const,
    ];
  });
  return Object.fromEntries(lines);
}
