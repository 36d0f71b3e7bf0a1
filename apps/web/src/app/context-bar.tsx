import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { FreshnessChip } from './freshness-chip.tsx';
import { PeriodPicker } from './period-picker.tsx';
import { ReportControls } from './report-controls.tsx';
import { UserMenu } from './user-menu.tsx';

/** What the figures mean: period, currency, basis, freshness. On a phone the rest moves into the menu. */
export function ContextBar({ onMenu }: { onMenu: () => void }) {
  const { t } = useTranslation();
  return (
    <div
      role="toolbar"
      aria-label={t('shell.toolbar')}
      className="flex h-12 items-center gap-2 px-2 pointer-coarse:h-14 sm:gap-3 sm:px-4 lg:px-6"
    >
      <IconButton aria-label={t('shell.openMenu')} onClick={onMenu} className="lg:hidden">
        <Icon name="menu" />
      </IconButton>
      <PeriodPicker />
      <div className="hidden items-center gap-3 lg:flex">
        <ReportControls />
      </div>
      <div className="ml-auto flex min-w-0 items-center gap-1 sm:gap-2">
        <FreshnessChip />
        <UserMenu />
      </div>
    </div>
  );
}
