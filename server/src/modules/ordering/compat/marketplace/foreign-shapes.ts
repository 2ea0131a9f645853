import type { ProjectInput } from '#contracts/ordering/project-schemas';
import { marketplaceWord, type OrderRow } from '../../orders/order.ts';
import type { OrderSystem, PersonCard } from '../../ports.ts';
import type { FoundMessage } from './sql-foreign-view.ts';
import { obfuscated } from '../../messages/message-place.ts';

/** An instant as the marketplace prints it: whole seconds, UTC. */
const seconds = (instant: string) => `${instant.slice(0, 19)}Z`;

/** An order system with the credentials of its trigger, for those who administer it (ordering.md 3.2.1). */
export function toOms({ id, name, type, isDefault, trigger, customParams }: OrderSystem) {
  const authorization =
    trigger && trigger.user !== ''
      ? { authorization: { type: 'basic', user: trigger.user, password: trigger.password } }
      : {};
  return {
    id,
    name,
    type,
    default: isDefault,
    ...(trigger ? { trigger: { url: trigger.url, method: trigger.method, ...authorization } } : {}),
    ...(Object.keys(customParams).length === 0 ? {} : { custom_params: customParams }),
  };
}

export interface ForeignProject {
  readonly number: number;
  readonly details: ProjectInput;
  readonly owner: PersonCard | undefined;
  readonly iids: readonly number[];
}

/** A project (ordering.md 3.2.2): missing texts are empty, as the reference adapter wants texts. */
export function toProject({ number, details, owner, iids }: ForeignProject) {
  const names = (owner?.name ?? '').split(/\s+/).filter((part) => part !== '');
  const byTypology = {
    single_user: {},
    research: { user_group_name: details.userGroupName },
    private_company: { company_name: details.companyName, company_website_url: details.website },
    project: { project_owner: details.projectOwner, project_website_url: details.website },
  } as const;
  return {
    id: number,
    owner: {
      uid: owner?.uid ?? '',
      email: owner?.email ?? '',
      name: owner?.name ?? '',
      first_name: names.length > 1 ? names.slice(0, -1).join(' ') : (names[0] ?? ''),
      last_name: names.length > 1 ? (names.at(-1) ?? '') : '',
    },
    project_items: iids,
    attributes: {
      name: details.name,
      customer_typology: details.typology,
      organization: details.organisation,
      department: '',
      department_webpage: details.website,
      scientific_domains: details.scientificDomains,
      country: details.country,
      collaboration_countries: details.partnerCountries,
      user_group_name: details.userGroupName,
      ...byTypology[details.typology],
    },
  };
}

// Of orders from before the type was kept.
const usualType = { order: 'order_required', external: 'order_required', open: 'open_access' } as const;

/** An item, which is an order (ordering.md 3.2.3); of its secrets only `shown` are in the clear. */
export function toItem(order: OrderRow, shown: readonly string[] = []) {
  const { voucher } = order;
  return {
    id: order.iid,
    project_id: order.project_number,
    status: { value: marketplaceWord(order), type: order.state },
    attributes: {
      category: order.category,
      service: order.service_name,
      offer: order.offer_name,
      offer_properties: order.parameters,
      platforms: [],
      request_voucher: voucher?.requested ?? false,
      order_type: order.snapshot.orderType ?? usualType[order.kind],
      ...(voucher?.id ? { supplied_voucher_id: voucher.id } : {}),
    },
    ...(Object.keys(order.oms_params).length === 0 ? {} : { oms_params: order.oms_params }),
    user_secrets: Object.fromEntries(
      Object.entries(order.user_secrets).map(([key, value]) => [key, shown.includes(key) ? value : obfuscated]),
    ),
  };
}

export const foreignRole = { customer: 'user', provider: 'provider', shifter: 'mediator', system: 'mediator' } as const;
export const foreignScope = { public: 'public', internal: 'internal', direct: 'user_direct' } as const;

/** A message (ordering.md 3.2.4); what is for the customer alone is masked, unless the caller has just written it. */
export function toMessage(message: FoundMessage, author: PersonCard | undefined, isOwn = false) {
  const uid = message.author_uid ?? author?.uid ?? '';
  return {
    id: message.number,
    author: {
      ...(uid === '' ? {} : { uid }),
      email: message.author_email ?? author?.email ?? '',
      name: message.author_name,
      role: foreignRole[message.author_role],
    },
    content: message.scope === 'direct' && !isOwn ? obfuscated : message.body,
    scope: foreignScope[message.scope],
    created_at: seconds(message.at),
    updated_at: seconds(message.edited_at ?? message.at),
  };
}
