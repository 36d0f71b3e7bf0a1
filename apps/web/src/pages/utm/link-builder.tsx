import { UTM_FIELDS, type UtmField } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Field, TextInput } from '../../widgets/admin/form.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { buildLink } from './build-link.ts';
import { attributionQuery } from './queries.ts';
import { useUtmTexts } from './texts.ts';

type Tags = Record<UtmField, string>;
const START: Tags = {
  utm_source: '',
  utm_medium: 'cpc',
  utm_campaign: '{{campaign.id}}',
  utm_content: '{{ad.id}}',
  utm_term: '{{adset.id}}',
};

/**
 * Makes a link with tags, and says at once whom the rules would credit for it.
 * @param mayAsk whether this person may ask the rules about other teams
 */
export function LinkBuilder({ mayAsk }: { mayAsk: boolean }) {
  const text = useUtmTexts();
  const [address, setAddress] = useState('');
  const [tags, setTags] = useState(START);
  const [copied, setCopied] = useState('');
  const link = buildLink({ address, ...tags });
  const wrong = address.trim() !== '' && link === null;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(link ?? '');
    setCopied(link ?? '');
  };
  return (
    <SectionCard title={text('link.title')} lead={text('link.hint')}>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        <Field label={text('link.address')} error={wrong ? text('link.invalid') : null}>
          <TextInput
            type="url"
            inputMode="url"
            value={address}
            placeholder="https://"
            maxLength={1000}
            aria-invalid={wrong}
            onChange={(event) => setAddress(event.target.value)}
          />
        </Field>
        {UTM_FIELDS.map((field) => (
          <Field key={field} label={field}>
            <TextInput
              value={tags[field]}
              maxLength={200}
              onChange={(event) => setTags({ ...tags, [field]: event.target.value })}
            />
          </Field>
        ))}
      </div>
      <p className="mt-2 text-xs text-ink-2">{text('link.macro', { open: '{{ }}' })}</p>
      {mayAsk && tags.utm_source.trim() !== '' ? <Verdict tags={tags} /> : null}
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <output aria-label={text('link.result')} className="min-w-0 flex-1 basis-60 text-sm break-all">
          {link ?? <span className="text-ink-2">{text('link.result')}: —</span>}
        </output>
        <Button onClick={() => void copy()} disabled={link === null}>
          {copied !== '' && copied === link ? text('link.copied') : text('link.copy')}
        </Button>
      </div>
    </SectionCard>
  );
}

function Verdict({ tags }: { tags: Tags }) {
  const { t } = useTranslation();
  const text = useUtmTexts();
  const { data } = useQuery(attributionQuery(tags));
  if (!data) return null;
  const { team_name: team, confidence, reason } = data;
  return (
    <p role="status" className={`mt-2 text-sm ${team ? 'text-good' : 'text-warn'}`}>
      {team && confidence
        ? text('link.credited', { team, confidence: t(`confidence.${confidence}`) })
        : text('link.nobody', { reason: reason ? t(`reason.${reason}`) : '' })}
    </p>
  );
}
