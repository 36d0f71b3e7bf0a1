import { useTranslation } from 'react-i18next';
import { chooseLanguage, useLocale } from '../lib/i18n.ts';
import { LOCALES, type Locale } from '../lib/locale-tables.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { useTheme } from './theme.ts';

/** Languages by their own names: nobody looks for theirs under a foreign one. */
// allowed: each is named in itself
export const LANGUAGE_NAMES: Record<Locale, string> = { ru: 'Русский', kk: 'Қазақша', en: 'English' };

/** Language of everything on screen. */
export function LanguageSelect() {
  const { t } = useTranslation();
  const locale = useLocale();
  return (
    <select
      aria-label={t('shell.language')}
      value={locale}
      onChange={(event) => {
        const chosen = LOCALES.find((one) => one === event.target.value);
        if (chosen) void chooseLanguage(chosen);
      }}
      className="h-8 rounded-control border border-line bg-page px-1.5 text-sm text-ink-2 pointer-coarse:h-11"
    >
      {LOCALES.map((one) => (
        <option key={one} value={one} aria-label={`${one.toUpperCase()} ${LANGUAGE_NAMES[one]}`}>
          {one.toUpperCase()}
        </option>
      ))}
    </select>
  );
}

/** Light or dark. */
export function ThemeButton() {
  const { t } = useTranslation();
  const [theme, chooseTheme] = useTheme();
  return (
    <IconButton
      aria-label={theme === 'dark' ? t('shell.themeLight') : t('shell.themeDark')}
      onClick={() => chooseTheme(theme === 'dark' ? 'light' : 'dark')}
    >
      <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
    </IconButton>
  );
}
