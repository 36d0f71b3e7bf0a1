import { PERIOD_PRESETS } from '@traffic/contract';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays, type DayRange, stepRange, todayIn } from '../lib/period.ts';
import { DEFAULT_PRESET, type PeriodChoice, withPeriod } from '../lib/report-search.ts';
import { useFormatter } from '../lib/use-formatter.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { DayInput } from '../ui/day-input.tsx';
import { Floating } from '../ui/floating.tsx';
import { Icon } from '../ui/icons.tsx';
import { useReport, useReportAhead, useReportSearch } from './use-report.ts';
import { useSession } from './use-session.ts';

function useChoosePeriod(): (choice: PeriodChoice) => void {
  const navigate = useNavigate();
  const ahead = useAskAhead();
  return (choice) => {
    ahead(choice);
    void navigate({ to: '.', search: (old) => withPeriod(old, choice) });
  };
}

/** Asks for the figures of another period, which the click then finds under way. */
function useAskAhead(): (choice: PeriodChoice) => void {
  const search = useReportSearch();
  const ahead = useReportAhead();
  return (choice) => ahead(withPeriod(search, choice));
}

/** Period of the figures: a step back and forward, presets, and any two days. */
export function PeriodPicker() {
  const { t } = useTranslation();
  const { academy } = useSession();
  const choose = useChoosePeriod();
  const ahead = useAskAhead();
  const range = useReport().data?.period;
  const today = todayIn(academy.timezone, new Date());
  const earlier = range && stepRange(range, -1, today);
  const later = range && stepRange(range, 1, today);
  return (
    <div className="flex min-w-0 items-center rounded-control border border-line">
      <StepButton label={t('period.earlier')} icon="left" target={earlier} onChoose={choose} onAim={ahead} />
      <PeriodMenu range={range} today={today} onChoose={choose} />
      <StepButton label={t('period.later')} icon="right" target={later} onChoose={choose} onAim={ahead} />
    </div>
  );
}

type StepButtonProps = {
  label: string;
  icon: 'left' | 'right';
  target: DayRange | null | undefined;
  onChoose: (choice: PeriodChoice) => void;
  /** The pointer rests here: a click may follow. */
  onAim: (choice: PeriodChoice) => void;
};

/** A pointer that only passes over is shorter here. */
const AIM_MS = 80;

function StepButton({ label, icon, target, onChoose, onAim }: StepButtonProps) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const leave = (): void => clearTimeout(timer.current);
  const enter = ({ pointerType }: PointerEvent): void => {
    if (pointerType === 'mouse' && target) timer.current = setTimeout(() => onAim(target), AIM_MS);
  };
  useEffect(() => leave, []);
  return (
    <IconButton
      aria-label={label}
      disabled={!target}
      onClick={() => target && onChoose(target)}
      onPointerEnter={enter}
      onPointerLeave={leave}
      // On the narrowest phone the two arrows give their room to the period itself.
      className="hidden! h-[30px] w-7 pointer-coarse:w-7! @[350px]:inline-flex! @[640px]:pointer-coarse:w-8!"
    >
      <Icon name={icon} />
    </IconButton>
  );
}

type PeriodMenuProps = {
  range: DayRange | undefined;
  today: string;
  onChoose: (choice: PeriodChoice) => void;
};

function PeriodMenu({ range, today, onChoose }: PeriodMenuProps) {
  const { t } = useTranslation();
  const format = useFormatter();
  const search = useReportSearch();
  const [open, setOpen] = useState(false);
  const choose = (choice: PeriodChoice): void => {
    setOpen(false);
    onChoose(choice);
  };
  const preset = search.start ? null : (search.preset ?? DEFAULT_PRESET);
  const days = range ? format.period(range.start, range.end) : '';
  const name = preset ? t(`period.${preset}`) : t('period.custom');
  return (
    <Floating
      title={t('period.label')}
      className="w-72"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          aria-label={[`${t('period.label')}:`, preset || !days ? name : null, days]
            .filter(Boolean)
            .join(' ')}
          className="flex h-[30px] min-w-0 items-center gap-2 border-x border-line px-1.5 text-sm whitespace-nowrap hover:bg-hover -outline-offset-2! pointer-coarse:h-11 @[640px]:px-2.5"
        >
          <span className={`font-medium ${days ? 'hidden @[640px]:inline' : ''}`}>
            {preset || !days ? name : days}
          </span>
          {/* The words apart, as they are seen: the name of the button must hold them. */}{' '}
          {preset && days ? <span className="hidden text-ink-2 @[640px]:inline">{days}</span> : null}
          {preset && !days ? <Reserved>{format.period(addDays(today, -29), today)}</Reserved> : null}
          {days ? <span className="font-medium @[640px]:hidden">{days}</span> : null}
          <Icon name="down" className="hidden text-ink-2 @[640px]:block" />
        </button>
      }
    >
      <ul className="grid grid-cols-2 gap-1">
        {PERIOD_PRESETS.map((option) => (
          <li key={option}>
            <button
              type="button"
              aria-pressed={option === preset}
              onClick={() => choose({ preset: option })}
              className="h-8 w-full rounded-control px-2 text-left text-sm hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:font-medium pointer-coarse:h-11"
            >
              {t(`period.${option}`)}
            </button>
          </li>
        ))}
      </ul>
      <CustomRange range={range} today={today} onApply={choose} />
    </Floating>
  );
}

/** The place of days that are still on their way: what stands to the right of them does not jump. */
function Reserved({ children }: { children: string }) {
  return (
    <span aria-hidden="true" className="invisible hidden @[640px]:inline">
      {children}
    </span>
  );
}

type CustomRangeProps = { range: DayRange | undefined; today: string; onApply: (range: DayRange) => void };

function CustomRange({ range, today, onApply }: CustomRangeProps) {
  const { t } = useTranslation();
  const [start, setStart] = useState(range?.start ?? today);
  const [end, setEnd] = useState(range?.end ?? today);
  const valid = start !== '' && end !== '' && start <= end;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (valid) onApply({ start, end });
  };
  const field = 'h-8 w-full rounded-control border border-line-strong bg-card text-sm pointer-coarse:h-11';
  return (
    <form onSubmit={submit} className="mt-3 grid grid-cols-2 gap-2 border-t border-line pt-3">
      <label className="grid gap-1 text-xs text-ink-2">
        {t('period.from')}
        <DayInput
          required
          max={today}
          value={start}
          onChange={(event) => setStart(event.target.value)}
          className={`${field} text-ink`}
        />
      </label>
      <label className="grid gap-1 text-xs text-ink-2">
        {t('period.to')}
        <DayInput
          required
          max={today}
          value={end}
          onChange={(event) => setEnd(event.target.value)}
          className={`${field} text-ink`}
        />
      </label>
      {valid ? null : <p className="col-span-2 text-xs text-bad">{t('period.invalid')}</p>}
      <Button type="submit" className="col-span-2" disabled={!valid}>
        {t('period.apply')}
      </Button>
    </form>
  );
}
