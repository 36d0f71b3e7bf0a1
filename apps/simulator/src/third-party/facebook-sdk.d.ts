/** The part of Meta's own SDK that the test uses; the package ships no types. */
declare module 'facebook-nodejs-business-sdk' {
  interface Node {
    _data: Record<string, unknown>;
  }
  interface Cursor extends Array<Node> {
    paging: { cursors: { before: string; after: string }; next?: string } | undefined;
    hasNext(): boolean;
    next(): Promise<Cursor>;
  }
  class FacebookAdsApi {
    static init(token: string, locale?: string, crashLog?: boolean): FacebookAdsApi;
  }
  class AdAccount {
    constructor(id: string);
    read(fields: string[]): Promise<Node>;
    getInsights(fields: string[], params: object): Promise<Cursor>;
    getCampaigns(fields: string[], params?: object): Promise<Cursor>;
  }
  class User {
    constructor(id: string);
    getAdAccounts(fields: string[], params?: object): Promise<Cursor>;
    getBusinesses(fields: string[], params?: object): Promise<Cursor>;
  }
  class UserData {
    setEmail(email: string): UserData;
  }
  class ServerEvent {
    setEventName(name: string): ServerEvent;
    setEventTime(seconds: number): ServerEvent;
    setActionSource(source: string): ServerEvent;
    setUserData(data: UserData): ServerEvent;
    normalize(): object;
  }
  class Business {
    constructor(id: string);
    getOwnedAdAccounts(fields: string[], params?: object): Promise<Cursor>;
    getClientAdAccounts(fields: string[], params?: object): Promise<Cursor>;
  }
}
