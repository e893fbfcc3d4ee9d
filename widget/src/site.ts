// Which site this page belongs to, where its server is, and what holds the widget back.

/** What a page says, or its script tag, where it is all text. */
export interface Settings {
  site?: string
  host?: string
  autoload?: boolean | string
  consent?: 'required' | 'gpc' | 'granted' | 'denied'
  persist?: boolean | string
  debug?: unknown
  linkedDomains?: string[] // of earlier vendors' pages, and without effect: what the site lists counts
}

export let settings: Settings = {}
export let host = ''
/** What everything kept in a browser is named after. */
export let name = ''

/** Takes what the script tag or the page says; what is said later wins. */
export const configure = (said?: Settings): void => {
  said = { ...settings, ...said }
  host = new URL(said.host || location.href).origin // before anything is taken: it may be no address
  name = 'nametag_' + said.site
  settings = said
}

/** Loads one of the files beside this one, and hands over to it; where that can't be had, quietly nothing happens. */
export const addFile = <File>(file: 'beats' | 'carry' | 'code' | 'debug', use: (file: File) => unknown): unknown =>
  import(host + '/nametag-' + file + '.' + ASIDE_HASH + '.js').then(use as never).catch(() => {})
