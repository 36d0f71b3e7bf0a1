import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, useLocale } from '../lib/i18n.ts';
import { LOCALES, type Locale } from '../lib/locale-tables.ts';
import { CURRENCIES } from '../lib/report-search.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { useTheme } from './theme.ts';
import { useReportSearch } from './use-report.ts';

const LANGUAGE_NAMES: Record<Locale, string> = { ru: 'Русский', kk: 'Қазақша', en: 'English' };

/** Currency, date basis, language and theme. */
export function ReportControls() {
  const { t } = useTranslation();
  const search = useReportSearch();
  const navigate = useNavigate();
  const locale = useLocale();
  const [theme, chooseTheme] = useTheme();
  return (
    <>
      <Segmented
        label={t('shell.currency')}
        value={search.currency ?? 'KZT'}
        options={CURRENCIES.map((value) => ({ value, label: value === 'KZT' ? '₸' : '$', name: value }))}
        onChange={(currency) => void navigate({ to: '.', search: (old) => ({ ...old, currency }) })}
      />
      <span
        title={t('shell.basisHint')}
        className="order-last text-sm whitespace-nowrap text-ink-2 lg:order-none"
      >
        {t('shell.basisCash')}
      </span>
      <span aria-hidden="true" className="hidden h-5 border-l border-line lg:block" />
      <Segmented
        label={t('shell.language')}
        value={locale}
        options={LOCALES.map((value) => ({
          value,
          label: value.toUpperCase(),
          name: `${value.toUpperCase()} ${LANGUAGE_NAMES[value]}`,
        }))}
        onChange={(next) => void chooseLanguage(next)}
      />
      <IconButton
        aria-label={theme === 'dark' ? t('shell.themeLight') : t('shell.themeDark')}
        onClick={() => chooseTheme(theme === 'dark' ? 'light' : 'dark')}
      >
        <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
      </IconButton>
    </>
  );
}
