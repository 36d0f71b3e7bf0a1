import { CONVERSION_MODES, type SaveConversionSettings } from '@traffic/contract';
import { textOf } from '../../widgets/admin/form.tsx';
import { readStages } from './read-stages.ts';

/** What the form says; null when its stages cannot be read. Everything else is for the server to refuse. */
export function readSettings(form: FormData): SaveConversionSettings | null {
  const stages = readStages(textOf(form, 'stages'));
  if (stages === null) return null;
  const given = (name: string): string | null => textOf(form, name) || null;
  const since = given('since');
  const token = given('token');
  return {
    mode: CONVERSION_MODES.find((mode) => mode === textOf(form, 'mode')) ?? 'off',
    dataset_id: given('dataset_id'),
    test_event_code: given('test_event_code'),
    since: since === null ? null : new Date(since).toISOString(),
    consent_unknown: textOf(form, 'consent_unknown') === 'send' ? 'send' : 'withhold',
    consent_field_id: given('consent_field_id'),
    consent_yes: textOf(form, 'consent_yes')
      .split(',')
      .flatMap((word) => word.trim() || []),
    lead_id_field_id: given('lead_id_field_id'),
    purchases: textOf(form, 'purchases') === 'yes',
    stages,
    ...(token === null ? {} : { token }),
  };
}
