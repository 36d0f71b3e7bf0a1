import type { ConversionStage } from '@traffic/contract';

const LINE = /^(\d{1,18})[\s,;]+(\d{1,18})[\s,;]+([A-Za-z][A-Za-z0-9_ ]{0,39})$/;

/** Stages as an administrator types them, one a line; null when a line cannot be read. */
export function readStages(text: string): ConversionStage[] | null {
  const lines = text.split('\n').flatMap((line) => line.trim() || []);
  const stages = lines.flatMap((line) => {
    const [, pipeline, status, name] = LINE.exec(line) ?? [];
    if (pipeline === undefined || status === undefined || name === undefined || name === 'Purchase')
      return [];
    return [{ pipeline_id: pipeline, status_id: status, event_name: name.trim() }];
  });
  return stages.length === lines.length ? stages : null;
}

/** The same the other way. */
export function writeStages(stages: readonly ConversionStage[]): string {
  return stages.map((stage) => `${stage.pipeline_id} ${stage.status_id} ${stage.event_name}`).join('\n');
}
