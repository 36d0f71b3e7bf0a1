export { type AlarmKind, alarmKind } from './alarm-kind.ts';
export { alarmOwner } from './alarm-owner.ts';
export { clearAlarm, raiseAlarm } from './alarms.ts';
export { expiryStep, watchExpiry } from './expiry-alarm.ts';
export { registerOperationsRoutes } from './routes.ts';
export { isOnDemand, startJob } from './start-job.ts';
export { closeAbandonedRuns, recordSyncRun, type ReportProgress } from './sync-runs.ts';
