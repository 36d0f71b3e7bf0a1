type Fact = readonly [name: string, value: string | null];

/** Names and values in two columns; a fact that is not known is left out. */
export function Facts({ rows }: { rows: readonly Fact[] }) {
  return (
    <dl className="grid grid-cols-[minmax(92px,auto)_1fr] gap-x-3 gap-y-1.5 text-sm">
      {rows
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-2">{name}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
