import type { PipelineRequest, ProductsResponse } from '@traffic/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../../lib/api.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Figure } from '../../ui/figure.tsx';
import { Select } from '../../widgets/admin/form.tsx';
import { type Column, RowsTable } from '../../widgets/admin/rows-table.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { Status } from '../../widgets/admin/status.tsx';
import { useCause } from '../../ui/widget-error.tsx';
import { Loaded } from '../../widgets/admin/loaded.tsx';
import { productsQuery } from './queries.ts';
import { useSettingsTexts } from './texts.ts';

type Pipeline = ProductsResponse['pipelines'][number];
type Product = ProductsResponse['products'][number];

/** Which pipeline sells what: the product of a deal is decided by its pipeline and by nothing else. */
export function Products() {
  const t = useSettingsTexts();
  const query = useQuery(productsQuery);
  return (
    <>
      <SectionCard title={t('pipelines.title')} lead={t('pipelines.lead')} padded={false}>
        <Loaded query={query} failed={t('error.products')}>
          {({ pipelines, products }) => <Pipelines rows={pipelines} products={products} />}
        </Loaded>
      </SectionCard>
      <SectionCard title={t('products.title')} lead={t('products.lead')} padded={false}>
        <Loaded query={query} failed={t('error.products')}>
          {({ products }) => <ProductRows rows={products} />}
        </Loaded>
      </SectionCard>
    </>
  );
}

function ProductRows({ rows }: { rows: readonly Product[] }) {
  const t = useSettingsTexts();
  const format = useFormatter();
  const columns: Column<Product>[] = [
    { key: 'name', header: t('products.name'), cell: (row) => row.name },
    { key: 'key', header: t('products.key'), className: 'text-ink-2', cell: (row) => row.key },
    {
      key: 'price',
      header: t('products.price'),
      numeric: true,
      cell: (row) =>
        row.expected_price === null ? (
          '—'
        ) : (
          <Figure value={row.expected_price}>{format.money(row.expected_price, row.currency)}</Figure>
        ),
    },
  ];
  return (
    <RowsTable
      name="products"
      caption={t('products.title')}
      columns={columns}
      rows={rows}
      rowKey={({ key }) => key}
    />
  );
}

type PipelinesProps = { rows: readonly Pipeline[]; products: readonly Product[] };

function Pipelines({ rows, products }: PipelinesProps) {
  const t = useSettingsTexts();
  const format = useFormatter();
  const columns: Column<Pipeline>[] = [
    {
      key: 'name',
      header: t('pipelines.name'),
      className: 'min-w-40',
      sortBy: (row) => row.name ?? row.pipeline_id,
      cell: (row) => row.name ?? t('pipelines.nameless'),
    },
    { key: 'id', header: t('pipelines.id'), className: 'text-ink-2', cell: (row) => row.pipeline_id },
    {
      key: 'product',
      header: t('pipelines.sells'),
      className: 'min-w-60',
      cell: (row) => <Sells pipeline={row} products={products} />,
    },
    ...(['deals', 'sales'] as const).map(
      (key): Column<Pipeline> => ({
        key,
        header: t(`pipelines.${key}`),
        numeric: true,
        sortBy: (row) => row[key],
        cell: (row) => <Figure value={row[key]}>{format.number(row[key])}</Figure>,
      }),
    ),
    {
      key: 'state',
      header: t('pipelines.state'),
      cell: (row) =>
        row.pending ? (
          <Status tone="quiet">{t('pipelines.pending')}</Status>
        ) : row.known ? (
          <Status tone="good">{t('pipelines.known')}</Status>
        ) : (
          <Status tone="warn">{t('pipelines.unknown')}</Status>
        ),
    },
  ];
  return (
    <RowsTable
      name="pipelines"
      caption={t('pipelines.title')}
      columns={columns}
      rows={rows}
      rowKey={({ pipeline_id }) => pipeline_id}
    />
  );
}

const NOT_COUNTED = '—';
const OTHER = '';

/** The decision about one pipeline; stored at once, and its deals are told anew in the background. */
function Sells({ pipeline, products }: { pipeline: Pipeline; products: readonly Product[] }) {
  const t = useSettingsTexts();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (value: string) => {
      const json: PipelineRequest = {
        product_key: value === NOT_COUNTED || value === OTHER ? null : value,
        counted: value !== NOT_COUNTED,
        prepayment_status_id: pipeline.prepayment_status_id,
        prepayment_field_id: pipeline.prepayment_field_id,
      };
      return request(`/api/v1/products/pipelines/${pipeline.pipeline_id}`, { method: 'PUT', json });
    },
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: productsQuery.queryKey });
      setChosen(null);
    },
  });
  const cause = useCause(save.error);
  const stored = pipeline.counted ? (pipeline.product_key ?? OTHER) : NOT_COUNTED;
  return (
    <>
      <Select
        aria-label={`${t('pipelines.sells')}: ${pipeline.name ?? pipeline.pipeline_id}`}
        value={chosen ?? stored}
        disabled={save.isPending}
        onChange={(event) => {
          setChosen(event.target.value);
          save.mutate(event.target.value);
        }}
        className="h-8! pointer-coarse:h-11!"
      >
        {products.map((product) => (
          <option key={product.key} value={product.key}>
            {product.name}
          </option>
        ))}
        <option value={OTHER}>{t('pipelines.other')}</option>
        <option value={NOT_COUNTED}>{t('pipelines.notCounted')}</option>
      </Select>
      {save.error ? (
        <span role="alert" className="text-xs text-bad">
          {cause}
        </span>
      ) : null}
    </>
  );
}
