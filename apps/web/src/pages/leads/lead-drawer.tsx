import type { LeadResponse, TimelineEntry } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useSession } from '../../app/use-session.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { TeamMark } from '../../ui/team-mark.tsx';
import { WidgetError } from '../../ui/widget-error.tsx';
import { Facts } from '../../widgets/facts.tsx';
import { Decision, Section } from '../../widgets/sale-receipt.tsx';
import { leadQuery } from './queries.ts';
import { useLeadsTexts } from './texts.ts';

/** One lead: who, whose and why, and everything that happened since. Closed while `id` is undefined. */
export function LeadDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const text = useLeadsTexts();
  const lead = useQuery({ ...leadQuery(id ?? ''), enabled: id !== undefined });
  return (
    <Sheet
      side="right"
      title={text('drawer.title')}
      closeLabel={text('drawer.close')}
      open={id !== undefined}
      onClose={onClose}
    >
      {lead.data ? <Story answer={lead.data} /> : null}
      {lead.error ? (
        <div className="p-4">
          <WidgetError title={text('drawer.error')} error={lead.error} onRetry={() => void lead.refetch()} />
        </div>
      ) : null}
    </Sheet>
  );
}

function Story({ answer: { lead, receipt, timeline } }: { answer: LeadResponse }) {
  const text = useLeadsTexts();
  const format = useFormatter();
  return (
    <article className="grid gap-6 p-4 text-sm">
      <header>
        <h3 className="text-xl font-bold break-words">{lead.name ?? text('noName')}</h3>
        <p className="text-ink-2">
          {[lead.form, format.dateTime(lead.created_at)].filter(Boolean).join(' · ')}
        </p>
      </header>
      <Facts
        rows={[
          [text('contact'), [lead.phone, lead.email].filter(Boolean).join(', ') || null],
          [text('crm'), lead.deal_id],
          ['utm_source', lead.utm_source],
          ['utm_campaign', lead.utm_campaign],
        ]}
      />
      <Decision receipt={receipt} />
      <Section title={text('drawer.timeline')}>
        <ol className="grid gap-3">
          {timeline.map((entry) => (
            <Entry key={`${entry.at}-${entry.kind}-${entry.title ?? ''}`} entry={entry} />
          ))}
        </ol>
      </Section>
      <PersonalData lead={lead} />
    </article>
  );
}

/** The way from a lead to what is kept of the person, and to its erasure; what they are found by stays out of the address. */
function PersonalData({ lead }: { lead: LeadResponse['lead'] }) {
  const text = useLeadsTexts();
  const person = lead.phone ?? lead.email ?? lead.deal_id ?? lead.name;
  if (useSession().user.role !== 'admin' || !person) return null;
  return (
    <p className="border-t border-line pt-4">
      <Link
        to="/settings"
        search={{ tab: 'privacy' }}
        state={{ person: String(person) }}
        className="text-accent underline-offset-4 hover:underline"
      >
        {text('drawer.privacy')}
      </Link>
    </p>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const text = useLeadsTexts();
  const format = useFormatter();
  const tags = Object.entries(entry.utm ?? {}).filter(([, value]) => value !== null);
  return (
    <li className="grid grid-cols-[92px_1fr] gap-3">
      <time dateTime={entry.at} className="text-ink-2">
        {format.dateTime(entry.at)}
      </time>
      <div className="min-w-0 break-words">
        <p className="flex flex-wrap items-center gap-x-3">
          <span className="font-medium">
            {[text(`drawer.${entry.kind}`), entry.kind === 'touch' ? null : entry.title]
              .filter(Boolean)
              .join(': ')}
          </span>
          {entry.team ? <TeamMark team={entry.team} /> : null}
        </p>
        {tags.map(([field, value]) => (
          <p key={field} className="text-xs text-ink-2">
            {field}: {value}
          </p>
        ))}
      </div>
    </li>
  );
}
