import { readdirSync, readFileSync } from 'node:fs'

const tickMs = 10 // the kernel counts processor time in hundredths of a second

interface Process { id: number; parent: number; ms: number }

/** Milliseconds of all cores that programs took by now which this one didn't start: they blur what is measured. Linux tells. */
export function takenByOthers(): number {
  const all = processes()
  const ours = new Set([process.pid])
  for (let before = 0; before < ours.size;) {
    before = ours.size
    for (const { id, parent } of all) if (ours.has(parent)) ours.add(id)
  }
  return busyMs() - all.filter(({ id }) => ours.has(id)).reduce((sum, { ms }) => sum + ms, 0)
}

function busyMs(): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = readFileSync('/proc/stat', 'utf8').split('\n')[0]!.split(/\s+/).slice(1).map(Number)
  return (user + nice + system + irq + softirq) * tickMs
}

function processes(): Process[] {
  return readdirSync('/proc').filter(name => /^\d+$/.test(name)).flatMap(id => read(Number(id)) ?? [])
}

/** What a process took, its children that have ended included; nothing if it has ended itself. */
function read(id: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(') ') + 2).split(' ').map(Number)
    return { id, parent: fields[1]!, ms: (fields[11]! + fields[12]! + fields[13]! + fields[14]!) * tickMs }
  } catch {
    return undefined
  }
}
