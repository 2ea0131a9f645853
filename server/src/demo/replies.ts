import type { ReplyTemplateInput } from '#contracts/ordering/reply-templates';

/** Replies that the desk of the demo chooses from. */
export const demoReplies: readonly ReplyTemplateInput[] = [
  {
    name: 'Several sites',
    language: 'en',
    use: 'ask',
    body: 'Dear {{ customer.name }},\n\nno single centre has room for all of {{ service.name }}. Would it be fine to spread it over two or three?\n\nKind regards,\n{{ writer.name }}',
  },
  {
    name: 'Several sites',
    language: 'fr',
    use: 'ask',
    body: 'Bonjour {{ customer.name }},\n\naucun centre ne peut accueillir seul {{ service.name }}. Une répartition sur deux ou trois centres vous conviendrait-elle ?\n\nCordialement,\n{{ writer.name }}',
  },
  {
    name: 'Still looking',
    language: 'en',
    use: 'message',
    body: 'Dear {{ customer.name }},\n\nwe are still looking for capacity for order {{ order.number }} and write again within three working days.\n\nKind regards,\n{{ writer.name }}',
  },
  {
    name: 'No capacity',
    language: 'en',
    use: 'reject',
    body: 'Dear {{ customer.name }},\n\nno centre of {{ federation.name }} can provide {{ service.name }}{% if order.starts_on != "" %} from {{ order.starts_on }}{% endif %}. You can order again with less or for a later time: {{ order.link }}\n\nKind regards,\n{{ writer.name }}',
  },
];
