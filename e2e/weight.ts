import type { Sample } from './trace.ts'
import { total, type Bytes, type Request } from './traffic.ts'

// What was measured, in words.

/** The first page's start with other scripts in nametag.js's place. */
export const bare = 'the bare calls', empty = 'an empty script'

export interface Report {
  rounds: number
  cores: number
  wire: { [visit: string]: Request[] }
  samples: { [visit: string]: Sample[] } // round by round; those of bare and empty, too
}

/** A table in Markdown, with what is to be known about it. */
export function spell({ rounds, cores, wire, samples }: Report): string {
  const visits = Object.keys(wire)
  const row = (what: string, cell: (visit: string) => string) => `| ${[what, ...visits.map(cell)].join(' | ')} |\n`
  const isScript = (r: Request) => r.name.startsWith('GET')
  const traffic = (visit: string, which: (r: Request) => boolean) => total(wire[visit]!.filter(which))
  const busy = (what: string) => spread(samples[what]!, s => s.ms)
  return `| at its start | ${visits.join(' | ')} |\n|---|${'---|'.repeat(visits.length)}\n`
    + row('requests', visit => wire[visit]!.map(r => r.name.split(' ')[0]).join(', '))
    + row('the script, sent and received', visit => bytes(traffic(visit, isScript)))
    + row('the rest, sent and received', visit => bytes(traffic(visit, r => !isScript(r))))
    + row('main thread taken up', busy)
    + row('of that, running', visit => spread(samples[visit]!, s => s.cpuMs))
    + row('of the running, compiling and evaluating', visit => spread(samples[visit]!, s => s.evaluateMs))
    + row('longest task with a part of it', visit => spread(samples[visit]!, s => s.longestMs))
    + row('layouts and styles that it forced', visit => String(Math.max(...samples[visit]!.map(s => s.layouts))))
    + `\nBytes on the wire with all headers, without TLS. Times are medians and quartiles of ${rounds} starts in fresh browsers, on`
    + ` ${cores} cores with\nChromium headless and 4× throttling, until the socket has greeted. On the first page, an empty script of that size`
    + ` takes\n${busy(empty)}; the same calls to the browser without any of the widget's rules take ${busy(bare)} (running:`
    + `\n${spread(samples[bare]!, s => s.cpuMs)}), and the widget ${ratio(samples)} of their running time.\n`
}

const ratio = (samples: Report['samples']) => {
  const [lower, median, upper] = quartiles(samples['first visit']!.map((s, i) => s.cpuMs / samples[bare]![i]!.cpuMs))
  return `${median.toFixed(2)}× (${lower.toFixed(2)}–${upper.toFixed(2)})`
}

const spread = (samples: Sample[], of: (s: Sample) => number) => {
  const [lower, median, upper] = quartiles(samples.map(of))
  return `${median.toFixed(1)} ms (${lower.toFixed(1)}–${upper.toFixed(1)})`
}

const bytes = ({ up, down }: Bytes) => up + down ? `${up.toLocaleString('en')} + ${down.toLocaleString('en')} bytes` : 'nothing: cached'

function quartiles(values: number[]): [lower: number, median: number, upper: number] {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!
  return [at(0.25), at(0.5), at(0.75)]
}
