import type { DeliveryState } from '@traffic/contract';
import { Status, type Tone } from '../../widgets/admin/status.tsx';
import { useInboxTexts } from './texts.ts';

export const DELIVERY_STATES: readonly DeliveryState[] = [
  'pending',
  'processed',
  'ignored',
  'quarantined',
  'failed',
];

const TONE: Record<DeliveryState, Tone> = {
  pending: 'quiet',
  processed: 'good',
  ignored: 'quiet',
  quarantined: 'warn',
  failed: 'bad',
};

/** What became of a delivery, as a mark and a word. */
export function DeliveryStateMark({ state }: { state: DeliveryState }) {
  const t = useInboxTexts();
  return (
    <Status tone={TONE[state]} icon={state === 'ignored' ? 'minus' : undefined}>
      {t(`state.${state}`)}
    </Status>
  );
}
