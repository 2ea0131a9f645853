import { IconDownload, IconPrinter, IconX } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { mostCompared } from '#contracts/catalogue/comparison';
import type { ComparisonRow, ServiceComparison } from '#contracts/catalogue/comparison';
import { catalogueEndpoints } from '#contracts/catalogue/endpoints';

import { queryOf } from '../../../api/query.ts';
import { useGo, writeSearch } from '../../../app/address.ts';
import { FailurePage } from '../../../app/failure.tsx';
import { t } from '../../../app/messages.ts';
import { useRouteSearch } from '../../../app/route-hooks.ts';
import { Button, IconButton, LinkButton } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { Page } from '../../../ui/page/page.tsx';
import { EmptyState, Notice } from '../../../ui/small.tsx';
import { compareRoute } from '../index.ts';
import { ServiceMark } from '../service-row.tsx';
import { AddService } from './add-service.tsx';
import { compareHref } from './compare-href.ts';
import '../../../ui/form/form.css';
import './compare.css';

const partTitles: Readonly<Record<ComparisonRow['part'], string>> = {
  about: 'About',
  offers: 'Access and offers',
  links: 'Links',
};
const parts = ['about', 'offers', 'links'] as const;

/** Up to four services side by side; which ones stands in the address. */
export function ComparePage() {
  const { with: given = [], only } = useRouteSearch(compareRoute);
  const slugs = [...new Set(given)].slice(0, mostCompared);
  const go = useGo();
  const found = useQuery({
    ...queryOf(catalogueEndpoints.compareServices, { query: { with: slugs } }),
    placeholderData: keepPreviousData,
  });
  if (found.isError && !found.data) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  const choose = (next: readonly string[]) => go(compareHref(next, { only }), { replace: true, keepScroll: true });
  const services = found.data?.services ?? [];
  return (
    <Page
      title={t('Compare services')}
      facts={t('{n} of at most {most}', { n: services.length, most: mostCompared })}
      actions={
        services.length > 0 && (
          <div className="pt-row pt-no-print">
            <LinkButton look="quiet" icon={IconDownload} href={`/api/compare.csv${writeSearch({ with: slugs })}`}>
              {t('CSV')}
            </LinkButton>
            <Button look="quiet" icon={IconPrinter} onClick={() => window.print()}>
              {t('Print')}
            </Button>
          </div>
        )
      }
    >
      <div className="pt-compare-tools pt-no-print">
        {slugs.length < mostCompared && <AddService without={slugs} onAdd={(slug) => choose([...slugs, slug])} />}
        <Link href={`/marketplace${writeSearch({ compare: slugs })}`}>{t('Choose in the marketplace')}</Link>
        {services.length > 1 && (
          <label className="pt-compare-tick">
            <input
              type="checkbox"
              className="pt-check"
              checked={only === 'differences'}
              onChange={(event) =>
                go(compareHref(slugs, event.target.checked ? { only: 'differences' } : {}), {
                  replace: true,
                  keepScroll: true,
                })
              }
            />
            {t('Only what differs')}
          </label>
        )}
      </div>
      {(found.data?.missing.length ?? 0) > 0 && (
        <Notice tone="amber">
          {t('These are not in the catalogue (any more): {names}.', { names: found.data?.missing.join(', ') ?? '' })}
        </Notice>
      )}
      {found.data && services.length > 0 && (
        <ComparisonTable
          comparison={found.data}
          onlyDifferences={only === 'differences' && services.length > 1}
          onRemove={(slug) => choose(slugs.filter((one) => one !== slug))}
        />
      )}
      {found.data && services.length === 0 && (
        <EmptyState
          title={t('Nothing to compare yet')}
          action={<LinkButton href="/marketplace">{t('Look at the marketplace')}</LinkButton>}
        >
          {t('Add a service by its name above, or tick "Compare" in the marketplace.')}
        </EmptyState>
      )}
    </Page>
  );
}

function ComparisonTable({
  comparison,
  onlyDifferences,
  onRemove,
}: {
  comparison: ServiceComparison;
  onlyDifferences: boolean;
  onRemove: (slug: string) => void;
}) {
  const { services } = comparison;
  const rows = comparison.rows.filter(({ differs }) => differs || !onlyDifferences);
  return (
    <section
      className="pt-scroll-x"
      aria-label={t('Comparison')}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by key
      tabIndex={0}
    >
      <table className="pt-compare" data-columns={services.length}>
        <thead>
          <tr>
            <th scope="col">
              <span className="pt-hidden">{t('What is compared')}</span>
            </th>
            {services.map((service) => (
              <th key={service.slug} scope="col">
                <div className="pt-compare-head">
                  <ServiceMark initials={service.initials} />
                  <div className="pt-grow">
                    <Link href={`/marketplace/${service.slug}`}>{service.name}</Link>
                    <p className="pt-second">{service.tagline}</p>
                  </div>
                  <span className="pt-no-print">
                    <IconButton
                      icon={IconX}
                      size="small"
                      label={t('Take {service} out', { service: service.name })}
                      onClick={() => onRemove(service.slug)}
                    />
                  </span>
                </div>
              </th>
            ))}
          </tr>
        </thead>
        {parts.map((part) => {
          const own = rows.filter((row) => row.part === part);
          if (own.length === 0) return null;
          return (
            <tbody key={part}>
              <tr className="pt-compare-part">
                <th scope="rowgroup" colSpan={services.length + 1}>
                  {t(partTitles[part])}
                </th>
              </tr>
              {own.map((row) => (
                <tr key={row.label} data-differs={(row.differs && services.length > 1) || undefined}>
                  <th scope="row">
                    {t(row.label)}
                    {row.differs && services.length > 1 && <span className="pt-compare-mark">{t('differs')}</span>}
                  </th>
                  {row.cells.map((cell, column) => (
                    <td key={services[column]?.slug ?? column}>
                      <Cell row={row} cell={cell} service={services[column]?.name ?? ''} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          );
        })}
      </table>
      {onlyDifferences && rows.length === 0 && <p className="pt-muted">{t('They do not differ in anything known.')}</p>}
    </section>
  );
}

const shownAtFirst = 6;

function Cell({ row, cell, service }: { row: ComparisonRow; cell: readonly string[]; service: string }) {
  if (cell.length === 0) return <span className="pt-muted">–</span>;
  if (row.part === 'links') {
    return cell.map((href) => (
      <a
        key={href}
        href={href}
        target="_blank"
        rel="noreferrer"
        aria-label={t('{host}, {link} of {service}', { host: hostOf(href), link: t(row.label), service })}
      >
        {hostOf(href)}
      </a>
    ));
  }
  const rest = cell.slice(shownAtFirst);
  const lines = (texts: readonly string[]) => (
    <ul>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
  return (
    <>
      {lines(cell.slice(0, shownAtFirst))}
      {rest.length > 0 && (
        <details>
          <summary>{t('{n} more', { n: rest.length })}</summary>
          {lines(rest)}
        </details>
      )}
    </>
  );
}

function hostOf(href: string): string {
  return URL.canParse(href) ? new URL(href).host : href;
}
