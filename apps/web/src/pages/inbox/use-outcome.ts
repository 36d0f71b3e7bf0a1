import type { DeliveryReason } from '@traffic/contract';
import { useFormatter } from '../../lib/use-formatter.ts';
import { useInboxTexts } from './texts.ts';

/** What became of a delivery, in the reader's language. What another release wrote down is shown as it is. */
export function useOutcome(): (reason: DeliveryReason | null) => string {
  const t = useInboxTexts();
  const format = useFormatter();
  return (reason) => {
    if (reason === null) return '—';
    const { code, deals, changed, detail } = reason;
    if (code === 'unknown') return detail ?? '—';
    return t(`reason.${code}`, {
      deals: deals === null ? '—' : format.number(deals),
      changed: changed === null ? '—' : format.number(changed),
      detail: detail ?? '',
    });
  };
}
