import { definePageTexts, textsOf } from '../../lib/page-texts.ts';
import { en } from './texts-en.ts';
import { kk } from './texts-kk.ts';
import { ru } from './texts-ru.ts';

export const integrationsTexts = definePageTexts({ ru, kk, en });

/** Texts of «Интеграции». */
export const useIntegrationsTexts = textsOf('integrations', integrationsTexts);

/** Checks that have a name in every language; another one keeps the server's. */
export const CHECK_NAMES = Object.keys(ru.check) as (keyof typeof ru.check)[];

/** Jobs that have a name in every language. */
export const JOB_KINDS = [
  'advice.daily',
  'amocrm.sync',
  'amocrm.reconcile',
  'amocrm.reconcile-nightly',
  'amocrm.webhooks',
  'amocrm.leads',
  'attribution.settle',
  'landing.leads',
  'landing.nightly',
  'landing.sync-amocrm',
  'ledger.retell',
  'rates.sync',
  'rollups.rebuild',
  'rules.run',
  'spend.backfill',
  'spend.refresh',
  'spend.sync-hourly',
  'spend.sync-nightly',
  'tripwire.sync',
] as const;
