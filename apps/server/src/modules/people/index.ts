export { lookAtNewest } from './newest-first.ts';
export { markFirstLeads } from './move-people.ts';
export { type RawPerson, resolvePeople } from './resolve-people.ts';
export { registerPeopleRoutes } from './routes.ts';
export { type PeopleSearch, readSearch } from './search-people.ts';
export { type PersonTouch, recordTouches, touchesOf } from './touches.ts';
