import { IconArrowUpRight } from '@tabler/icons-react';

import type { Service } from '#contracts/catalogue/schemas';
import type { Order } from '#contracts/ordering/order-schemas';

import { t } from '../../app/messages.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Mark } from '../../ui/marks/state.tsx';

/** The end for what nobody has to decide: it is in the project, and this is where to go. */
export function Placed({ service, order }: { service: Service; order: Order }) {
  const url = order.access[0]?.url || order.offer.url;
  const text = order.access[0]?.text ?? '';
  const line = `/projects/${order.project.number}/lines/${order.iid}`;
  return (
    <div className="pt-page pt-placed">
      <Mark name="order-ready" tone="green" size={36} />
      <h1 className="pt-h1">
        {t('{service} is in {project}', { service: service.name, project: order.project.name })}
      </h1>
      <p className="pt-reading">
        {order.kind === 'external'
          ? t('You order it at the provider. The link stays in your project.')
          : t('You can use it now. The link stays in your project.')}
      </p>
      {text !== '' && <p className="pt-reading pt-placed-text">{text}</p>}
      <div className="pt-row">
        {url !== '' && (
          <LinkButton look="primary" icon={IconArrowUpRight} href={url} target="_blank" rel="noreferrer">
            {order.kind === 'external' ? t('Go to the provider') : t('Open {service}', { service: service.name })}
          </LinkButton>
        )}
        <LinkButton href={line}>{t('See it in the project')}</LinkButton>
        <LinkButton look="quiet" href="/marketplace">
          {t('Back to the marketplace')}
        </LinkButton>
      </div>
    </div>
  );
}
