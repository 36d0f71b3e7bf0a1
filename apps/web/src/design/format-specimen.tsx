import { useFormatter } from '../lib/use-formatter.ts';
import { ReportTable } from '../widgets/report-table.tsx';
import { useDesignTexts } from './texts.ts';

/** What the formatter prints in the language chosen above. */
export function FormatSpecimen() {
  const t = useDesignTexts();
  const format = useFormatter();
  const leads = t('leads');
  const rows: [given: string, printed: string][] = [
    ['1234567', format.number(1234567)],
    ['1234567 KZT', format.money('1234567', 'KZT')],
    ['1234.5 USD', format.money('1234.5', 'USD')],
    ['1250000 KZT', format.compact(1250000, 'KZT')],
    ['12.34', format.percent('12.34')],
    ['-8.2', format.signedPercent('-8.2')],
    ['2026-11-05T18:59:00Z', format.dateTime('2026-11-05T18:59:00Z')],
    ['2026-10-22 – 2026-11-20', format.period('2026-10-22', '2026-11-20')],
    ...[1, 2, 5, 21, 37].map((count): [string, string] => [String(count), format.counted(count, leads)]),
  ];
  return (
    <div className="card overflow-hidden">
      <ReportTable
        caption={t('formats')}
        rows={rows}
        keyOf={([given]) => given}
        columns={[
          { key: 'given', header: t('given'), cell: ([given]) => <code>{given}</code> },
          { key: 'printed', header: t('printed'), cell: ([, printed]) => printed },
        ]}
      />
    </div>
  );
}
