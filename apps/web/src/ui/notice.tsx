import type { ReactNode } from 'react';

type NoticeProps = { title: string; children: ReactNode; action?: ReactNode };

/** An empty or refused state: one sentence, one action, left-aligned like everything that is read. */
export function Notice({ title, children, action }: NoticeProps) {
  return (
    <section className="card flex flex-col items-start gap-1 p-4">
      <h2 className="text-lg font-bold">{title}</h2>
      <p className="max-w-[88ch] text-sm text-ink-2">{children}</p>
      {action ? <div className="mt-2">{action}</div> : null}
    </section>
  );
}
