import type { DeliveryState } from '@traffic/contract';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Select, TextInput } from '../../widgets/admin/form.tsx';
import { useAdminTexts } from '../../widgets/admin/texts.ts';
import { DELIVERY_STATES } from './delivery-state.tsx';
import { useInboxTexts } from './texts.ts';

type Change = { state?: DeliveryState | undefined; q?: string | undefined; endpoint?: string | undefined };

const ENDPOINTS = [
  '/api/amocrm/sales-webhook',
  '/api/amocrm/funnel-sale',
  '/webhook/amocrm/traffic',
] as const;

/** What became of a delivery, where it came to, and a part of the outcome's words. */
export function InboxFilters() {
  const t = useInboxTexts();
  const text = useAdminTexts();
  const search = useSearch({ from: '/signed-in/inbox' });
  const navigate = useNavigate({ from: '/inbox' });
  const set = (change: Change): void =>
    void navigate({
      search: (old) => ({ ...old, ...change }),
      replace: 'q' in change,
      resetScroll: false,
    });
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 pb-3">
      <Select
        aria-label={t('filter.state')}
        value={search.state ?? ''}
        onChange={(event) => set({ state: DELIVERY_STATES.find((name) => name === event.target.value) })}
        className="w-full! sm:w-48!"
      >
        <option value="">{t('filter.anyState')}</option>
        {DELIVERY_STATES.map((name) => (
          <option key={name} value={name}>
            {t(`state.${name}`)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t('filter.endpoint')}
        value={search.endpoint ?? ''}
        onChange={(event) => set({ endpoint: event.target.value || undefined })}
        className="w-full! sm:w-64!"
      >
        <option value="">{`${t('filter.endpoint')}: ${text('all').toLowerCase()}`}</option>
        {ENDPOINTS.map((path) => (
          <option key={path} value={path}>
            {path}
          </option>
        ))}
      </Select>
      <TextInput
        type="search"
        aria-label={t('filter.outcome')}
        placeholder={t('filter.outcome')}
        value={search.q ?? ''}
        onChange={(event) => set({ q: event.target.value || undefined })}
        className="w-full! sm:w-64!"
      />
    </div>
  );
}
