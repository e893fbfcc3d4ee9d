// What an agent sees, noted within the panel's page: put into it before its own scripts. Reads what is about to be painted.

export interface Seen {
  gaps: number[] // milliseconds between frames
  stale: number[] // of each change that was shown: milliseconds since it happened
  blank: number // share of the frames in which a row on the screen was still on its way
  messages: number // of the agent's socket
}

export interface Eye {
  firstRows: number | null // milliseconds from the navigation until rows were there to be painted
  look(): Seen // since the last look
  /** Moves the scrollbar to a share of the list; milliseconds until the rows there are shown, or null if they never are. */
  jump(to: number): Promise<number | null>
  /** Milliseconds until every row on the screen holds the text, or null. */
  holding(text: string): Promise<number | null>
}

declare global { interface Window { eye: Eye } }

const patienceMs = 5000
const mark = /#([0-9a-z]+)$/ // in a page's title, before the time at which it was opened

let seen: Seen = { gaps: [], stale: [], blank: 0, messages: 0 }
let blanks = 0
let before = 0
let touched = true // the list changed since the last frame
let titles = new Map<string, string>()

window.eye = {
  firstRows: null,
  look() {
    const all = { ...seen, blank: blanks / seen.gaps.length }
    seen = { gaps: [], stale: [], blank: 0, messages: 0 }
    blanks = 0
    return all
  },
  jump(to) {
    const list = box()!
    list.scrollTop = to * (list.scrollHeight - list.clientHeight)
    return until(() => onScreen().blank === 0 && isCovered())
  },
  holding: text => until(() => {
    const { rows } = onScreen()
    return rows.length > 0 && rows.every(row => row.textContent.includes(text))
  }),
}

// Where the socket is made, it is listened to: that is all that the page does differently.
window.WebSocket = class extends WebSocket {
  constructor(...line: ConstructorParameters<typeof WebSocket>) {
    super(...line)
    this.addEventListener('message', () => { seen.messages++ })
  }
}

new MutationObserver(() => { touched = true }).observe(document, { subtree: true, childList: true, characterData: true })
requestAnimationFrame(frame)

function frame(now: number) {
  requestAnimationFrame(frame)
  if (before) seen.gaps.push(now - before)
  before = now
  if (document.getElementsByClassName('row-blank').length && onScreen().blank) blanks++
  if (!touched) return
  touched = false
  read(performance.timeOrigin + performance.now())
}

/** Of the rows in the list, those whose page changed tell how old that is; so do those who came in at the top. */
function read(now: number) {
  const rows = [...document.querySelectorAll<HTMLElement>('li[data-row]')].sort((a, b) => topOf(a) - topOf(b))
  if (rows.length) window.eye.firstRows ??= performance.now()
  const next = new Map(rows.map(row => [row.dataset['row']!, titleOf(row)]))
  let came = titles.size > 0 && box()?.scrollTop === 0
  for (const [id, title] of next) {
    const was = titles.get(id)
    if (was !== undefined) came = false
    const opened = mark.exec(title)?.[1]
    if (opened && was !== title && (was !== undefined || came)) seen.stale.push(now - parseInt(opened, 36))
  }
  titles = next
}

const box = () => document.querySelector<HTMLElement>('.rows')
const titleOf = (row: Element) => row.querySelector('.row-page .clip')?.textContent ?? ''
const heightOf = (row: HTMLElement) => parseFloat(row.style.height)
const topOf = (row: HTMLElement) => (Number(row.ariaPosInSet) - 1) * heightOf(row) // no question that lays the page out

function onScreen(): { rows: HTMLElement[]; blank: number } {
  const list = box()
  if (!list) return { rows: [], blank: 0 }
  const [top, bottom] = [list.scrollTop, list.scrollTop + list.clientHeight]
  const rows = [...list.querySelectorAll<HTMLElement>('li')].filter(row => topOf(row) + heightOf(row) > top && topOf(row) < bottom)
  return { rows, blank: rows.filter(row => row.classList.contains('row-blank')).length }
}

function isCovered(): boolean {
  const { rows } = onScreen()
  return rows.length > 0 && rows.length * heightOf(rows[0]!) >= Math.min(box()!.clientHeight, box()!.scrollHeight)
}

function until(isSo: () => boolean): Promise<number | null> {
  const began = performance.now()
  return new Promise(done => {
    const check = () => {
      const ms = performance.now() - began
      if (isSo()) done(ms)
      else if (ms > patienceMs) done(null)
      else requestAnimationFrame(check)
    }
    requestAnimationFrame(check)
  })
}
