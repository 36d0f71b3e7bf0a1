import type { ReactNode } from 'react';
import { LanguageSelect, ThemeButton } from '../app/language-select.tsx';
import { ApiError } from '../lib/api.ts';
import { WidgetError } from '../ui/widget-error.tsx';
import { ConversionFunnel } from '../widgets/conversion-funnel.tsx';
import { KpiRowSkeleton } from '../widgets/kpi-row.tsx';
import { SourceBanner } from '../widgets/source-banner.tsx';
import { TeamsTableSkeleton } from '../widgets/teams-table-skeleton.tsx';
import { ChartSpecimen, KpiSpecimen, LongListSpecimen, TeamsSpecimen } from './data-specimens.tsx';
import { FormatSpecimen } from './format-specimen.tsx';
import { ControlSpecimens, FloatingSpecimens } from './primitive-specimens.tsx';
import { funnel, overview } from './sample.ts';
import { useDesignTexts } from './texts.ts';
import { ColourSpecimen, IconSpecimen, TypeSpecimen } from './token-specimens.tsx';

/** The whole design system on one page, in the language and theme chosen at its top. */
export function DesignPage() {
  const t = useDesignTexts();
  return (
    <main className="@container mx-auto grid max-w-[1440px] grid-cols-[minmax(0,1fr)] gap-10 p-3 sm:p-6">
      <header className="flex flex-wrap items-center gap-3">
        <h1 className="mr-auto text-xl font-bold">{t('title')}</h1>
        <LanguageSelect />
        <ThemeButton />
      </header>
      <Part title={t('colours')}>
        <ColourSpecimen />
      </Part>
      <Part title={t('type')}>
        <TypeSpecimen />
      </Part>
      <Part title={t('icons')}>
        <IconSpecimen />
      </Part>
      <Part title={t('controls')}>
        <ControlSpecimens />
      </Part>
      <Part title={t('floating')}>
        <FloatingSpecimens />
      </Part>
      <Part title={t('formats')}>
        <FormatSpecimen />
      </Part>
      <Part title={t('tiles')}>
        <KpiSpecimen />
      </Part>
      <Part title={t('charts')}>
        <ChartSpecimen />
        <ConversionFunnel funnel={funnel} title={t('funnel')} team={undefined} />
      </Part>
      <Part title={t('tables')}>
        <TeamsSpecimen />
        <LongListSpecimen />
      </Part>
      <Part title={t('states')}>
        <SourceBanner sources={overview.sources} />
        <WidgetError
          title={t('failed')}
          error={
            new ApiError({ code: 'unavailable', status: 503, message: t('failedWhy'), requestId: 'req-77' })
          }
          onRetry={() => undefined}
          dataAt={Date.parse(overview.updated_at)}
        />
        <KpiRowSkeleton />
        <TeamsTableSkeleton />
      </Part>
    </main>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid min-w-0 gap-4">
      <h2 className="border-b border-line pb-2 text-lg font-bold">{title}</h2>
      {children}
    </section>
  );
}
