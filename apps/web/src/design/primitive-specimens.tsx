import { useState } from 'react';
import { Button, IconButton } from '../ui/button.tsx';
import { Figure, Unknown } from '../ui/figure.tsx';
import { Floating } from '../ui/floating.tsx';
import { Icon } from '../ui/icons.tsx';
import { Notice } from '../ui/notice.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Sparkline } from '../ui/sparkline.tsx';
import { TeamMark } from '../ui/team-mark.tsx';
import { Confirm } from '../widgets/admin/confirm.tsx';
import { Field, Select, TextInput } from '../widgets/admin/form.tsx';
import { Progress } from '../widgets/admin/progress.tsx';
import { SectionCard } from '../widgets/admin/section-card.tsx';
import { Status } from '../widgets/admin/status.tsx';
import { Delta } from '../widgets/delta.tsx';
import { overview } from './sample.ts';
import { useDesignTexts } from './texts.ts';

/** Buttons, choices, fields, statuses, figures: what pages are put together from. */
export function ControlSpecimens() {
  const t = useDesignTexts();
  const [choice, setChoice] = useState<'one' | 'two'>('one');
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <SectionCard title={t('buttons')} lead={t('buttonsLead')}>
        <div className="flex flex-wrap items-center gap-3">
          <Button look="primary">{t('primary')}</Button>
          <Button>{t('plain')}</Button>
          <Button look="ghost">{t('ghost')}</Button>
          <Button disabled>{t('disabled')}</Button>
          <IconButton aria-label={t('plain')}>
            <Icon name="settings" />
          </IconButton>
          <Segmented
            label={t('choice')}
            value={choice}
            onChange={setChoice}
            options={[
              { value: 'one', label: t('one') },
              { value: 'two', label: t('two') },
            ]}
          />
        </div>
      </SectionCard>
      <SectionCard title={t('fields')}>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label={t('text')} hint={t('hint')}>
            <TextInput defaultValue="onAI Academy" />
          </Field>
          <Field label={t('wrong')} error={t('wrongWhy')}>
            <TextInput aria-invalid defaultValue="—" />
          </Field>
          <Field label={t('choice')}>
            <Select>
              <option>{t('one')}</option>
            </Select>
          </Field>
        </div>
      </SectionCard>
      <SectionCard title={t('statuses')}>
        <div className="flex flex-wrap items-center gap-4">
          <Status tone="good">{t('good')}</Status>
          <Status tone="warn">{t('warn')}</Status>
          <Status tone="bad">{t('bad')}</Status>
          <Status tone="quiet">{t('quiet')}</Status>
          {overview.teams.map(({ team }) => (team ? <TeamMark key={team.slug} team={team} /> : null))}
        </div>
        <div className="mt-4 grid gap-4 sm:grid-cols-2">
          <Progress label={t('progress')} progress={{ done: 1_250, total: 5_000 }} />
          <Progress label={t('progressOpen')} progress={{ done: 1_250, total: null }} />
        </div>
      </SectionCard>
      <SectionCard title={t('figures')}>
        <div className="flex flex-wrap items-baseline gap-4">
          <Figure value={1234567} className="text-kpi font-bold">
            {'1\u00a0234\u00a0567'}
          </Figure>
          <Delta metric="revenue" value="1300000" base="1000000" />
          <Delta metric="cpl" value="1300" base="1000" />
          <Delta metric="spend" value="1300" base="1000" />
          <Delta metric="sales" value={1003} base={1000} />
          <Unknown reason={t('unknown')} />
          <span className="hatched rounded-[4px] px-1">{t('incomplete')}</span>
        </div>
        <div className="mt-4 w-40">
          <Sparkline values={[3, 5, 4, null, null, 6, 8, 7]} unfinished label={t('sparkline')} />
        </div>
      </SectionCard>
    </div>
  );
}

/** What floats, and an empty state. */
export function FloatingSpecimens() {
  const t = useDesignTexts();
  const [open, setOpen] = useState(false);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <div className="card flex flex-wrap items-center gap-3 p-4">
        <Floating title={t('popover')} className="w-72" trigger={<Button>{t('popover')}</Button>}>
          <p className="text-sm">{t('hint')}</p>
        </Floating>
        <Floating hover title={t('explanation')} trigger={<Button look="ghost">{t('explanation')}</Button>}>
          <p className="text-sm">{t('hint')}</p>
        </Floating>
        <Confirm
          label={t('confirm')}
          title={t('confirmTitle')}
          action={t('confirm')}
          onConfirm={() => undefined}
        >
          {t('hint')}
        </Confirm>
        <Button onClick={() => setOpen(true)}>{t('drawer')}</Button>
        <Sheet
          side="right"
          title={t('drawer')}
          closeLabel={t('close')}
          open={open}
          onClose={() => setOpen(false)}
        >
          <p className="p-4">{t('hint')}</p>
        </Sheet>
      </div>
      <Notice title={t('emptyTitle')} action={<Button look="primary">{t('emptyAction')}</Button>}>
        {t('empty')}
      </Notice>
    </div>
  );
}
