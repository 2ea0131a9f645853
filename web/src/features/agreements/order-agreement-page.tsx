import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconFilePlus } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { queryOf } from '../../api/query.ts';
import { useGo } from '../../app/address.ts';
import { FailurePage, NotFoundPage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { useRouteParam } from '../../app/route-hooks.ts';
import { useSession } from '../../app/session.tsx';
import { Button, LinkButton } from '../../ui/button.tsx';
import { Page } from '../../ui/page/page.tsx';
import { EmptyState, Notice } from '../../ui/small.tsx';
import { deskRoles } from './words.ts';

/** Leads from an order to its SLA, or to the OLA that the reader may see; where there is none, the desk can draft it. */
export function OrderAgreementPage() {
  const number = Number(useRouteParam('number'));
  const go = useGo();
  const known = Number.isSafeInteger(number) && number > 0;
  const found = useQuery({
    ...queryOf(agreementsEndpoints.listAgreements, { query: { order: [number], limit: 200 } }),
    enabled: known,
  });
  const items = found.data?.items ?? [];
  const name = (items.find(({ kind }) => kind === 'SLA') ?? items[0])?.name;
  useEffect(() => {
    if (name !== undefined) go(`/agreements/${name}`, { replace: true });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `go` is new with every render
  }, [name]);

  if (!known) return <NotFoundPage />;
  if (found.error) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <Page title={t('Agreement of order {number}', { number: String(number) })}>
      {found.data && name === undefined && <None number={number} />}
    </Page>
  );
}

function None({ number }: { number: number }) {
  const { roles } = useSession();
  const client = useQueryClient();
  const go = useGo();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const isDesk = roles.some(({ role }) => deskRoles.some((desk) => desk === role));
  const order = `/orders/${number}`;
  const prepare = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      const made = await call(agreementsEndpoints.prepareAgreements, { params: { number }, body: {} });
      void client.invalidateQueries({ queryKey: ['ordering'] });
      go(`/agreements/${made.name}`, { replace: true });
    } catch (error) {
      setFailure(error instanceof ApiError ? error.detail : t('It did not work. Try again.'));
      setBusy(false);
    }
  };
  return (
    <EmptyState
      title={t('Order {number} has no agreement yet', { number: String(number) })}
      action={
        isDesk && (
          <>
            <Button look="primary" icon={IconFilePlus} busy={busy} onClick={() => void prepare()}>
              {t('Prepare SLA and OLAs')}
            </Button>
            <LinkButton href={order}>{t('Back to the order')}</LinkButton>
          </>
        )
      }
    >
      {isDesk
        ? t('The SLA and one OLA for each validated share are drafted from the templates. Nobody gets a mail.')
        : t('When there is one, you get a mail with the document and a link to sign.')}
      {failure !== undefined && <Notice tone="red">{failure}</Notice>}
    </EmptyState>
  );
}
