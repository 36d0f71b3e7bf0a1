import type { SessionResponse } from '@traffic/contract';
import type { LinkProps } from '@tanstack/react-router';
import type { Catalogue } from '../locales/ru.ts';
import type { IconName } from '../ui/icons.tsx';

type Role = SessionResponse['user']['role'];

/** A page of the side bar; its name is in the catalogues under `section`. */
export type Section = {
  to: NonNullable<LinkProps['to']>;
  label: keyof Catalogue['section'];
  icon: IconName;
  roles: readonly Role[];
};

/** Pages that belong together; a group without a name needs none. */
export type SectionGroup = { name: keyof Catalogue['sectionGroup'] | null; sections: readonly Section[] };

const everybody: readonly Role[] = ['admin', 'analyst', 'targetologist'];
const overseers: readonly Role[] = ['admin', 'analyst'];

/** The side bar in its order, and who may open what; cabinets follow the first group. */
export const SECTION_GROUPS: readonly SectionGroup[] = [
  { name: null, sections: [{ to: '/', label: 'teams', icon: 'teams', roles: overseers }] },
  {
    name: 'ads',
    sections: [
      { to: '/ads', label: 'ads', icon: 'ads', roles: everybody },
      { to: '/funnel', label: 'funnel', icon: 'funnel', roles: everybody },
      { to: '/utm', label: 'utm', icon: 'utm', roles: everybody },
      { to: '/advice', label: 'advice', icon: 'bulb', roles: everybody },
    ],
  },
  {
    name: 'people',
    sections: [
      { to: '/leads', label: 'leads', icon: 'leads', roles: everybody },
      { to: '/sales', label: 'sales', icon: 'sales', roles: everybody },
    ],
  },
  {
    name: 'admin',
    sections: [
      { to: '/teams', label: 'rules', icon: 'rules', roles: overseers },
      { to: '/integrations', label: 'integrations', icon: 'plug', roles: overseers },
      { to: '/conversions', label: 'conversions', icon: 'conversions', roles: ['admin'] },
      { to: '/inbox', label: 'inbox', icon: 'inbox', roles: ['admin'] },
      { to: '/settings', label: 'settings', icon: 'settings', roles: ['admin'] },
    ],
  },
  { name: null, sections: [{ to: '/glossary', label: 'glossary', icon: 'glossary', roles: everybody }] },
];

/** The groups this role may open, without empty ones. */
export function groupsFor(role: Role): SectionGroup[] {
  return SECTION_GROUPS.map(({ name, sections }) => ({
    name,
    sections: sections.filter(({ roles }) => roles.includes(role)),
  })).filter(({ sections }) => sections.length > 0);
}
