import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconRefresh, IconX } from '@tabler/icons-react';
import { useState } from 'react';

import { kernelEndpoints } from '#contracts/kernel/endpoints';
import type { JobView, QueueView, StuckEvent } from '#contracts/kernel/endpoints';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { queryOf } from '../../api/query.ts';
import { Dialog } from '../../app/dialog.tsx';
import { FailurePage } from '../../app/failure.tsx';
import { formatNumber, t } from '../../app/messages.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { Notice } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import { AdminFrame } from './admin-frame.tsx';
import { scheduleWords } from './schedule-words.ts';

/** Background work: what waits, runs and failed; failed jobs and stuck events run again. */
export function JobsPage() {
  return (
    <AdminFrame title={t('Background work')}>
      <Jobs />
    </AdminFrame>
  );
}

function Jobs() {
  const client = useQueryClient();
  const [opened, setOpened] = useState<QueueView>();
  const [failure, setFailure] = useState<string>();
  const jobs = useQuery({ ...queryOf(kernelEndpoints.listJobs, {}), refetchInterval: 10_000 });
  if (jobs.error && !jobs.data) return <FailurePage error={jobs.error} onRetry={() => void jobs.refetch()} />;
  const again = (event: StuckEvent) => {
    setFailure(undefined);
    void call(kernelEndpoints.retryEvent, { params: { id: event.id } })
      .then(() => client.invalidateQueries({ queryKey: ['administration'] }))
      .catch((error: unknown) =>
        setFailure(error instanceof ApiError ? error.detail : t('It did not work. Try again.')),
      );
  };
  return (
    <>
      {failure && <Notice tone="red">{failure}</Notice>}
      {(jobs.data?.stuckEvents.length ?? 0) > 0 && (
        <section>
          <h2 className="pt-h2">{t('Events that could not be delivered')}</h2>
          <SubTable label={t('Stuck events')}>
            <thead>
              <tr>
                <th scope="col">{t('Event')}</th>
                <th scope="col">{t('About')}</th>
                <th scope="col">{t('When')}</th>
                <th scope="col" data-align="right">
                  {t('Tries')}
                </th>
                <th scope="col">{t('Why')}</th>
                <th scope="col" data-align="right">
                  <span className="pt-hidden">{t('Action')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {jobs.data?.stuckEvents.map((event) => (
                <tr key={event.id}>
                  <th scope="row" className="pt-mono">
                    {event.type}
                  </th>
                  <td>{event.aggregate}</td>
                  <td>
                    <When at={event.occurredAt} style="long" />
                  </td>
                  <td data-align="right">{event.attempts}</td>
                  <td className="pt-wrap pt-fg-red">{event.failure}</td>
                  <td data-align="right">
                    <Button size="small" icon={IconRefresh} onClick={() => again(event)}>
                      {t('Deliver again')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </SubTable>
        </section>
      )}
      <SubTable label={t('Kinds of work')}>
        <thead>
          <tr>
            <th scope="col">{t('Work')}</th>
            <th scope="col">{t('When')}</th>
            <th scope="col" data-align="right">
              {t('Waiting')}
            </th>
            <th scope="col" data-align="right">
              {t('Running')}
            </th>
            <th scope="col" data-align="right">
              {t('Failed')}
            </th>
            <th scope="col" data-align="right">
              <span className="pt-hidden">{t('Action')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {(jobs.data?.queues ?? []).map((queue) => (
            <tr key={queue.name}>
              <th scope="row">
                <strong className="pt-strong">{queue.summary}</strong>
                <div className="pt-second pt-mono">{queue.name}</div>
              </th>
              <td>
                <span title={queue.cron ?? undefined}>{scheduleWords(queue.cron)}</span>
              </td>
              <td data-align="right">{formatNumber(queue.waiting)}</td>
              <td data-align="right">{formatNumber(queue.active)}</td>
              <td data-align="right" className={queue.failed > 0 ? 'pt-fg-red pt-strong' : undefined}>
                {formatNumber(queue.failed)}
              </td>
              <td data-align="right">
                <Button
                  size="small"
                  aria-label={t('Last jobs of {queue}', { queue: queue.name })}
                  onClick={() => setOpened(queue)}
                >
                  {t('Last jobs')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </SubTable>
      {opened && <QueueDrawer queue={opened} onClose={() => setOpened(undefined)} />}
    </>
  );
}

function QueueDrawer({ queue, onClose }: { queue: QueueView; onClose: () => void }) {
  const jobs = useQuery(queryOf(kernelEndpoints.recentJobs, { params: { queue: queue.name } }));
  return (
    <Dialog label={queue.summary} className="pt-drawer" onClose={onClose}>
      <div className="pt-drawer-frame">
        <header className="pt-drawer-head">
          <h2 className="pt-h1 pt-truncate">{queue.summary}</h2>
          <IconButton icon={IconX} label={t('Close')} onClick={onClose} />
        </header>
        <div className="pt-form-scroll pt-drawer-body">
          {jobs.error && <Notice tone="red">{jobs.error.detail}</Notice>}
          {jobs.data?.jobs.length === 0 && <p className="pt-muted">{t('None yet.')}</p>}
          {jobs.data?.jobs.map((job) => (
            <Job key={job.id} queue={queue.name} job={job} />
          ))}
        </div>
      </div>
    </Dialog>
  );
}

function Job({ queue, job }: { queue: string; job: JobView }) {
  const client = useQueryClient();
  const [failure, setFailure] = useState<string>();
  const retry = () => {
    setFailure(undefined);
    void call(kernelEndpoints.retryJob, { params: { queue, id: job.id } })
      .then(() => client.invalidateQueries({ queryKey: ['administration'] }))
      .catch((error: unknown) =>
        setFailure(error instanceof ApiError ? error.detail : t('It did not work. Try again.')),
      );
  };
  const failed = job.state === 'failed';
  return (
    <section className="pt-section">
      <div className="pt-row">
        <strong className={failed ? 'pt-strong pt-fg-red' : 'pt-strong'}>{t(job.state)}</strong>
        <span className="pt-muted pt-grow">
          <When at={job.completedAt ?? job.createdAt} style="long" />
          {job.attempts > 1 && `, ${t('{n} tries', { n: job.attempts })}`}
        </span>
        {failed && (
          <Button size="small" icon={IconRefresh} onClick={retry}>
            {t('Run again')}
          </Button>
        )}
      </div>
      {failure && <Notice tone="red">{failure}</Notice>}
      <Detail value={job.data} />
      {failed && <Detail value={job.output} />}
    </section>
  );
}

function Detail({ value }: { value: unknown }) {
  if (value === null || value === undefined) return null;
  return <pre className="pt-audit-details">{JSON.stringify(value, null, 2)}</pre>;
}
