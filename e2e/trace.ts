import { setTimeout as pass } from 'node:timers/promises'
import type { Devtools, TraceEvent } from './devtools.ts'

/** What a page's main thread did for its script until the server had greeted the socket. */
export interface Sample {
  ms: number // it was taken up: waiting for other processes counts
  cpuMs: number // of that, it ran
  evaluateMs: number // of the running, before the script had come to its end for the first time
  longestMs: number // the longest task with a part of it
  layouts: number // styles and layouts that it forced
}

const throttling = 4
const categories = ['devtools.timeline', 'v8', 'disabled-by-default-devtools.timeline']
const script = /^(EvaluateScript|v8\.compile|FunctionCall|RunMicrotasks|BlinkScheduler_PerformMicrotaskCheckpoint)$/
const layout = /^(Layout|UpdateLayoutTree)$/

/**
 * Opens a page for somebody whom the browser doesn't know, or who was at these pages before. Where the machine was too
 * slow for all to be seen, it is done again with more patience.
 */
export async function record(devtools: Devtools, url: string, { before = [] as string[], greets = true } = {}): Promise<Sample> {
  for (let settleMs = 1_500; settleMs < 30_000; settleMs *= 2) {
    const sample = weigh(await trace(devtools, url, before, settleMs), url, greets)
    if (sample) return sample
  }
  throw new Error(`${url} didn't come to the end of its start`)
}

async function trace(devtools: Devtools, url: string, before: string[], settleMs: number): Promise<TraceEvent[]> {
  const { browserContextId } = await devtools.send<{ browserContextId: string }>('Target.createBrowserContext')
  const { targetId } = await devtools.send<{ targetId: string }>('Target.createTarget', { url: 'about:blank', browserContextId })
  const { sessionId } = await devtools.send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true })
  const open = async (url: string) => {
    await devtools.send('Page.navigate', { url }, sessionId)
    await pass(settleMs)
  }
  for (const url of before) await open(url)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: throttling }, sessionId)
  const events: TraceEvent[] = []
  const off = devtools.on<{ value: TraceEvent[] }>('Tracing.dataCollected', ({ value }) => void events.push(...value))
  await devtools.send('Tracing.start', { traceConfig: { includedCategories: categories, excludedCategories: ['*'] } })
  await open(url)
  const complete = devtools.once('Tracing.tracingComplete')
  await devtools.send('Tracing.end')
  await complete
  off()
  await devtools.send('Target.disposeBrowserContext', { browserContextId })
  return events
}

/**
 * Reads a trace. The page's own scripts, which stand in it, don't count; whatever else runs there is the widget's. Returns
 * nothing if the script didn't run, or wasn't greeted.
 */
function weigh(events: TraceEvent[], url: string, greets: boolean): Sample | undefined {
  const start = events.find(e => e.name === 'EvaluateScript' && e.args.data?.url?.endsWith('/nametag.js'))
  const thread = events.filter(e => e.pid === start?.pid && e.tid === start.tid)
  const tasks = thread.filter(e => e.name === 'RunTask')
  const greeting = thread.find(e => e.name === 'WebSocketReceive')
  if (!start || greets && !greeting) return
  const last = greeting && tasks.find(task => holds(task, greeting))
  const runs = outermost(thread.filter(e => script.test(e.name) && e.args.data?.url !== url && (!last || e.ts < endOf(last))))
  return {
    ms: sum(runs, e => e.dur),
    cpuMs: sum(runs, e => e.tdur),
    evaluateMs: sum([start], e => e.tdur),
    longestMs: Math.max(...tasks.filter(task => runs.some(run => holds(task, run))).map(task => task.dur! / 1_000)),
    layouts: thread.filter(e => layout.test(e.name) && runs.some(run => holds(run, e))).length,
  }
}

const endOf = (e: TraceEvent) => e.ts + (e.dur ?? 0)
const holds = (outer: TraceEvent, inner: TraceEvent) => outer.ts <= inner.ts && endOf(inner) <= endOf(outer)

/** Leaves out what runs within another. */
const outermost = (events: TraceEvent[]) => {
  let end = 0
  return events.sort((a, b) => a.ts - b.ts || endOf(b) - endOf(a)).filter(e => {
    if (e.ts < end) return false
    end = endOf(e)
    return true
  })
}

const sum = (events: TraceEvent[], of: (e: TraceEvent) => number | undefined) => events.reduce((all, e) => all + (of(e) ?? 0), 0) / 1_000
