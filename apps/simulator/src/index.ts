export type { SimulatorInput } from './options.ts';
export { type RunningSimulator, startSimulator } from './start-simulator.ts';
