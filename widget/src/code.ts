// nametag-code.js: shows the code that the visitor reads to an agent over the phone. Upscope's script loads it on pages that ask
// for that, each in its own way: an element, a link, or a key.
import { guarded } from './guard.ts'

type Nametag = (name: string, ...args: unknown[]) => Promise<unknown>
type Listen = (fn: (event: Event) => void, ...events: string[]) => void

/** As Upscope's pages have it. */
export interface Wanted {
  lookupCodeElement?: unknown // an element, or what selects one
  lookupCodeKey?: unknown // its keyCode; Ctrl's, if none is named
  lookupCodeKeyMessage?: unknown // with {%lookupCode%} where the code is to stand
  enableLookupCodeOnKey?: unknown
}

const place = '{%lookupCode%}'
const againMs = 600_000 // a code that goes on being shown is asked for again, so that it lives on
const withinMs = 10_000 // the key is pressed five times

let over = false // the visitor asked for it over the page
let comeBack: () => void
let nametag: Nametag | undefined
let whose: string | null = null // who is here, as far as that is known
let code: string | undefined // in the page's element
let dialog: HTMLDialogElement | undefined
let wanted: Wanted
let presses: number[] = [] // of the key, the latest first
let askAt = 0

/** Shows the code over the page, as the page words it. */
const showOver = (code: string) => {
  dialog?.remove()
  const shown = dialog = document.createElement('dialog'), button = document.createElement('button')
  button.textContent = 'OK'
  button.onclick = shown.onclose = () => shown.remove()
  shown.style.cssText = 'margin:auto;font:2em system-ui'
  shown.append(`${wanted.lookupCodeKeyMessage || place}`.replace(place, code) + '  ', button)
  document.documentElement.append(shown)
  shown.showModal()
}

/** The code over the page is the visitor's own wish: a page that hung up comes back for it. */
const wantOver = () => {
  comeBack()
  over = true
  void look()
}

/** Puts the code into the page's own element, whenever there is one. */
const fill = () => {
  const { lookupCodeElement: where } = wanted
  const element = typeof where === 'string' ? document.querySelector(where) : where as Element | null
  if (!element) return
  if (whose && Date.now() > askAt) {
    askAt = Date.now() + againMs
    ask(given => code = given)
  }
  if (code !== undefined && element.textContent !== code) element.textContent = code
}

/** Asks for the code of who is here; what comes when that is another one counts for nobody. */
const ask = (use: (code: string) => unknown) => {
  const id = whose
  nametag!('lookupCode').then(answer => id === whose && use((answer as { code: string }).code), () => {})
}

/** The key, five times in a row, shows it. */
const count = (event: Event) => {
  const { keyCode, timeStamp } = event as KeyboardEvent
  presses = keyCode === (wanted.lookupCodeKey || 17) ? [timeStamp, ...presses] : []
  if (timeStamp - presses[4]! < withinMs) {
    presses = []
    wantOver()
  }
}

/** Notices who is here, and shows what is wanted. Of a visitor who is gone no code stays on the page. */
const look = async () => {
  const [{ visitor_id }, { loaded }] = await Promise.all([nametag!('identity'), nametag!('status')]) as [{ visitor_id: string | null }, { loaded: boolean }]
  const id = loaded ? visitor_id : null
  if (id !== whose) {
    if (whose) {
      code = ''
      dialog?.remove()
    }
    whose = id
    askAt = 0
  }
  if (whose && over) {
    over = false
    ask(showOver)
  }
  guarded(fill)
}

/** From here on the code is shown where the page wants it; and over the page, where its address asks for that. May be called again. */
export const watch = (call: Nametag, start: () => void, config: Wanted, listen: Listen): void => {
  wanted = config
  comeBack = start
  if (!nametag) {
    nametag = call
    setInterval(look, 500)
    if (config.enableLookupCodeOnKey) listen(count, 'keyup')
  }
  if (location.hash !== '#upscope-lookup-code') return
  history.replaceState(history.state, '', location.href.split('#')[0])
  wantOver()
}
