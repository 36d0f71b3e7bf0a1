import type { UtmField } from '@traffic/contract';
import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useReportSearch } from '../../app/use-report.ts';
import { sum } from '../../lib/decimal.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { controlClass } from '../../ui/button.tsx';
import { Figure } from '../../ui/figure.tsx';
import { useMayChange } from '../../widgets/admin/admin-only.tsx';
import { ReportCard } from '../../widgets/report-card.tsx';
import { type ReportColumn, ReportTable } from '../../widgets/report-table.tsx';
import { AUDIT_LISTS, type AuditList } from './choices.ts';
import { auditQuery, type UtmAudit } from './queries.ts';
import { useUtmTexts } from './texts.ts';

type AuditCardsProps = { shown: AuditList | undefined; onShow: (shown: AuditList | undefined) => void };

/** Four leaks of money, each with its sum; a card opens the rows it is made of. */
export function AuditCards({ shown, onShow }: AuditCardsProps) {
  const text = useUtmTexts();
  const format = useFormatter();
  const query = useQuery(auditQuery(useReportSearch()));
  return (
    <ReportCard
      title={text('audit.title')}
      hint={text('audit.hint')}
      errorTitle={text('audit.error')}
      query={query}
      heightPx={190}
    >
      {(audit) => (
        <>
          <ul className="grid gap-3 p-4 pt-0 sm:grid-cols-2 lg:grid-cols-4">
            {AUDIT_LISTS.map((list) => {
              const { money, hint } = leak(audit, list, text, format);
              return (
                <li key={list} className="grid">
                  <button
                    type="button"
                    aria-expanded={shown === list}
                    onClick={() => onShow(shown === list ? undefined : list)}
                    className="grid content-start rounded-card border border-line p-3 text-left hover:bg-hover aria-expanded:border-accent aria-expanded:bg-accent-soft"
                  >
                    <span className="text-sm text-ink-2">{text(`audit.${list}`)}</span>
                    <Figure value={money} className="text-xl font-bold">
                      {format.money(money, 'KZT')}
                    </Figure>
                    <span className="text-xs text-ink-2">{hint}</span>
                  </button>
                </li>
              );
            })}
          </ul>
          {shown ? <Rows audit={audit} list={shown} /> : null}
        </>
      )}
    </ReportCard>
  );
}

function leak(
  audit: UtmAudit,
  list: AuditList,
  text: ReturnType<typeof useUtmTexts>,
  format: ReturnType<typeof useFormatter>,
): { money: string; hint: string } {
  if (list === 'spend') {
    const { ads, spend } = audit.untagged_spend.total;
    return {
      money: spend,
      hint: text('audit.spendHint', { ads: format.counted(ads, text('audit.adWords')) }),
    };
  }
  const rows = { team: audit.without_team, conflicts: audit.conflicts, unknown: audit.unknown_values }[list];
  const money = sum(['0.00', ...rows.map(({ revenue }) => revenue)]);
  if (list !== 'team') return { money, hint: text(`audit.${list}Hint`, { n: format.number(rows.length) }) };
  const count = (key: 'leads' | 'sales') => rows.reduce((all, row) => all + row[key], 0);
  return {
    money,
    hint: text('audit.teamHint', {
      leads: format.counted(count('leads'), text('audit.leadWords')),
      sales: format.counted(count('sales'), text('audit.saleWords')),
    }),
  };
}

/** One line of any of the lists: what it is, the money on it, and the tag that a rule could take. */
type Line = {
  key: string;
  words: (string | null)[];
  leads?: number;
  sales?: number;
  money: string;
  tag?: { field: 'utm' | UtmField; value: string };
};

function Rows({ audit, list }: { audit: UtmAudit; list: AuditList }) {
  const { t } = useTranslation();
  const text = useUtmTexts();
  const format = useFormatter();
  const mayChange = useMayChange();
  const lines = linesOf(audit, list, (reason) => t(`reason.${reason}`));
  if (lines.length === 0) return <p className="p-4 pt-0 text-ink-2">{text('audit.clean')}</p>;
  const headers = {
    spend: [text('audit.ad'), text('audit.campaign')],
    team: [text('audit.reason')],
    conflicts: [text('audit.value'), text('audit.teams')],
    unknown: [text('audit.value'), text('audit.field')],
  }[list];
  const columns: ReportColumn<Line>[] = [
    ...headers.map(
      (header, index): ReportColumn<Line> => ({
        key: header,
        header,
        words: true,
        cell: ({ words }) => (
          <span className="block max-w-80 truncate" title={words[index] ?? undefined}>
            {words[index] ?? '—'}
          </span>
        ),
      }),
    ),
    ...(list === 'spend'
      ? []
      : (['leads', 'sales'] as const).map(
          (key): ReportColumn<Line> => ({
            key,
            header: text(`audit.${key}`),
            cell: (line) => <Figure value={line[key] ?? 0}>{format.number(line[key] ?? 0)}</Figure>,
          }),
        )),
    {
      key: 'money',
      header: text(list === 'spend' ? 'audit.amount' : 'audit.revenue'),
      cell: ({ money }) => <Figure value={money}>{format.number(money)}</Figure>,
    },
    ...(mayChange && (list === 'unknown' || list === 'conflicts') ? [assignColumn(text)] : []),
  ];
  return (
    <>
      <ReportTable
        caption={text(`audit.${list}`)}
        columns={columns}
        rows={lines}
        keyOf={(line) => line.key}
      />
      {list === 'team' ? (
        <div className="flex flex-wrap gap-2 border-t border-line p-3">
          <Link to="/sales" search={{ team: 'unattributed' }} className={controlClass('plain')}>
            {text('audit.openSales')}
          </Link>
          <Link to="/leads" search={{ team: 'unattributed' }} className={controlClass('plain')}>
            {text('audit.openLeads')}
          </Link>
          {mayChange ? (
            <Link to="/teams" search={{ tab: 'values' }} className={controlClass('plain')}>
              {text('audit.fix')}
            </Link>
          ) : null}
        </div>
      ) : null}
    </>
  );
}

/** What Meta left unfilled belongs in the ad, not in a rule. */
const MACRO = /\{\{.*\}\}/;

/** One click from a leak to the rule that stops it: the form opens with this tag in it. */
function assignColumn(text: ReturnType<typeof useUtmTexts>): ReportColumn<Line> {
  return {
    key: 'assign',
    header: '',
    cell: ({ tag }) =>
      tag === undefined || MACRO.test(tag.value) ? null : (
        <Link
          to="/teams"
          search={{ tab: 'values', ...tag }}
          aria-label={`${text('audit.assign')}: ${tag.value}`}
          className={controlClass('plain')}
        >
          {text('audit.assign')}
        </Link>
      ),
  };
}

function linesOf(
  audit: UtmAudit,
  list: AuditList,
  reasonOf: (reason: UtmAudit['without_team'][number]['reason']) => string,
): Line[] {
  switch (list) {
    case 'spend':
      return audit.untagged_spend.ads.map((ad) => ({
        key: ad.ad_id,
        words: [ad.ad_name ?? ad.ad_id, ad.campaign_name],
        money: ad.spend,
      }));
    case 'team':
      return audit.without_team.map(({ reason, revenue, ...counts }) => ({
        ...{ key: reason, words: [reasonOf(reason)], money: revenue, ...counts },
      }));
    case 'conflicts':
      return audit.conflicts.map(({ matched, teams, revenue, ...counts }) => ({
        ...{ key: matched, words: [matched, teams.join(', ')], money: revenue, ...counts },
        tag: { field: 'utm', value: matched },
      }));
    case 'unknown':
      return audit.unknown_values.map(({ field, value, revenue, ...counts }) => ({
        ...{ key: `${field} ${value}`, words: [value, field], money: revenue, ...counts },
        tag: { field, value },
      }));
  }
}
