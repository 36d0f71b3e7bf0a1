import { z } from 'zod';
import { UTM_FIELD_KEYS } from '../../integrations/amocrm/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { AppError } from '../../platform/errors.ts';

/** What a pipeline sells. */
export type Product = {
  key: string;
  name: string;
  expectedPrice: string | null;
  currency: string;
  /** False: a deal won in this pipeline is no sale at all. */
  counted: boolean;
  /** The stage of this pipeline in which a part is paid in advance, and the field that holds the sum. */
  prepayment: { statusId: number; fieldId: string | null } | null;
};

/** The configured school: everything that another school would have different. */
export type Academy = {
  name: string;
  timezone: string;
  currency: string;
  wonStatusId: number;
  lostStatusId: number;
  /** Ids of the AmoCRM custom fields that hold each UTM value, most trusted first. */
  utmFieldIds: StoredAcademy['utmFieldIds'];
  productByPipeline: Map<number, Product>;
  /** Every pipeline of the CRM that is known, mapped to a product or not. */
  pipelineIds: number[];
  /** Unmapped pipelines sell this: counted in sales, never as Express or Flagman. */
  otherProduct: Product;
  /** Table of each product's projection that the landing side reads, by product key. */
  ledgerTables: Map<string, string>;
};

/** The part kept as one value in `settings`; the rest has tables of its own. */
export const StoredAcademy = z.object({
  name: z.string(),
  timezone: z.string(),
  currency: z.string(),
  wonStatusId: z.number().int(),
  lostStatusId: z.number().int().default(143),
  utmFieldIds: z.partialRecord(z.enum(UTM_FIELD_KEYS), z.array(z.number().int())),
});
export type StoredAcademy = z.infer<typeof StoredAcademy>;

/**
 * Reads the configuration of the school from the database.
 * @throws AppError `unavailable` before the preset is imported
 */
export async function loadAcademy(db: Db): Promise<Academy> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', 'academy').executeTakeFirst();
  if (row === undefined) throw new AppError('unavailable', 'Школа ещё не настроена: импортируйте PRESET');
  const stored = StoredAcademy.parse(row.value);
  const products = await db.selectFrom('products').selectAll().execute();
  const pipelines = await db.selectFrom('product_pipelines').selectAll().execute();
  const byKey = new Map(products.map((row) => [row.key, row]));
  const other: Product = {
    key: 'other',
    name: 'Другое',
    expectedPrice: null,
    currency: stored.currency,
    counted: true,
    prepayment: null,
  };
  const productByPipeline = new Map<number, Product>();
  for (const pipeline of pipelines) {
    const product = pipeline.product_key === null ? undefined : byKey.get(pipeline.product_key);
    const sold = product === undefined ? other : toProduct(product);
    productByPipeline.set(Number(pipeline.pipeline_id), { ...sold, ...ofPipeline(pipeline) });
  }
  return {
    ...stored,
    productByPipeline,
    pipelineIds: pipelines.map((pipeline) => Number(pipeline.pipeline_id)),
    otherProduct: other,
    ledgerTables: new Map(
      products.flatMap((row) => (row.ledger_table === null ? [] : [[row.key, row.ledger_table]])),
    ),
  };
}

function toProduct(row: {
  key: string;
  name: string;
  expected_price: string | null;
  currency: string;
}): Omit<Product, 'counted' | 'prepayment'> {
  return { key: row.key, name: row.name, expectedPrice: row.expected_price, currency: row.currency };
}

function ofPipeline(row: {
  counted: boolean;
  prepayment_status_id: string | null;
  prepayment_field_id: string | null;
}): Pick<Product, 'counted' | 'prepayment'> {
  const prepayment =
    row.prepayment_status_id === null
      ? null
      : { statusId: Number(row.prepayment_status_id), fieldId: row.prepayment_field_id };
  return { counted: row.counted, prepayment };
}
