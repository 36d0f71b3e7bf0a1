import type { StoredRule } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { wallTime } from '../../lib/format-dates.ts';
import { teamsQuery } from '../../lib/queries.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { TeamDot } from '../../ui/team-mark.tsx';
import { useMayChange } from '../../widgets/admin/admin-only.tsx';
import { Select, TextInput } from '../../widgets/admin/form.tsx';
import { type Column, RowsTable } from '../../widgets/admin/rows-table.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { Status } from '../../widgets/admin/status.tsx';
import { useAdminTexts } from '../../widgets/admin/texts.ts';
import { RuleLists } from './rule-lists.tsx';
import { findingOf, RULE_SHOWS, type RuleShow, shownRules } from './shown-rules.ts';
import type { RuleSeed } from './rule-form.tsx';
import { sameRule } from './rule-form.tsx';
import { useRulesTexts } from './texts.ts';
import type { RuleEditor, useRuleSet } from './use-rule-editor.ts';

type RulesCardProps = {
  set: ReturnType<typeof useRuleSet>;
  editor: RuleEditor;
  onEdit: (seed: RuleSeed) => void;
};

/** The rules of the draft, or those in force, with what is wrong with each in words. */
export function RulesCard({ set, editor, onEdit }: RulesCardProps) {
  const t = useRulesTexts();
  const mayChange = useMayChange();
  const columns = useColumns(set, editor, onEdit);
  const search = useSearch({ from: '/signed-in/teams' });
  const { current } = set;
  if (!current) return null;
  const findings = { unused: set.inForce.data?.findings.unused ?? [], ...current.findings };
  const rows = shownRules(current.rules, findings, set.edited?.added ?? [], search);
  return (
    <SectionCard
      title={t('rules.title')}
      lead={t('rules.lead')}
      padded={false}
      actions={
        mayChange ? (
          <Button look="primary" onClick={() => onEdit({ rule: null })}>
            {t('rules.add')}
          </Button>
        ) : null
      }
    >
      <Filters total={current.rules.length} shown={rows.length} />
      {rows.length > 0 ? (
        <RowsTable
          name="rules"
          caption={t('rules.title')}
          columns={columns}
          rows={rows}
          rowKey={(rule) => rule.id}
          maxHeight={560}
        />
      ) : (
        <p className="border-t border-line p-4 text-ink-2">
          {current.rules.length > 0 ? t('rules.filteredOut') : t('rules.none')}
        </p>
      )}
      <RuleLists lists={current} editor={editor} />
    </SectionCard>
  );
}

function Filters({ total, shown }: { total: number; shown: number }) {
  const t = useRulesTexts();
  const text = useAdminTexts();
  const format = useFormatter();
  const search = useSearch({ from: '/signed-in/teams' });
  const navigate = useNavigate({ from: '/teams' });
  const teams = useQuery(teamsQuery);
  const set = (change: {
    team?: string | undefined;
    show?: RuleShow | undefined;
    q?: string | undefined;
  }): void =>
    void navigate({
      search: (old) => ({ ...old, ...change }),
      replace: 'q' in change,
      resetScroll: false,
    });
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 pb-3">
      <TextInput
        type="search"
        aria-label={t('rules.search')}
        placeholder={t('rules.search')}
        value={search.q ?? ''}
        onChange={(event) => set({ q: event.target.value || undefined })}
        className="w-full! sm:w-56!"
      />
      <Select
        aria-label={t('rule.team')}
        value={search.team ?? ''}
        onChange={(event) => set({ team: event.target.value || undefined })}
        className="w-full! sm:w-44!"
      >
        <option value="">{t('rules.allTeams')}</option>
        {teams.data?.teams.map((team) => (
          <option key={team.slug} value={team.slug}>
            {team.name}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t('rules.show')}
        value={search.show ?? ''}
        onChange={(event) => set({ show: RULE_SHOWS.find((name) => name === event.target.value) })}
        className="w-full! sm:w-52!"
      >
        <option value="">{text('all')}</option>
        {RULE_SHOWS.map((name) => (
          <option key={name} value={name}>
            {t(`show.${name}`)}
          </option>
        ))}
      </Select>
      <span className="text-sm text-ink-2">
        {shown === total
          ? format.counted(total, t('rules.words'))
          : t('rules.shownOf', { shown: format.number(shown), total: format.number(total) })}
      </span>
    </div>
  );
}

function useColumns(
  set: RulesCardProps['set'],
  editor: RuleEditor,
  onEdit: RulesCardProps['onEdit'],
): Column<StoredRule>[] {
  const t = useRulesTexts();
  const text = useAdminTexts();
  const mayChange = useMayChange();
  const teams = useQuery(teamsQuery).data?.teams;
  const added = new Set(set.edited?.added);
  const columns: Column<StoredRule>[] = [
    {
      key: 'value',
      header: t('rule.value'),
      sortBy: (rule) => rule.value,
      className: 'max-w-64 min-w-32 break-words',
      cell: (rule) => rule.value,
    },
    {
      key: 'team',
      header: t('rule.team'),
      sortBy: (rule) => rule.team_name,
      cell: (rule) => (
        <span className="inline-flex items-center gap-2 whitespace-nowrap">
          <TeamDot color={teams?.find((team) => team.slug === rule.team)?.color ?? 'var(--line-strong)'} />
          {rule.team_name}
        </span>
      ),
    },
    {
      key: 'field',
      header: t('rule.where'),
      sortBy: (rule) => rule.field,
      cell: (rule) => (
        <span className="whitespace-nowrap text-ink-2">
          {t(`field.${rule.field}`)}, {t(`operator.${rule.operator}`)}
        </span>
      ),
    },
    {
      key: 'strength',
      header: t('rule.strength'),
      sortBy: (rule) => ['exact', 'name', 'word', 'weak'].indexOf(rule.strength),
      cell: (rule) => <span className="whitespace-nowrap text-ink-2">{t(`strength.${rule.strength}`)}</span>,
    },
    { key: 'dates', header: t('rule.dates'), cell: (rule) => <Dates rule={rule} /> },
    {
      key: 'finding',
      header: t('rule.finding'),
      className: 'min-w-52',
      cell: (rule) => <Finding rule={rule} set={set} isNew={added.has(rule.id)} />,
    },
  ];
  if (mayChange)
    columns.push({
      key: 'actions',
      header: '',
      cell: (rule) => (
        <span className="flex justify-end">
          <IconButton aria-label={`${text('edit')}: ${rule.value}`} onClick={() => onEdit({ rule })}>
            <Icon name="edit" />
          </IconButton>
          <IconButton
            aria-label={`${t('rules.remove')}: ${rule.value}`}
            disabled={editor.save.isPending}
            onClick={() =>
              editor.save.mutate((old) => ({
                ...old,
                rules: old.rules.filter((one) => !sameRule(one, rule)),
              }))
            }
          >
            <Icon name="close" />
          </IconButton>
        </span>
      ),
    });
  return columns;
}

function Dates({ rule }: { rule: StoredRule }) {
  const t = useRulesTexts();
  const format = useFormatter();
  const day = (iso: string): string => format.day(wallTime(iso, format.timezone).day, true);
  const { valid_from, valid_to } = rule;
  if (!valid_from && !valid_to) return <span className="text-ink-2">{t('rule.always')}</span>;
  return (
    <span className="whitespace-nowrap">
      {valid_from ? t('rule.since', { day: day(valid_from) }) : ''}{' '}
      {valid_to ? t('rule.until', { day: day(valid_to) }) : ''}
    </span>
  );
}

type FindingProps = { rule: StoredRule; set: RulesCardProps['set']; isNew: boolean };

/** What is wrong with a rule, or that it is new in the draft. */
function Finding({ rule, set, isNew }: FindingProps) {
  const t = useRulesTexts();
  const { current } = set;
  if (!current) return null;
  const finding = findingOf(rule.id, {
    unused: set.inForce.data?.findings.unused ?? [],
    ...current.findings,
  });
  if (finding?.kind === 'conflict')
    return <Status tone="bad">{t('finding.conflict', { teams: finding.teams.join(', ') })}</Status>;
  if (finding?.kind === 'shadowed') {
    const by = current.rules.find((one) => one.id === finding.by);
    return <Status tone="warn">{t('finding.shadowed', { value: by?.value ?? String(finding.by) })}</Status>;
  }
  if (isNew)
    return (
      <Status tone="good" icon="plus">
        {t('finding.added')}
      </Status>
    );
  if (finding?.kind === 'unused') return <Status tone="quiet">{t('finding.unused')}</Status>;
  return null;
}
