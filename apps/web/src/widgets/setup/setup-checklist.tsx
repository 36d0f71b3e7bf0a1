import type { SetupResponse, SetupState, SetupStep } from '@traffic/contract';
import { Link } from '@tanstack/react-router';
import { useFormatter } from '../../lib/use-formatter.ts';
import { controlClass } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icons.tsx';
import { useMayChange } from '../admin/admin-only.tsx';
import { useSetupTexts } from './texts.ts';

/** The first screen of an empty product: what is set up, what is awaited, and the one thing to do next. */
export function SetupChecklist({ setup }: { setup: SetupResponse }) {
  const text = useSetupTexts();
  const { done, steps } = setup;
  return (
    <section aria-labelledby="setup-title" className="card overflow-hidden">
      <header className="grid gap-3 p-4">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          <h2 id="setup-title" className="text-lg font-bold">
            {text('title')}
          </h2>
          <p role="status" className="text-sm font-medium">
            {text('progress', { done, total: steps.length })}
          </p>
        </div>
        <div aria-hidden="true" className="h-1 overflow-hidden rounded-full bg-hover">
          <div
            className="h-full rounded-full bg-accent"
            style={{ width: `${(done / steps.length) * 100}%` }}
          />
        </div>
        <p className="max-w-prose text-sm text-ink-2">{text('hint')}</p>
      </header>
      <SetupSteps steps={steps} />
    </section>
  );
}

/** What is left to set up, folded into one line: figures are there already, and they come first. */
export function SetupRest({ setup }: { setup: SetupResponse }) {
  const text = useSetupTexts();
  const left = setup.steps.filter(({ state }) => state === 'todo' || state === 'failed');
  if (left.length === 0) return null;
  return (
    <details className="card group overflow-hidden">
      <summary className="flex h-11 items-center gap-2 px-4 text-sm font-medium hover:bg-hover">
        <Icon name="right" className="group-open:rotate-90" />
        {text('rest', { n: left.length })}
      </summary>
      <SetupSteps steps={left} />
    </details>
  );
}

function SetupSteps({ steps }: { steps: readonly SetupStep[] }) {
  const text = useSetupTexts();
  const next = steps.find(({ state, page }) => (state === 'todo' || state === 'failed') && page !== null);
  return (
    <ol aria-label={text('list')}>
      {steps.map((step) => (
        <Step key={step.key} step={step} isNext={step === next} />
      ))}
    </ol>
  );
}

const LOOKS: Record<SetupState, { icon: IconName; className: string }> = {
  done: { icon: 'check', className: 'text-good' },
  waiting: { icon: 'clock', className: 'text-ink-2' },
  todo: { icon: 'right', className: 'text-accent' },
  failed: { icon: 'warning', className: 'text-bad' },
};

function Step({ step, isNext }: { step: SetupStep; isNext: boolean }) {
  const text = useSetupTexts();
  const format = useFormatter();
  const { icon, className } = LOOKS[step.state];
  const isDone = step.state === 'done';
  return (
    <li
      data-step={step.key}
      data-state={step.state}
      className="grid grid-cols-[20px_minmax(0,1fr)] gap-x-3 gap-y-2 border-t border-line px-4 py-3 text-sm sm:grid-cols-[20px_minmax(0,15rem)_minmax(0,1fr)_auto] sm:items-start"
    >
      <span className={`mt-0.5 ${className}`}>
        <Icon name={icon} />
      </span>
      <p className="min-w-0">
        <span className={`block ${isDone ? 'text-ink-2' : 'font-medium'}`}>{text(`step.${step.key}`)}</span>
        {/* A list of what is to be done need not say it on every line; its arrow does, and this to who listens. */}
        <span className={step.state === 'todo' ? 'sr-only' : `text-xs ${className}`}>
          {text(`state.${step.state}`)}
        </span>
      </p>
      <div className="col-start-2 min-w-0 sm:col-start-auto">
        <p className={isDone ? 'text-ink-2' : ''}>
          {step.message}
          {step.at ? <span className="text-ink-2"> · {format.dateTime(step.at)}</span> : null}
        </p>
        {step.cause ? <p className="text-xs text-ink-2">{step.cause}</p> : null}
        {step.action ? <p className="mt-1 text-xs break-words">{step.action}</p> : null}
      </div>
      {step.page ? <StepLink page={step.page} isNext={isNext} /> : null}
    </li>
  );
}

type Page = NonNullable<SetupStep['page']>;

function StepLink({ page, isNext }: { page: Page; isNext: boolean }) {
  const text = useSetupTexts();
  const mayChange = useMayChange();
  if (!mayChange) return <span className="text-xs text-ink-2">{text('waitAdmin')}</span>;
  const props = {
    className: `${controlClass(isNext ? 'primary' : 'plain')} col-start-2 w-fit sm:col-start-auto`,
    children: text(`page.${page}`),
  };
  if (page === 'inbox') return <Link to="/inbox" {...props} />;
  if (page === 'integrations') return <Link to="/integrations" {...props} />;
  return <Link to="/settings" search={{ tab: page }} {...props} />;
}
