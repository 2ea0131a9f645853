import type { Kernel } from '#kernel/assemble';
import type { Actor } from '#kernel/access';
import type { OrderRow } from '../orders/order.ts';
import { dayInWords } from '../shares/share-words.ts';

/** What a reply may name: public facts of the order alone, so that no note of the desk gets into a message. */
export interface ReplyContext {
  readonly order: {
    readonly number: number;
    readonly link: string;
    readonly starts_on: string;
    readonly ends_on: string;
  };
  readonly customer: { readonly name: string };
  readonly project: { readonly name: string };
  readonly service: { readonly name: string };
  readonly offer: { readonly name: string };
  readonly writer: { readonly name: string };
  readonly federation: { readonly name: string };
}

/** Every placeholder, with what it stands for. */
export const replyPlaceholders = [
  { name: 'order.number', meaning: 'Number of the order' },
  { name: 'order.link', meaning: 'Address of the order for its customer' },
  { name: 'order.starts_on', meaning: 'First day that is ordered; empty where there is none' },
  { name: 'order.ends_on', meaning: 'Last day that is ordered; empty where there is none' },
  { name: 'customer.name', meaning: 'Who ordered' },
  { name: 'project.name', meaning: 'Name of the project' },
  { name: 'service.name', meaning: 'The service' },
  { name: 'offer.name', meaning: 'The offer of the service' },
  { name: 'writer.name', meaning: 'Who writes the reply' },
  { name: 'federation.name', meaning: 'Name of the federation' },
] as const;

type Settings = Pick<Kernel['config'], 'publicUrl' | 'FEDERATION_NAME'>;
const day = (date: string | null) => (date === null ? '' : dayInWords(date));

/** The placeholders of an order as this actor writes on it. */
export function replyContext(order: OrderRow, actor: Pick<Actor, 'name'>, config: Settings): ReplyContext {
  return {
    order: {
      number: order.number,
      link: `${config.publicUrl}/projects/${order.project_number}/lines/${order.iid}`,
      starts_on: day(order.starts_on),
      ends_on: day(order.ends_on),
    },
    customer: { name: order.customer_name },
    project: { name: order.project_name },
    service: { name: order.service_name },
    offer: { name: order.offer_name },
    writer: { name: actor.name },
    federation: { name: config.FEDERATION_NAME },
  };
}

/** A believable order, for a preview without one. */
export const sampleReply = (actor: Pick<Actor, 'name'>, config: Settings): ReplyContext => ({
  order: {
    number: 1284,
    link: `${config.publicUrl}/projects/17/lines/1`,
    starts_on: dayInWords('2026-12-01'),
    ends_on: dayInWords('2027-05-30'),
  },
  customer: { name: 'Eleni Kostas' },
  project: { name: 'Aegean Coastal Forecast' },
  service: { name: 'Cloud compute' },
  offer: { name: 'Virtual machines' },
  writer: { name: actor.name },
  federation: { name: config.FEDERATION_NAME },
});
