export { type Academy, loadAcademy, type Product } from './academy.ts';
export { importPresetOnce } from './import-preset.ts';
export { listTeams } from './list-teams.ts';
export { reportCurrency } from './report-currency.ts';
export { resolveTeamFilter, type TeamFilter } from './team-filter.ts';
