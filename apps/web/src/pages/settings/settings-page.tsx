import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ClosedPage, useMayChange } from '../../widgets/admin/admin-only.tsx';
import { PageTabs } from '../../widgets/admin/page-tabs.tsx';
import { PageTitle } from '../../widgets/page-title.tsx';
import { Audit } from './audit.tsx';
import { Facebook } from './facebook.tsx';
import { Notifications } from './notifications.tsx';
import { Privacy } from './privacy.tsx';
import { Products } from './products.tsx';
import { Rates } from './rates.tsx';
import { useSettingsTexts } from './texts.ts';
import { Tokens } from './tokens.tsx';
import { Users } from './users.tsx';

const PARTS = {
  facebook: Facebook,
  products: Products,
  rates: Rates,
  users: Users,
  tokens: Tokens,
  notifications: Notifications,
  audit: Audit,
  privacy: Privacy,
} as const;
const TABS = [
  'facebook',
  'products',
  'rates',
  'users',
  'tokens',
  'notifications',
  'audit',
  'privacy',
] as const;

/** «Настройки»: ad accounts and whose they are, what pipelines sell, rates, who may come in, keys of scripts, messages. */
export function SettingsPage() {
  return useMayChange() ? <Settings /> : <ClosedPage />;
}

function Settings() {
  const { t: core } = useTranslation();
  const t = useSettingsTexts();
  const { tab = 'facebook' } = useSearch({ from: '/signed-in/settings' });
  const Part = PARTS[tab];
  return (
    <>
      <PageTitle report={undefined}>{core('section.settings')}</PageTitle>
      <PageTabs
        label={core('section.settings')}
        value={tab}
        options={TABS.map((value) => ({ value, label: t(`tab.${value}`) }))}
      />
      <Part />
    </>
  );
}
