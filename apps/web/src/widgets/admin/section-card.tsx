import { type ReactNode, useId } from 'react';

type SectionCardProps = {
  title: string;
  /** One line on what this is for. */
  lead?: ReactNode;
  /** Controls at the right of the title. */
  actions?: ReactNode;
  busy?: boolean;
  /** False for tables, which reach the card's edges. */
  padded?: boolean;
  children: ReactNode;
};

/** A card of a page: its name, what it is for, what can be done, its content. */
export function SectionCard({ title, lead, actions, busy, padded = true, children }: SectionCardProps) {
  const id = useId();
  return (
    <section className="card min-w-0 overflow-hidden" aria-labelledby={id} aria-busy={busy}>
      <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 p-4 pb-3">
        <div className="min-w-0 flex-1 basis-full sm:basis-52">
          <h2 id={id} className="text-lg font-bold">
            {title}
          </h2>
          {lead ? <p className="max-w-[88ch] text-sm text-pretty text-ink-2">{lead}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </header>
      <div className={`${padded ? 'px-4 pb-4' : ''} ${busy ? 'refreshing' : ''}`}>{children}</div>
    </section>
  );
}
