import { grammar } from '../words/search.ts'
import { Dialog } from './parts/dialog.tsx'
import { Keys } from './parts/keys.tsx'
import { shortcuts } from './parts/shortcuts.ts'
import { Switch } from './parts/switch.tsx'

const keys: readonly (readonly [string[], string])[] = [
  [['j', 'k'], 'next and previous person'],
  [['Enter'], 'open'],
  [['Esc'], 'close'],
  [['/'], 'search'],
  [['v'], 'visitors'],
  [['c'], 'contacts'],
  [['x'], 'conflicts'],
  [['s'], 'settings'],
  [['?'], 'this help'],
]

/** What the keys do, and what can be searched for. */
export function HelpDialog({ close }: { close(): void }) {
  return (
    <Dialog title="Keys and searches" wide close={close}>
      <div class="dialog-body dialog-scroll help" tabIndex={0} role="group" aria-label="Keys and searches">
        <dl class="help-keys">
          {keys.map(([pressed, does]) => <div key={does}><dt><Keys of={pressed} /></dt><dd>{does}</dd></div>)}
        </dl>
        <Switch label="Single keys do this" on={shortcuts.on.value} set={shortcuts.set} />
        <h3>Searching visitors</h3>
        <dl class="help-search">{grammar.map(([word, finds]) => <div key={word}><dt><code>{word}</code></dt><dd>{finds}</dd></div>)}</dl>
      </div>
    </Dialog>
  )
}
