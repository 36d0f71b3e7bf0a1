import type { RuleField, RuleInput, RuleOperator, RuleStrength, StoredRule } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { teamsQuery } from '../../lib/queries.ts';
import { wallTime } from '../../lib/format-dates.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { Field, FormError, Select, TextInput, textOf } from '../../widgets/admin/form.tsx';
import { useAdminTexts } from '../../widgets/admin/texts.ts';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { dayStart } from '../../lib/day-start.ts';
import { useRulesTexts } from './texts.ts';
import type { RuleEditor } from './use-rule-editor.ts';

const FIELDS: readonly RuleField[] = [
  'utm',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_content',
  'utm_term',
  'landing_source',
  'ad_account',
  'campaign_id',
];
const OPERATORS: readonly RuleOperator[] = ['equals', 'word', 'prefix'];
const STRENGTHS: readonly RuleStrength[] = ['exact', 'name', 'word', 'weak'];

/** What a form begins with: a rule to change, or a value somebody saw and wants to give to a team. */
export type RuleSeed = { rule: StoredRule | null; field?: RuleField; value?: string };

type RuleFormProps = { seed: RuleSeed; editor: RuleEditor; onDone: () => void };

/** One sentence of the rules: this value in this field means this team, between two days. */
export function RuleForm({ seed, editor, onDone }: RuleFormProps) {
  const t = useRulesTexts();
  const text = useAdminTexts();
  const { timezone } = useFormatter();
  const teams = useQuery(teamsQuery);
  const [field, setField] = useState(seed.rule?.field ?? seed.field ?? 'utm');
  const refusal = useRefusal(editor.save.error);
  const { rule } = seed;

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const input: RuleInput = {
      team: textOf(form, 'team'),
      field,
      operator: textOf(form, 'operator') as RuleOperator,
      value: textOf(form, 'value'),
      strength: textOf(form, 'strength') as RuleStrength,
      valid_from: dayStart(textOf(form, 'valid_from'), timezone),
      valid_to: dayStart(textOf(form, 'valid_to'), timezone),
    };
    editor.save.mutate(
      (set) => ({
        ...set,
        rules: rule ? set.rules.map((old) => (sameRule(old, rule) ? input : old)) : [...set.rules, input],
      }),
      { onSuccess: onDone },
    );
  };
  return (
    <form onSubmit={submit} className="grid gap-4 p-4">
      <Field label={t('rule.team')} error={refusal.of('team')}>
        <Select name="team" required defaultValue={rule?.team ?? ''}>
          <option value="" disabled>
            {t('rule.chooseTeam')}
          </option>
          {teams.data?.teams.map((team) => (
            <option key={team.slug} value={team.slug}>
              {team.name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('rule.field')}>
        <Select value={field} onChange={(event) => setField(event.target.value as RuleField)}>
          {FIELDS.map((name) => (
            <option key={name} value={name}>
              {t(`field.${name}`)}
            </option>
          ))}
        </Select>
      </Field>
      <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-3">
        <Field label={t('rule.operator')}>
          <Select name="operator" defaultValue={rule?.operator ?? 'equals'}>
            {OPERATORS.map((name) => (
              <option key={name} value={name}>
                {t(`operator.${name}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t('rule.value')} error={refusal.of('value')}>
          <TextInput
            name="value"
            required
            maxLength={200}
            defaultValue={rule?.value ?? seed.value}
            autoFocus
          />
        </Field>
      </div>
      <Field label={t('rule.strength')} hint={t('rule.strengthHint')}>
        <Select name="strength" defaultValue={rule?.strength ?? 'exact'}>
          {STRENGTHS.map((name) => (
            <option key={name} value={name}>
              {t(`strength.${name}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Dates rule={rule} error={refusal.of('valid_to')} />
      {refusal.general ? <FormError>{refusal.general}</FormError> : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={editor.save.isPending}>
          {rule ? t('rule.save') : t('rule.add')}
        </Button>
        <Button look="ghost" onClick={onDone}>
          {text('cancel')}
        </Button>
      </div>
      <p className="text-xs text-ink-2">{t('rule.draftNote')}</p>
    </form>
  );
}

/** Whether an input is this stored rule: the draft is stored as a whole, by what the rules say. */
export function sameRule(input: RuleInput, rule: StoredRule): boolean {
  const keys = ['team', 'field', 'operator', 'value', 'strength', 'valid_from', 'valid_to'] as const;
  return keys.every((key) => input[key] === rule[key]);
}

function Dates({ rule, error }: { rule: StoredRule | null; error: string | null }) {
  const t = useRulesTexts();
  const { timezone } = useFormatter();
  const day = (iso: string | null | undefined): string | undefined =>
    iso ? wallTime(iso, timezone).day : undefined;
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field label={t('rule.from')} hint={t('rule.fromHint')}>
        <TextInput type="date" name="valid_from" defaultValue={day(rule?.valid_from)} />
      </Field>
      <Field label={t('rule.to')} hint={t('rule.toHint')} error={error}>
        <TextInput type="date" name="valid_to" defaultValue={day(rule?.valid_to)} />
      </Field>
    </div>
  );
}
