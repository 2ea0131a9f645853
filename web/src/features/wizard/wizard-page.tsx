import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { catalogueEndpoints } from '#contracts/catalogue/endpoints';
import type { Service } from '#contracts/catalogue/schemas';

import { queryOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { useRouteParam, useRouteSearch, useTitle } from '../../app/route-hooks.ts';
import { PageBones } from '../../ui/page/bones.tsx';
import { EmptyState } from '../../ui/small.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { wizardRoute } from './index.ts';
import { useFirstAnswers } from './use-answers.ts';
import { Wizard } from './wizard.tsx';

/** Orders an offer of a service, step by step. */
export function WizardPage() {
  const slug = useRouteParam('slug');
  const service = useQuery({
    ...queryOf(catalogueEndpoints.readService, { params: { slug } }),
    // The offers must not change under somebody's hands.
    refetchOnMount: false,
  });
  useTitle(service.data ? t('Order {service}', { service: service.data.name }) : null);
  if (service.isError) return <FailurePage error={service.error} onRetry={() => void service.refetch()} />;
  if (!service.data) return <PageBones />;
  if (service.data.offers.length === 0) {
    return (
      <EmptyState
        title={t('{service} has no offer now', { service: service.data.name })}
        action={<LinkButton href={`/marketplace/${slug}`}>{t('Back to the service')}</LinkButton>}
      >
        {t('It can be ordered again when its provider publishes an offer.')}
      </EmptyState>
    );
  }
  return <Begin key={slug} service={service.data} />;
}

function Begin({ service }: { service: Service }) {
  const given = useRouteSearch(wizardRoute);
  // The steps change the address.
  const [question] = useState(given.question);
  const begun = useFirstAnswers(service, {
    offer: given.offer,
    again: given.again,
    question: given.question,
  });
  return begun ? <Wizard service={service} begun={begun} question={question} /> : <PageBones />;
}
