export { type AlarmKind, alarmKind } from './alarm-kind.ts';
export { clearAlarm, raiseAlarm } from './alarms.ts';
export { registerOperationsRoutes } from './routes.ts';
export { isOnDemand, startJob } from './start-job.ts';
export { closeAbandonedRuns, recordSyncRun, type ReportProgress } from './sync-runs.ts';
