import { Dialog } from '@base-ui/react/dialog';
import { PERIOD_PRESETS } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage } from '../lib/i18n.ts';
import { LOCALES } from '../lib/locale-tables.ts';
import { teamsQuery } from '../lib/queries.ts';
import { withPeriod } from '../lib/report-search.ts';
import { LANGUAGE_NAMES } from './language-select.tsx';
import { groupsFor } from './sections.ts';
import { useTheme } from './theme.ts';
import { useSession } from './use-session.ts';

type Command = { id: string; kind: string; name: string; run: () => void };

/** Everything that one can go to or switch, found by a few letters. */
function useCommands(): Command[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { user } = useSession();
  const teams = useQuery(teamsQuery);
  const [theme, chooseTheme] = useTheme();
  const pages = groupsFor(user.role)
    .flatMap(({ sections }) => sections)
    .map(({ to, label }) => ({
      id: `page ${to}`,
      kind: t('palette.page'),
      name: t(`section.${label}`),
      run: () => void navigate({ to }),
    }));
  const cabinets = (teams.data?.teams ?? []).map(({ slug, name }) => ({
    id: `team ${slug}`,
    kind: t('shell.cabinet'),
    name,
    run: () => void navigate({ to: '/cabinet/$team', params: { team: slug } }),
  }));
  const periods = PERIOD_PRESETS.map((preset) => ({
    id: `period ${preset}`,
    kind: t('period.label'),
    name: t(`period.${preset}`),
    run: () => void navigate({ to: '.', search: (old) => withPeriod(old, { preset }) }),
  }));
  const languages = LOCALES.map((locale) => ({
    id: `language ${locale}`,
    kind: t('shell.language'),
    name: LANGUAGE_NAMES[locale],
    run: () => void chooseLanguage(locale),
  }));
  const next = theme === 'dark' ? 'light' : 'dark';
  const look = {
    id: 'theme',
    kind: t('palette.look'),
    name: next === 'dark' ? t('shell.themeDark') : t('shell.themeLight'),
    run: () => chooseTheme(next),
  };
  return [...pages, ...cabinets, ...periods, ...languages, look];
}

const SHOWN = 9;

/** Ctrl-K: a few letters, an arrow, Enter. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const found = useCommands()
    .filter(({ name, kind }) => words.every((word) => `${kind} ${name}`.toLowerCase().includes(word)))
    .slice(0, SHOWN);
  const run = (command: Command | undefined): void => {
    if (!command) return;
    onClose();
    command.run();
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found.length > 0) setChosen((chosen + step + found.length) % found.length);
    else if (event.key === 'Enter') run(found[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fade fixed inset-0 z-40 bg-shade" />
        <Dialog.Popup
          aria-label={t('palette.open')}
          className="pop fixed top-[12vh] left-1/2 z-50 w-[min(100vw-24px,520px)] -translate-x-1/2 overflow-hidden rounded-card border border-line bg-raised text-ink shadow-float"
        >
          <input
            role="combobox"
            aria-expanded="true"
            aria-controls={listId}
            aria-activedescendant={found[chosen] ? `${listId}-${chosen}` : undefined}
            aria-label={t('palette.placeholder')}
            placeholder={t('palette.placeholder')}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              setChosen(0);
            }}
            onKeyDown={onKey}
            className="h-12 w-full border-b border-line bg-raised px-4 text-lg outline-none"
          />
          <div
            id={listId}
            role="listbox"
            aria-label={t('palette.open')}
            className="max-h-[50vh] overflow-auto p-1.5"
          >
            {found.map((command, index) => (
              <button
                type="button"
                tabIndex={-1}
                key={command.id}
                id={`${listId}-${index}`}
                role="option"
                aria-selected={index === chosen}
                onPointerMove={() => setChosen(index)}
                onClick={() => run(command)}
                className="flex h-9 w-full items-center justify-between gap-4 rounded-control px-3 text-sm aria-selected:bg-accent-soft pointer-coarse:h-11"
              >
                <span className="truncate">{command.name}</span>
                <span className="shrink-0 text-xs text-ink-2">{command.kind}</span>
              </button>
            ))}
          </div>
          {found.length === 0 ? <p className="px-4 pb-4 text-sm text-ink-2">{t('palette.nothing')}</p> : null}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
