import {
  CONVERSION_MODES,
  type ConversionSettings,
  type ConversionSettingsResponse,
  type SaveConversionSettings,
} from '@traffic/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { request } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import { Field, FormError, Select, TextInput } from '../../widgets/admin/form.tsx';
import { Loaded } from '../../widgets/admin/loaded.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { useAdminTexts } from '../../widgets/admin/texts.ts';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { conversionSettingsQuery } from './queries.ts';
import { readSettings } from './read-settings.ts';
import { writeStages } from './read-stages.ts';
import { useConversionsTexts } from './texts.ts';

/** Where to, by which key, of whom, and what. */
export function SendingSettings() {
  const t = useConversionsTexts();
  const query = useQuery(conversionSettingsQuery);
  return (
    <SectionCard
      title={t('settings.title')}
      lead={query.data ? t('settings.lead', { version: query.data.api_version }) : null}
    >
      <Loaded query={query} failed={t('error.settings')}>
        {({ settings }) => <SettingsForm settings={settings} />}
      </Loaded>
    </SectionCard>
  );
}

function SettingsForm({ settings }: { settings: ConversionSettings }) {
  const t = useConversionsTexts();
  const text = useAdminTexts();
  const client = useQueryClient();
  const [badStages, setBadStages] = useState(false);
  const save = useMutation({
    mutationFn: (json: SaveConversionSettings) =>
      request<ConversionSettingsResponse>('/api/v1/conversions/settings', { method: 'PUT', json }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['conversions'] }),
  });
  const refusal = useRefusal(save.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const wanted = readSettings(new FormData(event.currentTarget));
    setBadStages(wanted === null);
    if (wanted !== null) save.mutate(wanted);
  };
  return (
    <form onSubmit={submit} className="grid gap-6">
      <Destination settings={settings} refusal={refusal} />
      <Consent settings={settings} refusal={refusal} />
      <Content settings={settings} refusal={refusal} badStages={badStages} />
      <div className="grid gap-2">
        {refusal.general ? <FormError>{refusal.general}</FormError> : null}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" look="primary" disabled={save.isPending}>
            {text('save')}
          </Button>
          <span role="status" className="text-sm text-good">
            {save.isSuccess ? t('settings.saved') : ''}
          </span>
        </div>
      </div>
    </form>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="grid gap-x-6 gap-y-3 border-t border-line pt-4 @[900px]:grid-cols-[12rem_minmax(0,48rem)]">
      <legend className="contents">
        <span className="text-sm font-bold">{title}</span>
      </legend>
      <div className="grid min-w-0 gap-4 sm:grid-cols-2">{children}</div>
    </fieldset>
  );
}

type PartProps = { settings: ConversionSettings; refusal: ReturnType<typeof useRefusal> };

function Destination({ settings, refusal }: PartProps) {
  const t = useConversionsTexts();
  const [picked, setPicked] = useState<string>(settings.mode);
  return (
    <Part title={t('settings.where')}>
      <Field
        label={t('settings.mode')}
        hint={picked === 'test' ? t('settings.testHint') : undefined}
        error={refusal.of('mode')}
      >
        <Select name="mode" value={picked} onChange={(event) => setPicked(event.target.value)}>
          {CONVERSION_MODES.map((mode) => (
            <option key={mode} value={mode}>
              {t(`settings.${mode}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('settings.dataset')} error={refusal.of('dataset_id')}>
        <TextInput
          name="dataset_id"
          inputMode="numeric"
          defaultValue={settings.dataset_id ?? ''}
          autoComplete="off"
        />
      </Field>
      <Field
        label={t('settings.token')}
        hint={t(settings.token_set ? 'settings.tokenSet' : 'settings.tokenNone')}
        error={refusal.of('token')}
      >
        <TextInput type="password" name="token" autoComplete="off" />
      </Field>
      <Field label={t('settings.code')} hint={t('settings.codeHint')} error={refusal.of('test_event_code')}>
        <TextInput name="test_event_code" defaultValue={settings.test_event_code ?? ''} autoComplete="off" />
      </Field>
    </Part>
  );
}

function Consent({ settings, refusal }: PartProps) {
  const t = useConversionsTexts();
  return (
    <Part title={t('settings.whose')}>
      <Field
        label={t('settings.consent')}
        hint={t('settings.consentHint')}
        error={refusal.of('consent_unknown')}
      >
        <Select name="consent_unknown" defaultValue={settings.consent_unknown}>
          {(['withhold', 'send'] as const).map((policy) => (
            <option key={policy} value={policy}>
              {t(`settings.${policy}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('settings.field')} error={refusal.of('consent_field_id')}>
        <TextInput
          name="consent_field_id"
          inputMode="numeric"
          defaultValue={settings.consent_field_id ?? ''}
        />
      </Field>
      <Field label={t('settings.yes')} hint={t('settings.yesHint')} error={refusal.of('consent_yes')}>
        <TextInput name="consent_yes" defaultValue={settings.consent_yes.join(', ')} />
      </Field>
    </Part>
  );
}

function Content({ settings, refusal, badStages }: PartProps & { badStages: boolean }) {
  const t = useConversionsTexts();
  return (
    <Part title={t('settings.what')}>
      <Field label={t('settings.purchases')} error={refusal.of('purchases')}>
        <Select name="purchases" defaultValue={settings.purchases ? 'yes' : 'no'}>
          <option value="yes">{t('settings.on')}</option>
          <option value="no">{t('settings.no')}</option>
        </Select>
      </Field>
      <Field label={t('settings.since')} hint={t('settings.sinceHint')} error={refusal.of('since')}>
        <TextInput type="datetime-local" name="since" defaultValue={localMinutes(settings.since)} />
      </Field>
      <Field label={t('settings.leadField')} error={refusal.of('lead_id_field_id')}>
        <TextInput
          name="lead_id_field_id"
          inputMode="numeric"
          defaultValue={settings.lead_id_field_id ?? ''}
        />
      </Field>
      <Field
        className="sm:col-span-2"
        label={t('settings.stages')}
        hint={t('settings.stagesHint')}
        error={badStages ? t('settings.badStages') : refusal.of('stages')}
      >
        <textarea
          name="stages"
          rows={3}
          defaultValue={writeStages(settings.stages)}
          className="w-full rounded-control border border-line-strong bg-raised px-2.5 py-2 text-sm text-ink"
        />
      </Field>
    </Part>
  );
}

/** An instant as the browser's field wants it: minutes of this machine's clock, which `new Date` reads back. */
function localMinutes(iso: string | null): string {
  if (iso === null) return '';
  const at = new Date(iso);
  // allowed: minutes of the browser's own clock for its own input, no business day
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
