import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/button.tsx';
import { Floating } from '../ui/floating.tsx';
import { Icon } from '../ui/icons.tsx';
import { AlarmBell } from './alarm-bell.tsx';
import { FreshnessChip } from './freshness-chip.tsx';
import { LanguageSelect, ThemeButton } from './language-select.tsx';
import { PeriodPicker } from './period-picker.tsx';
import { ReportControls } from './report-controls.tsx';
import { useReportScope } from './report-scope.ts';
import { UserMenu } from './user-menu.tsx';

type ContextBarProps = { onMenu: () => void; onPalette: () => void; onKeys: () => void };

/**
 * What the figures mean: period, comparison, step, currency, basis, as far as the page has such figures; at the right,
 * how fresh they are. On a phone the rest is in the menu.
 */
export function ContextBar({ onMenu, onPalette, onKeys }: ContextBarProps) {
  const { t } = useTranslation();
  const scope = useReportScope();
  return (
    <div
      role="toolbar"
      aria-label={t('shell.toolbar')}
      className="@container flex h-12 items-center px-2 pointer-coarse:h-14 sm:px-4 lg:px-6"
    >
      <div className="flex w-full items-center gap-1 @[640px]:gap-2">
        <IconButton aria-label={t('shell.openMenu')} onClick={onMenu} className="lg:hidden">
          <Icon name="menu" />
        </IconButton>
        {scope === 'none' ? null : (
          <div className="min-w-0 @[640px]:shrink-0">
            <PeriodPicker />
          </div>
        )}
        {scope === 'report' ? <ReportSettings /> : null}
        <div className="ml-auto flex min-w-0 items-center gap-1">
          <FreshnessChip />
          <AlarmBell />
          <span className="hidden items-center gap-1 sm:flex">
            <IconButton aria-label={t('palette.open')} title="Ctrl K" onClick={onPalette}>
              <Icon name="search" />
            </IconButton>
            <LanguageSelect />
            <ThemeButton />
            <IconButton aria-label={t('keys.open')} title="?" onClick={onKeys}>
              <Icon name="help" />
            </IconButton>
          </span>
          <UserMenu />
        </div>
      </div>
    </div>
  );
}

/** Comparison, step, currency, basis; behind one button where the bar is too narrow for them. */
function ReportSettings() {
  const { t } = useTranslation();
  return (
    <>
      <div className="hidden items-center gap-2 @[1120px]:flex">
        <ReportControls />
      </div>
      <Floating
        title={t('shell.toolbar')}
        className="w-72"
        trigger={
          <IconButton aria-label={t('shell.reportSettings')} className="@[1120px]:hidden">
            <Icon name="sliders" />
          </IconButton>
        }
      >
        <div className="grid justify-items-start gap-3">
          <ReportControls />
        </div>
      </Floating>
    </>
  );
}
