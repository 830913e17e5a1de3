/** What the server fills into the page: how to sign in, and which build of the pages this is. */
export interface Config {
  build: string;
  /** Where people of a school that is not in development sign in; absent in development. */
  authority?: string;
  clientId?: string;
  scope?: string;
}

export const config: Config = JSON.parse(document.getElementById('config')?.textContent || '{"build":""}') as Config;
