import { useIsFetching } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Sheet } from '../ui/sheet.tsx';
import { ContextBar } from './context-bar.tsx';
import { InnerLinks } from './inner-link.tsx';
import { LanguageSelect, ThemeButton } from './language-select.tsx';
import { useLiveUpdates } from './live-updates.ts';
import { OfflineBanner } from './offline-banner.tsx';
import { ReportControls, useChangeReport } from './report-controls.tsx';
import { useReportScope } from './report-scope.ts';
import { useShortcuts } from './shortcuts.ts';
import { Navigation, SideBar } from './side-bar.tsx';

/** Loaded when it is first asked for: most visits never do. */
const CommandPalette = lazy(async () => ({
  default: (await import('./command-palette.tsx')).CommandPalette,
}));
const KeyHelp = lazy(async () => ({ default: (await import('./key-help.tsx')).KeyHelp }));

type Overlay = 'menu' | 'palette' | 'keys' | null;

/** The frame of every page behind the sign-in: side bar, context bar, content. */
export function Shell() {
  const { t } = useTranslation();
  const [overlay, setOverlay] = useState<Overlay>(null);
  const close = useCallback(() => setOverlay(null), []);
  const palette = useCallback(() => setOverlay('palette'), []);
  const keys = useCallback(() => setOverlay('keys'), []);
  const change = useChangeReport();
  const scope = useReportScope();
  useShortcuts({ palette, keys, group: (group) => change({ group }) });
  useLiveUpdates();
  return (
    <InnerLinks>
      <div className="flex min-h-screen">
        <a
          href="#content"
          // The address says what the figures are, and nothing else: a fragment in it would be copied along.
          onClick={(event) => {
            event.preventDefault();
            document.getElementById('content')?.focus();
          }}
          className="sr-only rounded-control bg-raised p-3 shadow-float focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
        >
          {t('shell.skip')}
        </a>
        <SideBar />
        <div className="flex min-w-0 flex-1 flex-col">
          <header className="sticky top-0 z-30 border-b border-line bg-page">
            <ContextBar onMenu={() => setOverlay('menu')} onPalette={palette} onKeys={keys} />
            <ProgressLine />
          </header>
          <main
            id="content"
            tabIndex={-1}
            className="@container mx-auto grid w-full grid-cols-[minmax(0,1fr)] max-w-[1440px] content-start gap-4 p-3 outline-none sm:p-4 lg:p-6 lg:pt-5"
          >
            <OfflineBanner />
            <Outlet />
          </main>
        </div>
        <Sheet
          side="left"
          title={t('shell.product')}
          closeLabel={t('shell.closeMenu')}
          open={overlay === 'menu'}
          onClose={close}
        >
          <div className="grid gap-4 p-3">
            <Navigation collapsed={false} onNavigate={close} />
            <div className="flex flex-wrap items-center gap-3 border-t border-line pt-4">
              {scope === 'report' ? <ReportControls /> : null}
              <LanguageSelect />
              <ThemeButton />
            </div>
          </div>
        </Sheet>
        <Suspense>
          {overlay === 'keys' ? <KeyHelp onClose={close} /> : null}
          {overlay === 'palette' ? <CommandPalette onClose={close} /> : null}
        </Suspense>
      </div>
    </InnerLinks>
  );
}

/** A thin line while anything is being re-read; it appears after 120 ms, so a fast answer shows none. */
function ProgressLine() {
  const { t } = useTranslation();
  const busy = useIsFetching() > 0;
  return busy ? <div role="progressbar" aria-label={t('shell.loading')} className="progress-line" /> : null;
}
