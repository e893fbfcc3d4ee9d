import { readFileSync } from 'node:fs'
import { setTimeout as pass } from 'node:timers/promises'
import { transformSync } from 'esbuild'
import type { Devtools } from '../devtools.ts'
import type { Cookie } from '../server.ts'
import type { Seen } from './eye.ts'

const size = { width: 1440, height: 900, deviceScaleFactor: 1, mobile: false }
const eye = transformSync(readFileSync(new URL('eye.ts', import.meta.url), 'utf8'), { loader: 'ts', format: 'iife' }).code

/** What a page takes, counted by the browser. Milliseconds are of its main thread alone, so other programs don't count. */
export interface Weight { heapBytes: number; nodes: number; busyMs: number }

/** A window of a browser of its own, with an eye in its page. */
export class Window {
  private readonly devtools: Devtools
  private readonly context: string
  private readonly session: string

  private constructor(devtools: Devtools, context: string, session: string) {
    this.devtools = devtools
    this.context = context
    this.session = session
  }

  static async open(devtools: Devtools): Promise<Window> {
    const { browserContextId } = await devtools.send<{ browserContextId: string }>('Target.createBrowserContext')
    const { targetId } = await devtools.send<{ targetId: string }>('Target.createTarget', { url: 'about:blank', browserContextId })
    const { sessionId } = await devtools.send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true })
    const window = new Window(devtools, browserContextId, sessionId)
    await window.send('Page.enable')
    await window.send('Emulation.setDeviceMetricsOverride', size)
    await window.send('Page.addScriptToEvaluateOnNewDocument', { source: eye })
    await window.send('Performance.enable', { timeDomain: 'threadTicks' })
    return window
  }

  /** Goes to an address, as somebody who is logged in where a cookie says so. */
  async go(url: string, cookie?: Cookie): Promise<void> {
    if (cookie) await this.send('Network.setCookie', { ...cookie, url })
    await this.send('Page.navigate', { url })
  }

  /** Milliseconds from the navigation until rows were there to be painted. */
  async firstRows(): Promise<number> {
    for (const end = Date.now() + 30_000; Date.now() < end; await pass(50)) {
      const at = await this.evaluate<number | null>('window.eye?.firstRows ?? null')
      if (at !== null) return at
    }
    throw new Error('the panel showed no rows within 30 s')
  }

  look(): Promise<Seen> { return this.evaluate('eye.look()') }

  /** What is seen while something is done. */
  async while(doing: () => Promise<void>): Promise<Seen> {
    await this.look()
    await doing()
    return this.look()
  }

  jump(to: number): Promise<number | null> { return this.evaluate(`eye.jump(${to})`) }

  /** Turns the wheel over the list, upwards where pixels are negative. */
  async wheel(pixels: number, pixelsPerSecond: number): Promise<void> {
    const place = { x: size.width / 2, y: size.height / 2 }
    await this.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...place })
    await this.send('Input.synthesizeScrollGesture', { ...place, yDistance: -pixels, speed: pixelsPerSecond, gestureSourceType: 'mouse', preventFling: true })
  }

  /** Takes the pointer away: a list stands still under it. */
  async rest(): Promise<void> { await this.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x: 1, y: 1 }) }

  async type(text: string): Promise<void> {
    for (const letter of text) await this.send('Input.insertText', { text: letter })
  }

  async erase(letters: number): Promise<void> {
    for (let i = 0; i < letters; i++) {
      for (const type of ['rawKeyDown', 'keyUp']) await this.send('Input.dispatchKeyEvent', { type, key: 'Backspace', windowsVirtualKeyCode: 8 })
    }
  }

  /** What the page takes once nothing is left that nobody needs. */
  async weigh(): Promise<Weight> {
    await this.send('HeapProfiler.collectGarbage')
    return this.spent()
  }

  async spent(): Promise<Weight> {
    const { metrics } = await this.send<{ metrics: { name: string; value: number }[] }>('Performance.getMetrics')
    const of = (name: string) => metrics.find(metric => metric.name === name)?.value ?? NaN
    return { heapBytes: of('JSHeapUsedSize'), nodes: of('Nodes'), busyMs: of('TaskDuration') * 1000 }
  }

  /** A profile of the page's script while something is done, for Chromium's own tools. */
  async profiled(doing: () => Promise<void>): Promise<string> {
    await this.send('Profiler.enable')
    await this.send('Profiler.start')
    await doing()
    const { profile } = await this.send<{ profile: unknown }>('Profiler.stop')
    await this.send('Profiler.disable')
    return JSON.stringify(profile)
  }

  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.send<{ result: { value: T }; exceptionDetails?: { exception?: { description?: string } } }>(
      'Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description}`)
    return result.value
  }

  async close(): Promise<void> {
    await this.devtools.send('Target.disposeBrowserContext', { browserContextId: this.context })
  }

  private send<T>(method: string, params = {}): Promise<T> { return this.devtools.send(method, params, this.session) }
}
