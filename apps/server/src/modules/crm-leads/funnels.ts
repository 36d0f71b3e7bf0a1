import type { CrmFunnel, CrmLeadStatus, CrmStage } from '@traffic/contract';
import type { Db } from '../../platform/database/index.ts';
import { sumMoney } from '../../platform/money.ts';
import type { Academy } from '../settings/index.ts';
import type { StageCount } from './count-leads.ts';

export type KnownPipeline = { pipeline_id: string; name: string };
export type KnownStage = { pipeline_id: string; status_id: string; name: string };

/** The pipelines and stages we have names for, in the order to show them. */
export type Names = { pipelines: KnownPipeline[]; stages: KnownStage[] };

/** Names as the CRM gives them; before it was ever read, pipelines have those of the configuration. */
export async function loadNames(db: Db): Promise<Names> {
  const [read, configured, stages] = await Promise.all([
    db.selectFrom('crm_pipelines').select(['pipeline_id', 'name']).orderBy('position').execute(),
    db.selectFrom('product_pipelines').select(['pipeline_id', 'name']).orderBy('pipeline_id').execute(),
    db
      .selectFrom('crm_stages')
      .select(['pipeline_id', 'status_id', 'name'])
      .orderBy('pipeline_id')
      .orderBy('position')
      .execute(),
  ]);
  const known = new Set(read.map((row) => row.pipeline_id));
  return { pipelines: [...read, ...configured.filter((row) => !known.has(row.pipeline_id))], stages };
}

type School = Pick<Academy, 'pipelineIds' | 'wonStatusId' | 'lostStatusId'> & {
  productByPipeline: ReadonlyMap<number, { key: string }>;
  /** What a pipeline sells that nobody has mapped. */
  otherProduct: { key: string };
};
type Filter = { status?: CrmLeadStatus | undefined };

/**
 * Stage counts as funnels: the configured pipelines with all their stages, empty ones included, and any other
 * pipeline that has deals. Products go by their keys; what has no name is shown by its id. Pure.
 */
export function toFunnels(counts: StageCount[], names: Names, school: School, filter: Filter): CrmFunnel[] {
  const shown = counts.filter(({ status_id }) => isAsked(status_id, school, filter));
  const ids = [
    ...names.pipelines.map((pipeline) => pipeline.pipeline_id),
    ...school.pipelineIds.map(String),
    ...shown.map((row) => row.pipeline_id),
  ];
  return [...new Set(ids)].flatMap((id) => {
    const own = shown.filter((row) => row.pipeline_id === id);
    const isConfigured = id !== null && school.pipelineIds.includes(Number(id));
    return own.length > 0 || isConfigured ? [toFunnel(id, own, names, school, filter)] : [];
  });
}

/** A stage in which no deal is: its sums are really zero, not unknown. */
const NO_DEALS = { leads: 0, amount: '0.00', amount_unknown: 0 };

function toFunnel(
  id: string | null,
  own: StageCount[],
  names: Names,
  school: School,
  filter: Filter,
): CrmFunnel {
  const known = names.stages.filter(
    (stage) => stage.pipeline_id === id && isAsked(stage.status_id, school, filter),
  );
  const statusIds = new Set([
    ...known.map((stage) => stage.status_id),
    ...own.map((row) => row.status_id).toSorted((a, b) => Number(a) - Number(b)),
  ]);
  const stages = [...statusIds].map((statusId): CrmStage => {
    const { leads, amount, amount_unknown } = own.find((row) => row.status_id === statusId) ?? NO_DEALS;
    return {
      status_id: statusId,
      name: known.find((stage) => stage.status_id === statusId)?.name ?? null,
      state: stateOf(statusId, school),
      leads,
      amount,
      amount_unknown,
    };
  });
  return {
    pipeline_id: id,
    name: names.pipelines.find((pipeline) => pipeline.pipeline_id === id)?.name ?? null,
    product_key: mappedProduct(school, Number(id)),
    ...sumStages(stages),
    stages,
  };
}

/** The sums of stages, won and lost ones told apart from those still open. */
export function sumStages(stages: Pick<CrmStage, 'state' | 'leads' | 'amount' | 'amount_unknown'>[]) {
  const leads = (state: CrmStage['state']) =>
    stages.filter((stage) => stage.state === state).reduce((sum, stage) => sum + stage.leads, 0);
  const [open, won, lost] = [leads('open'), leads('won'), leads('lost')];
  return {
    total: open + won + lost,
    ...{ open, won, lost },
    amount: sumMoney(stages.map((stage) => stage.amount)),
    amount_unknown: stages.reduce((sum, stage) => sum + stage.amount_unknown, 0),
  };
}

function stateOf(statusId: string | null, school: School): CrmStage['state'] {
  if (statusId === String(school.wonStatusId)) return 'won';
  return statusId === String(school.lostStatusId) ? 'lost' : 'open';
}

function isAsked(statusId: string | null, school: School, { status }: Filter): boolean {
  return status === undefined || status === statusId || status === stateOf(statusId, school);
}

function mappedProduct({ productByPipeline, otherProduct }: School, pipelineId: number): string | null {
  const key = productByPipeline.get(pipelineId)?.key ?? otherProduct.key;
  return key === otherProduct.key ? null : key;
}
