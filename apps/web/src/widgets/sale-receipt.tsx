import type { Receipt, SaleResponse } from '@traffic/contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ru } from '../locales/ru.ts';
import { useFormatter } from '../lib/use-formatter.ts';
import { TeamMark } from '../ui/team-mark.tsx';
import { evidenceRows } from './evidence.ts';
import { Facts } from './facts.tsx';
import { SaleAmount, useSaleName } from './sales-list.tsx';

/** Whose sale it is and why: decision, evidence, who else claimed it, and what happened since. */
export function SaleReceipt({ answer }: { answer: SaleResponse }) {
  const { t } = useTranslation();
  const format = useFormatter();
  const name = useSaleName()(answer.sale);
  const { sale, receipt } = answer;
  return (
    <article className="grid gap-6 p-4 text-sm">
      <header>
        <h3 className="text-xl font-bold break-words">{name}</h3>
        <p className="text-ink-2">
          {sale.product_name} · {format.dateTime(sale.sale_date)}
        </p>
        <div className="mt-2 text-xl font-bold">
          <SaleAmount sale={sale} />
        </div>
      </header>
      <Facts
        rows={[
          [t('receipt.deal'), sale.lead_id],
          [t('receipt.phone'), sale.contact_phone],
          ['utm_source', sale.utm_source],
          ['utm_campaign', sale.utm_campaign],
        ]}
      />
      {receipt ? <Decision receipt={receipt} /> : <p className="text-ink-2">{t('receipt.none')}</p>}
      <History history={answer.history} />
    </article>
  );
}

/** Whether the catalogue has a word for it: what it has none for is shown as it came. */
const isKnown = <T extends object>(texts: T, key: string): key is keyof T & string =>
  Object.hasOwn(texts, key);

/** A titled part of a record. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-t border-line pt-4">
      <h4 className="mb-2 font-bold">{title}</h4>
      {children}
    </section>
  );
}

/** Whose it is by the rules, and why: the receipt of a decision. */
export function Decision({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation();
  const format = useFormatter();
  const version = receipt.rule_version;
  const evidence = evidenceRows(receipt.evidence, format.dateTime);
  const evidenceName = (name: string): string => {
    const key = name.replaceAll('.', '_');
    // The tags of the touch are told by their own names, as they stand in the link.
    return isKnown(ru.evidence, key) ? t(`evidence.${key}`) : name.replace(/^utm\./, '');
  };
  const evidenceValue = (name: string, value: string): string => {
    if (name === 'step' && isKnown(ru.basis, value)) return t(`basis.${value}`);
    if (isKnown(ru.evidenceValue, value)) return t(`evidenceValue.${value}`);
    return value;
  };
  return (
    <>
      <Section title={t('receipt.team')}>
        <p className="mb-3 text-lg font-medium">
          {receipt.team ? <TeamMark team={receipt.team} /> : t('teams.unattributed')}
        </p>
        <Facts
          rows={[
            [t('receipt.confidence'), receipt.confidence && t(`confidence.${receipt.confidence}`)],
            [
              t('receipt.basis'),
              receipt.reason ? t(`reason.${receipt.reason}`) : t(`basis.${receipt.basis}`),
            ],
            [
              t('receipt.rule'),
              receipt.rule_id === null
                ? t('receipt.ruleVersion', { version })
                : t('receipt.ruleOf', { id: receipt.rule_id, version }),
            ],
            [t('receipt.decided'), format.dateTime(receipt.decided_at)],
          ]}
        />
      </Section>
      <Section title={t('receipt.evidence')}>
        {evidence.length > 0 ? (
          <Facts rows={evidence.map(([name, value]) => [evidenceName(name), evidenceValue(name, value)])} />
        ) : (
          <p className="text-ink-2">{t('receipt.noEvidence')}</p>
        )}
      </Section>
      <Section title={t('receipt.rejected')}>
        <Rejected rejected={receipt.rejected} />
      </Section>
    </>
  );
}

function Rejected({ rejected }: { rejected: Receipt['rejected'] }) {
  const { t } = useTranslation();
  if (rejected.length === 0) return <p className="text-ink-2">{t('receipt.noRejected')}</p>;
  return (
    <ul className="grid gap-2">
      {rejected.map((candidate) => (
        <li key={`${candidate.team_id}-${candidate.rule_id}`}>
          <span className="font-medium">{candidate.team_name}</span>
          <span className="block text-ink-2">
            {t('receipt.candidate', {
              field: candidate.field,
              operator: t(`operator.${candidate.operator}`),
              value: candidate.value,
              matched: candidate.matched,
            })}
          </span>
        </li>
      ))}
    </ul>
  );
}

function History({ history }: { history: SaleResponse['history'] }) {
  const { t } = useTranslation();
  const format = useFormatter();
  return (
    <Section title={t('receipt.history')}>
      <ol className="grid gap-2">
        {history.map((event) => (
          <li key={`${event.at}-${event.kind}`} className="grid grid-cols-[92px_1fr] gap-3">
            <time dateTime={event.at} className="text-ink-2">
              {format.dateTime(event.at)}
            </time>
            <span className="min-w-0 break-words">
              {isKnown(ru.historyKind, event.kind) ? t(`historyKind.${event.kind}`) : event.kind}
              {event.delivery_id ? (
                <span className="block text-xs text-ink-2">
                  {t('receipt.delivery', { id: event.delivery_id })}
                </span>
              ) : null}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
