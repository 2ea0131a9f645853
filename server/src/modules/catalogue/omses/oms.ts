import type { CustomParams, OmsType, TriggerMethod } from '#contracts/catalogue/omses';
import type { OfferInput } from '#contracts/catalogue/schemas';
import type { FieldError } from '#kernel/errors';

/** An order system (OMS): works orders from outside, by the Ordering API; the default one is the order desk. */
export interface OmsRecord {
  readonly id: number;
  readonly name: string;
  readonly type: OmsType;
  readonly isDefault: boolean;
  /** Slugs; of a provider group only. */
  readonly providers: readonly string[];
  /** Slug; of a dedicated one only. */
  readonly service: string | null;
  readonly customParams: CustomParams;
  readonly trigger: Trigger | null;
  /** Ids of the people whose API tokens act for it. */
  readonly administrators: readonly string[];
  readonly version: number;
}

export interface Trigger {
  readonly url: string;
  readonly method: TriggerMethod;
  /** Of Basic authorization; empty where none is asked for. */
  readonly user: string;
  /** Goes to the receiver, and to who administers the order system in the Ordering API; to no page, audit or log. */
  readonly password: string;
}

/** Which order systems an offer of this service may name (ordering.md 2.9). */
export function isAvailable(
  oms: Pick<OmsRecord, 'isDefault' | 'type' | 'providers' | 'service'>,
  service: { readonly slug: string; readonly provider: string },
): boolean {
  if (oms.isDefault) return true;
  switch (oms.type) {
    case 'global':
      return true;
    case 'provider_group':
      return oms.providers.includes(service.provider);
    case 'resource_dedicated':
      return oms.service === service.slug;
  }
}

/** What of an offer's order system is wrong, in the words of the marketplace (ordering.md 2.2). */
export function omsFaults(
  { primaryOms, omsParams }: Pick<OfferInput, 'primaryOms' | 'omsParams'>,
  omses: readonly OmsRecord[],
  service: { readonly slug: string; readonly provider: string },
): FieldError[] {
  const named = omses.find(({ id }) => id === primaryOms);
  if (primaryOms !== null && !named) return [{ path: 'primaryOms', message: "doesn't exist" }];
  if (named && !isAvailable(named, service))
    return [{ path: 'primaryOms', message: 'has to be available in the resource scope' }];
  const known = (named ?? omses.find(({ isDefault }) => isDefault))?.customParams ?? {};
  const unknown = Object.keys(omsParams).filter((key) => !Object.hasOwn(known, key));
  if (Object.keys(known).length === 0 && unknown.length > 0) return [{ path: 'omsParams', message: 'must be blank' }];
  if (unknown.length > 0)
    return [{ path: 'omsParams', message: `additional unspecified keys added: ${unknown.join(', ')}` }];
  const missing = Object.entries(known).flatMap(([key, { mandatory }]) =>
    mandatory && !Object.hasOwn(omsParams, key) ? [key] : [],
  );
  if (missing.length === 0) return [];
  const isBlank = Object.keys(omsParams).length === 0;
  return [{ path: 'omsParams', message: isBlank ? "can't be blank" : `missing mandatory keys: ${missing.join(', ')}` }];
}
