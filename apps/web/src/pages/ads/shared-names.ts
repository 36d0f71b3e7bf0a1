type Named = { name: string | null; figures: { leads: number | null; sales: number | null } };

const keyOf = (name: string): string => name.trim().toLowerCase();

/**
 * Rows that a tag could not tell from each other: several have one name, and none of the leads and sales named this one
 * by its id. What the CRM knows of such a row is unknown, and not zero.
 */
export function sharedNames<Row extends Named>(rows: readonly Row[]): Set<Row> {
  const counts = new Map<string, number>();
  for (const { name } of rows) if (name !== null) counts.set(keyOf(name), (counts.get(keyOf(name)) ?? 0) + 1);
  return new Set(
    rows.filter(
      ({ name, figures }) =>
        name !== null && (counts.get(keyOf(name)) ?? 0) > 1 && !figures.leads && !figures.sales,
    ),
  );
}
