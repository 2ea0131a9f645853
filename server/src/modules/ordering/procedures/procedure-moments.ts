import { catalogueLabels } from '#catalogue';
import { mailMoment, mailText } from '#kernel/mail-texts';
import { deskSample, orderPlaceholders } from '../orders/mail-facts.ts';
import { orderingLabels as label } from '../mail-labels.ts';

const placeholders = {
  ...orderPlaceholders,
  'step.name': { meaning: 'Name of the step', sample: 'Create the group in Check-in' },
} as const;

const asked = {
  reader: 'Doer of a step',
  placeholders,
  sample: {
    mark: '[1284]',
    facts: ['Create the group aegean.example in Check-in and name Eleni Kostas its manager.'],
    url: 'https://portolan.example/tasks/1284',
    because: 'You get this because the procedure of the offer names you or your group.',
  },
} as const;
const askText = (what: string, button: string) =>
  mailText({
    subject: '{{ step.name }}',
    opening: `Your ${what} is needed for order {{ order.number }} of {{ service.name }}: {{ step.name }}.`,
    button,
  });

/** Mails about the procedures of offers; what a step of theirs writes to customers is part of the step. */
export const procedureMoments = {
  stuck: mailMoment({
    id: 'ordering.procedure_stuck',
    title: 'A procedure is stuck',
    reader: 'Order desk',
    placeholders,
    text: mailText({
      subject: 'The procedure is stuck: {{ step.name }}',
      opening:
        'The step "{{ step.name }}" of order {{ order.number }} has failed. The order stays approved and waits for you.',
      paragraphs: 'Try the step again, mark it done when you did it by hand, or skip it with a reason.',
      button: 'Open order {{ order.number }}',
    }),
    sample: {
      ...deskSample,
      rows: [
        [catalogueLabels.service, 'Cloud compute, Virtual machines'],
        [label.why, 'The address answered with 503.'],
      ],
    },
  }),
  task: mailMoment({
    ...asked,
    id: 'ordering.procedure_task',
    title: 'A step needs their work',
    text: askText('work', 'Open the task'),
  }),
  approval: mailMoment({
    ...asked,
    id: 'ordering.procedure_approval',
    title: 'A step needs their approval',
    text: askText('approval', 'Approve or reject'),
  }),
};
