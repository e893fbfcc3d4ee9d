// Which site this page belongs to, where its server is, and whether the widget may begin by itself.

export interface Settings { site?: string; host?: string; autoload?: boolean }

export let site = ''
export let host = ''
export let autoload = true
/** What everything kept in a browser is named after. */
export let name = 'nametag_'

/** Takes what the script tag or the page says; what is said later wins. */
export const configure = (settings: Settings): void => {
  ({ site = site, host = host, autoload = autoload } = settings)
  name = 'nametag_' + site
}
