import { IconArrowUpRight } from '@tabler/icons-react';

import type { Offer } from '#contracts/catalogue/schemas';

import { t } from '../../app/messages.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Notice } from '../../ui/small.tsx';
import { AccessLine } from '../marketplace/service-row.tsx';

const stages: Readonly<Record<Offer['access']['kind'], readonly (readonly [string, string])[]>> = {
  order: [
    ['You send the order', 'It appears on the order desk at once. You can cancel it at any time.'],
    ['A shifter takes it', 'You hear within 1 working day who works on it, and can be asked back on the order’s page.'],
    ['Providers answer', 'They say what they can give, and by when.'],
    ['You get in', 'Access arrives on the page of the order and by mail.'],
  ],
  open: [
    ['You add it to a project', 'So that you find it again beside your other services.'],
    ['You go there', 'The link opens the service. Nobody has to approve it.'],
  ],
  external: [
    ['You add it to a project', 'So that the link stays beside your other services.'],
    [
      'You order at the provider',
      'On a site of its own, with its own rules. The order desk of this portal is not involved.',
    ],
  ],
};

/** How somebody gets in, before they answer questions about it. */
export function AccessStep({ offer }: { offer: Offer }) {
  const { access } = offer;
  return (
    <section className="pt-form-section">
      <h2 className="pt-wizard-question">{t('How you get access')}</h2>
      <AccessLine kind={access.kind}>{access.headline}</AccessLine>
      <p className="pt-reading">{access.explanation}</p>
      <ol className="pt-stages">
        {stages[access.kind].map(([title, text]) => (
          <li key={title}>
            <strong>{t(title)}</strong>
            <span>{t(text)}</span>
          </li>
        ))}
      </ol>
      {offer.restrictions !== '' && <Notice>{offer.restrictions}</Notice>}
      {access.refusal !== null && <Notice tone="amber">{access.refusal}</Notice>}
      {access.kind !== 'order' && offer.orderUrl !== '' && (
        <p>
          <LinkButton icon={IconArrowUpRight} href={offer.orderUrl} target="_blank" rel="noreferrer">
            {access.kind === 'open' ? t('Open it without adding it') : t('Go to the provider without adding it')}
          </LinkButton>
        </p>
      )}
    </section>
  );
}
