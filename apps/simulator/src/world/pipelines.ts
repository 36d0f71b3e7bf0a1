import type { Academy } from './academy.ts';

export interface Stage {
  id: number;
  name: string;
}

export interface Pipeline {
  id: number;
  name: string;
  stages: readonly Stage[];
}

/** Stages invented for pipelines whose preset lists only the two closing ones; ids are derived, so they never change. */
const INVENTED = ['Неразобранное', 'Первичный контакт', 'Переговоры', 'Счёт выставлен'] as const;

/** All pipelines of the account with their open stages first and won, lost last, as AmoCRM orders them. */
export function pipelinesOf(academy: Academy): Pipeline[] {
  const { preset } = academy;
  const named = [
    ...preset.products.map((product) => ({ id: product.pipeline_id, name: product.name })),
    ...preset.other_pipelines.map((other) => ({ id: other.pipeline_id, name: other.name })),
  ];
  const closing = [
    { id: preset.amocrm.won_status_id, name: 'Успешно реализовано' },
    { id: preset.amocrm.lost_status_id, name: 'Закрыто и не реализовано' },
  ];
  return named.map(({ id, name }) => ({ id, name, stages: [...openStages(academy, id), ...closing] }));
}

/** The stages a deal can be in before it is won or lost, first to last; never empty. */
export function openStages(academy: Academy, pipelineId: number): Stage[] {
  const { won_status_id: won, lost_status_id: lost } = academy.preset.amocrm;
  const listed = (academy.preset.pipeline_stages[String(pipelineId)] ?? [])
    .filter((stage) => stage.status_id !== won && stage.status_id !== lost)
    .map((stage) => ({ id: stage.status_id, name: stage.name }));
  return listed.length > 0 ? listed : INVENTED.map((name, index) => ({ id: pipelineId * 8 + index, name }));
}

/** The stage a new application lands in: the second one, because the first is the "unsorted" tray. */
export function firstStage(academy: Academy, pipelineId: number): number {
  const stages = openStages(academy, pipelineId);
  const stage = stages[1] ?? stages[0];
  if (stage === undefined) throw new Error(`pipeline ${pipelineId} has no stages`);
  return stage.id;
}
