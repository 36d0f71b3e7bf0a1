import type { Academy } from './academy.ts';
import { type Credit, creditOfDeal } from './credit.ts';
import { isWon } from './deals.ts';
import type { Deal } from './types.ts';

export interface Sale {
  deal: Deal;
  /** Key of the preset's product, or `other`. */
  product: string;
  soldAtSec: number;
  /** When it left the won status or was deleted; null while the money is ours. */
  reversedAtSec: number | null;
  credit: Credit;
}

/** Every deal that has ever been won, once: sold when it entered won last, reversed when it has left since. */
export function salesOf(academy: Academy): Sale[] {
  return [...academy.world.deals.values()]
    .map((deal) => saleOf(academy, deal))
    .filter((sale) => sale !== undefined);
}

function saleOf(academy: Academy, deal: Deal): Sale | undefined {
  const index = deal.moves.findLastIndex((move) => move.statusId === academy.rules.wonStatus);
  const won = deal.moves[index];
  if (won === undefined) return undefined;
  const left = deal.moves[index + 1]?.atSec ?? deal.updatedAtSec;
  const product = academy.preset.products.find(({ pipeline_id }) => pipeline_id === won.pipelineId);
  return {
    deal,
    product: product?.key ?? 'other',
    soldAtSec: won.atSec,
    reversedAtSec: isWon(academy, deal) ? null : left,
    credit: creditOfDeal(academy, deal, won.atSec),
  };
}
