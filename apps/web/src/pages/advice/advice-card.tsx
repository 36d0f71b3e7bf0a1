import type { Recommendation } from '@traffic/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useSession } from '../../app/use-session.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { TeamMark } from '../../ui/team-mark.tsx';
import { Field, FormError, TextInput, textOf } from '../../widgets/admin/form.tsx';
import { Status, type Tone } from '../../widgets/admin/status.tsx';
import { useAdminTexts } from '../../widgets/admin/texts.ts';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { Evidence } from './evidence.tsx';
import { printFact } from './print-fact.ts';
import { decideAdvice } from './queries.ts';
import { useAdviceTexts } from './texts.ts';

const TONE: Record<Recommendation['confidence'], Tone> = { high: 'bad', medium: 'warn', low: 'quiet' };

/** One recommendation: the claim, what to do, what it stands on, and the reader's word. */
export function AdviceCard({ advice }: { advice: Recommendation }) {
  const t = useAdviceTexts();
  const format = useFormatter();
  const id = useId();
  const { team, n, period } = advice;
  return (
    <article className="card grid min-w-0 gap-3 p-4" aria-labelledby={id} data-rule={advice.rule}>
      <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <div className="min-w-0">
          <h2 id={id} className="text-lg font-bold break-words">
            {advice.title}
          </h2>
          <p className="flex flex-wrap items-center gap-x-3 text-sm text-ink-2">
            {team ? <TeamMark team={team} /> : <span>{t('noTeam')}</span>}
            <span>{format.period(period.start, period.end)}</span>
            <span>{t(`n.${n.of}`, { n: format.number(n.value) })}</span>
          </p>
        </div>
        <Status tone={TONE[advice.confidence]}>{t(`confidence.${advice.confidence}`)}</Status>
      </header>
      <p className="max-w-[80ch] break-words">{advice.text}</p>
      <p className="max-w-[80ch] break-words text-ink-2">{advice.action}</p>
      {advice.explanation ? (
        <p className="max-w-[80ch] border-l-2 border-line-strong pl-3 text-sm break-words">
          <span className="text-ink-2">{t('model')}: </span>
          {advice.explanation}
        </p>
      ) : null}
      <Evidence advice={advice} />
      {advice.state === 'open' ? <Decision id={advice.id} /> : <Decided advice={advice} />}
    </article>
  );
}

function Decision({ id }: { id: string }) {
  const t = useAdviceTexts();
  const text = useAdminTexts();
  const client = useQueryClient();
  const { user } = useSession();
  const [hiding, setHiding] = useState(false);
  const decide = useMutation({
    mutationFn: ({ verb, reason }: { verb: 'accept' | 'hide'; reason?: string }) =>
      decideAdvice(id, verb, reason),
    onSuccess: () => client.invalidateQueries({ queryKey: ['advice'] }),
  });
  const refusal = useRefusal(decide.error);
  if (user.role === 'analyst') return null;
  const hide = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    decide.mutate({ verb: 'hide', reason: textOf(new FormData(event.currentTarget), 'reason') });
  };
  return (
    <div className="grid gap-3">
      {hiding ? (
        <form onSubmit={hide} className="flex flex-wrap items-end gap-2">
          <Field label={t('why')} error={refusal.of('reason')} className="w-full sm:w-80">
            <TextInput name="reason" required minLength={3} maxLength={500} autoFocus />
          </Field>
          <Button type="submit" disabled={decide.isPending}>
            {t('hide')}
          </Button>
          <Button look="ghost" onClick={() => setHiding(false)}>
            {text('cancel')}
          </Button>
        </form>
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button disabled={decide.isPending} onClick={() => decide.mutate({ verb: 'accept' })}>
            {t('accept')}
          </Button>
          <Button look="ghost" disabled={decide.isPending} onClick={() => setHiding(true)}>
            {t('hideOpen')}
          </Button>
        </div>
      )}
      {refusal.general ? <FormError>{refusal.general}</FormError> : null}
    </div>
  );
}

/** What was decided, and what the figure did afterwards. */
function Decided({ advice }: { advice: Recommendation }) {
  const t = useAdviceTexts();
  const format = useFormatter();
  const accepted = advice.state === 'accepted';
  return (
    <div className="grid gap-1 border-t border-line pt-3 text-sm">
      <p className="flex flex-wrap gap-x-3">
        <Status tone={accepted ? 'good' : 'quiet'}>{t(accepted ? 'accepted' : 'hidden')}</Status>
        {advice.decided_at ? <span className="text-ink-2">{format.dateTime(advice.decided_at)}</span> : null}
        {advice.reason ? <span className="break-words">{advice.reason}</span> : null}
      </p>
      {accepted && advice.outcomes.length === 0 ? <p className="text-ink-2">{t('outcome.waiting')}</p> : null}
      {advice.outcomes.map((outcome) => (
        <p key={outcome.days}>
          {t(`outcome.after${outcome.days}`)}:{' '}
          {outcome.fact ? (
            <span className="font-medium">{printFact(outcome.fact, advice.currency, format)}</span>
          ) : (
            t('outcome.unknown')
          )}
          {outcome.change_percent === null ? null : (
            <span className="text-ink-2"> ({format.signedPercent(outcome.change_percent)})</span>
          )}
        </p>
      ))}
    </div>
  );
}
