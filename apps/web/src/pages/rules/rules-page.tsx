import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/use-session.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { WidgetError } from '../../ui/widget-error.tsx';
import { ClosedPage, ReadOnlyNote, useMayChange } from '../../widgets/admin/admin-only.tsx';
import { FormError } from '../../widgets/admin/form.tsx';
import { PageTabs } from '../../widgets/admin/page-tabs.tsx';
import { useAdminTexts } from '../../widgets/admin/texts.ts';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { PageTitle } from '../../widgets/page-title.tsx';
import { LoadingCard } from '../../widgets/loading-card.tsx';
import { DraftCard } from './draft-card.tsx';
import { NewValues } from './new-values.tsx';
import { RuleForm, type RuleSeed } from './rule-form.tsx';
import { RulesCard } from './rules-card.tsx';
import { TeamsCard } from './teams-card.tsx';
import { useRulesTexts } from './texts.ts';
import { useRuleEditor, useRuleSet, useRuns } from './use-rule-editor.ts';
import { Versions } from './versions.tsx';

/** Only for who opens it. */
const PlansTab = lazy(async () => ({ default: (await import('../plans/plans-tab.tsx')).PlansTab }));

/** «Конструктор команд»: whose each tag is, what a change would move, and who decided it when. */
export function RulesPage() {
  return useSession().user.role === 'targetologist' ? <ClosedPage /> : <Rules />;
}

function Rules() {
  const { t: core } = useTranslation();
  const t = useRulesTexts();
  const text = useAdminTexts();
  const { tab = 'rules', field, value } = useSearch({ from: '/signed-in/teams' });
  const navigate = useNavigate({ from: '/teams' });
  const asked: RuleSeed | null = value === undefined ? null : { rule: null, field: field ?? 'utm', value };
  const set = useRuleSet();
  const editor = useRuleEditor();
  const [picked, setSeed] = useState<RuleSeed | null>(null);
  const mayChange = useMayChange();
  const seed = picked ?? (mayChange ? asked : null);
  const close = (): void => {
    setSeed(null);
    if (asked)
      void navigate({ search: (old) => ({ ...old, field: undefined, value: undefined }), replace: true });
  };
  const failed = set.inForce.error ?? set.draft.error;
  const findings = set.current?.findings;
  return (
    <>
      <PageTitle report={undefined}>{core('section.rules')}</PageTitle>
      <ReadOnlyNote />
      <PageTabs
        label={core('section.rules')}
        value={tab}
        options={[
          { value: 'rules', label: t('tab.rules'), count: findings?.conflicts.length ?? 0 },
          { value: 'values', label: t('tab.values') },
          { value: 'versions', label: t('tab.versions') },
          { value: 'plans', label: t('tab.plans') },
        ]}
      />
      {failed ? (
        <WidgetError
          title={t('error.rules')}
          error={failed}
          onRetry={() => void Promise.all([set.inForce.refetch(), set.draft.refetch()])}
        />
      ) : null}
      {tab === 'plans' ? null : (
        <>
          <Outcome editor={editor} />
          <DraftCard editor={editor} />
        </>
      )}
      {tab === 'rules' ? (
        <>
          <TeamsCard />
          <RulesCard set={set} editor={editor} onEdit={setSeed} />
        </>
      ) : null}
      {tab === 'values' ? <NewValues onAssign={setSeed} /> : null}
      {tab === 'plans' ? (
        <Suspense fallback={<LoadingCard heightPx={352} />}>
          <PlansTab />
        </Suspense>
      ) : null}
      {tab === 'versions' ? <Versions editor={editor} /> : null}
      <Sheet
        side="right"
        title={seed?.rule ? t('rule.editTitle') : t('rule.newTitle')}
        closeLabel={text('close')}
        open={seed !== null}
        onClose={close}
      >
        {seed ? <RuleForm seed={seed} editor={editor} onDone={close} /> : null}
      </Sheet>
    </>
  );
}

/** How the last change ended, when it did not end well. */
function Outcome({ editor }: { editor: ReturnType<typeof useRuleEditor> }) {
  const t = useRulesTexts();
  const { lastSwitch } = useRuns();
  const refusal = useRefusal(editor.save.error ?? editor.discard.error);
  const failed = lastSwitch?.state === 'failed' ? lastSwitch : null;
  if (!refusal.general && !failed) return null;
  return <FormError>{refusal.general ?? t('switching.failed', { why: failed?.error ?? '' })}</FormError>;
}
