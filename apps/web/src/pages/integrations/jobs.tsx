import type { JobRun } from '@traffic/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useFormatter } from '../../lib/use-formatter.ts';
import { PagedRows } from '../../widgets/admin/paged-rows.tsx';
import { Progress } from '../../widgets/admin/progress.tsx';
import type { Column } from '../../widgets/admin/rows-table.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { Status, type Tone } from '../../widgets/admin/status.tsx';
import { jobsQuery } from './queries.ts';
import { JOB_KINDS, useIntegrationsTexts } from './texts.ts';

const TONE: Record<JobRun['status'], Tone> = { running: 'quiet', ok: 'good', partial: 'warn', failed: 'bad' };

/** What works in the background: what goes on now and how far it is, and how the last runs ended. */
export function Jobs() {
  const t = useIntegrationsTexts();
  const query = useInfiniteQuery(jobsQuery);
  const running = (query.data?.pages ?? [])
    .flatMap((page) => page.jobs)
    .filter(({ status }) => status === 'running');
  const columns = useColumns();
  return (
    <SectionCard title={t('jobs.title')} lead={t('jobs.lead')} padded={false}>
      {running.length > 0 ? (
        <ul className="grid gap-4 px-4 pb-4">
          {running.map((job) => (
            <li key={job.id}>
              <Progress label={jobName(t, job.kind)} progress={job.progress} />
            </li>
          ))}
        </ul>
      ) : null}
      <PagedRows
        query={query}
        rowsOf={(page) => page.jobs}
        name="jobs"
        caption={t('jobs.title')}
        columns={columns}
        rowKey={({ id }) => id}
        none={t('jobs.none')}
        failed={t('error.jobs')}
      />
    </SectionCard>
  );
}

function useColumns(): Column<JobRun>[] {
  const t = useIntegrationsTexts();
  const format = useFormatter();
  return [
    { key: 'kind', header: t('jobs.kind'), className: 'min-w-48', cell: (job) => jobName(t, job.kind) },
    {
      key: 'status',
      header: t('jobs.status'),
      cell: (job) => <Status tone={TONE[job.status]}>{t(`jobStatus.${job.status}`)}</Status>,
    },
    {
      key: 'started',
      header: t('jobs.started'),
      className: 'whitespace-nowrap text-ink-2',
      cell: (job) => format.dateTime(job.started_at),
    },
    {
      key: 'took',
      header: t('jobs.took'),
      numeric: true,
      cell: (job) => (job.finished_at ? format.number(seconds(job.started_at, job.finished_at), 1) : '—'),
    },
    {
      key: 'why',
      header: t('jobs.why'),
      className: 'max-w-md min-w-40 text-ink-2',
      cell: (job) => (typeof job.details.error === 'string' ? job.details.error : ''),
    },
  ];
}

const seconds = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;

function jobName(t: ReturnType<typeof useIntegrationsTexts>, kind: string): string {
  const known = JOB_KINDS.find((one) => one === kind);
  return known ? t(`job.${known}`) : kind;
}
