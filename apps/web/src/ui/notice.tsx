import type { ReactNode } from 'react';

type NoticeProps = { title: string; children: ReactNode; action?: ReactNode };

/** An empty or refused state: one sentence, one action, left-aligned like everything that is read. */
export function Notice({ title, children, action }: NoticeProps) {
  return (
    <section className="card flex max-w-2xl flex-col items-start gap-3 p-6">
      <h2 className="text-lg font-bold">{title}</h2>
      <p className="text-ink-2">{children}</p>
      {action}
    </section>
  );
}
