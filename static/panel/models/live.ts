import { signal, type ReadonlySignal } from '@preact/signals'
import type { PanelFrame, PanelPush } from '../../../internal/wire/wire.ts'
import { backoff } from './backoff.ts'

/** How the one socket stands. `refused`: the server said not to come back. */
export type LiveStatus =
  | { at: 'idle' | 'open' | 'refused' }
  | { at: 'connecting'; again: boolean } // after a line that broke, or couldn't be opened
  | { at: 'waiting'; until: number } // Date.now() of the next try

/** The panel's one socket. It comes back by itself until it is told not to. */
export interface Live {
  status: ReadonlySignal<LiveStatus>
  connect(site: string): void // replaces an earlier connection
  close(): void
  retry(): void // now, instead of when the wait is over
  probe(): void // find out whether a silent line is dead
  seen(): void // all that was told of the list is on the screen
  send(frame: PanelFrame): void // dropped while the line is down: `opened` says everything again
}

export interface LiveEvents {
  opened(): void // say again what is to be watched
  push(frame: PanelPush): void
  lost(): void // it could not be opened, or was closed
}

const probeTimeout = 5000
const openTimeout = 10_000
const quiet = 15_000 // so long may the server say nothing before it is asked whether it is there
const settled = 10_000 // a line that lasted this long starts the backoff anew

export function createLive(events: LiveEvents): Live {
  const status = signal<LiveStatus>({ at: 'idle' })
  let site = ''
  let socket: WebSocket | undefined
  let tries = 0
  let heard = 0 // how many updates of the list came by this socket
  let seen = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let silence: ReturnType<typeof setTimeout> | undefined // what happens if nothing is heard for a while

  function open() {
    status.value = { at: 'connecting', again: tries > 0 || socket !== undefined }
    drop()
    silence = setTimeout(wait, openTimeout)
    const line = new WebSocket(address(site))
    let openedAt = 0
    socket = line
    line.onopen = () => {
      openedAt = Date.now()
      heard = seen = 0
      status.value = { at: 'open' }
      listen()
      events.opened()
    }
    line.onmessage = message => {
      listen()
      const frame = read(message.data)
      if (frame && 'view' in frame) heard++
      if (frame) events.push(frame)
    }
    line.onclose = ({ code }) => {
      if (openedAt && Date.now() - openedAt > settled) tries = 0
      code >= 4500 && code < 5000 ? refuse() : wait()
    }
  }
  function send(frame: PanelFrame) {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame))
  }
  function listen() {
    clearTimeout(silence)
    silence = setTimeout(probe, quiet)
  }
  function probe() {
    if (status.peek().at !== 'open') return
    clearTimeout(silence)
    silence = setTimeout(open, probeTimeout)
    events.opened()
  }
  function drop() {
    clearTimeout(timer)
    clearTimeout(silence)
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
    socket = undefined
  }
  function wait() {
    drop()
    const delay = backoff(tries++, Math.random())
    status.value = { at: 'waiting', until: Date.now() + delay }
    timer = setTimeout(open, delay)
    events.lost()
  }
  function refuse() {
    drop()
    status.value = { at: 'refused' }
    events.lost()
  }
  return {
    status, probe,
    connect(key) {
      drop()
      site = key
      tries = 0
      open()
    },
    close() {
      drop()
      status.value = { at: 'idle' }
    },
    retry() {
      if (status.peek().at === 'waiting') open()
    },
    seen() {
      if (seen === heard) return
      seen = heard
      send({ seen })
    },
    send,
  }
}

function address(site: string): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/live?site=${encodeURIComponent(site)}`
}

function read(data: unknown): PanelPush | undefined {
  try {
    return JSON.parse(String(data)) as PanelPush
  } catch {
    return undefined // a broken frame leaves a gap in the numbers, which heals itself
  }
}
