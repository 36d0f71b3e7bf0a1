import { useTranslation } from 'react-i18next';
import { Icon, ICON_NAMES } from '../ui/icons.tsx';

const SURFACES = ['page', 'card', 'raised', 'hover', 'accent-soft', 'warn-soft', 'bad-soft', 'bar'] as const;
const INKS = ['ink', 'ink-2', 'accent', 'good', 'bad', 'warn'] as const;
// allowed: letters, not words
const LETTERS = 'Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі Ёё ₸ $ × —';
const SIZES = ['text-kpi', 'text-xl', 'text-lg', 'text-base', 'text-sm', 'text-xs'] as const;

/** Surfaces with the inks that may stand on them. */
export function ColourSpecimen() {
  return (
    <ul className="grid grid-cols-2 gap-3 sm:grid-cols-4">
      {SURFACES.map((surface) => (
        <li
          key={surface}
          className="grid gap-1 rounded-card border border-line p-3"
          style={{ backgroundColor: `var(--${surface})` }}
        >
          <code className="text-xs">{surface}</code>
          {surface === 'bar' ? null : <Inks />}
        </li>
      ))}
    </ul>
  );
}

function Inks() {
  return INKS.map((ink) => (
    <span key={ink} className="text-sm font-medium" style={{ color: `var(--${ink})` }}>
      {ink}
    </span>
  ));
}

/** Six sizes, three weights, every Kazakh letter and the tenge; figures stand under each other. */
export function TypeSpecimen() {
  const { t } = useTranslation();
  return (
    <div className="card grid gap-3 p-4">
      {SIZES.map((size) => (
        <p key={size} className={`${size} truncate`}>
          <span className="font-bold">{t('metric.revenue')} 1 234 567 ₸</span>{' '}
          <span className="font-medium">{t('teams.title')}</span> <code className="text-ink-2">{size}</code>
        </p>
      ))}
      <p className="text-lg">{LETTERS}</p>
      <p className="grid w-24 text-right">
        {['1 111 111', '8 888 888', '904 710'].map((figure) => (
          <span key={figure}>{figure}</span>
        ))}
      </p>
    </div>
  );
}

/** Every icon with its name. */
export function IconSpecimen() {
  return (
    <ul className="card grid grid-cols-[repeat(auto-fill,minmax(96px,1fr))] gap-3 p-4">
      {ICON_NAMES.map((name) => (
        <li key={name} className="flex items-center gap-2 text-xs text-ink-2">
          <Icon name={name} />
          {name}
        </li>
      ))}
    </ul>
  );
}
