import { useId } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import type { Installation } from '../../models/install.ts'
import type { Remembered } from '../../models/remembered.ts'
import { recipes } from '../../words/recipes/all.ts'
import type { Step } from '../../words/recipes/recipe.ts'
import type { Tag } from '../../words/snippet.ts'
import { Choice } from '../parts/choice.tsx'
import { Copyable } from '../parts/copy.tsx'
import { Prose } from '../parts/prose.tsx'

const versions = [['newest', 'Always the newest'], ['pinned', 'This version']] as const
const granted = `// On every page where there is consent, at once where your banner remembers it:
Nametag('consent', 'granted')

// When it is taken back: all is forgotten in this browser, and nothing more is sent.
Nametag('consent', 'denied')`

/** What to do for pages of the kind that the reader has, step by step, with the site's own key and address. */
export function RecipeSteps({ here, recipe }: { here: Installation; recipe: Remembered }) {
  const [version, consent] = [useSignal<typeof versions[number][0]>('newest'), useSignal(false)]
  const chosen = recipes.find(r => r.key === recipe.key.value) ?? recipes[0]!
  const pinned = version.value === 'pinned'
  const tag: Tag = { script: pinned ? here.pinned : { url: here.script }, key: here.key, consent: consent.value }
  const steps = chosen.steps(tag)
  if (consent.value) {
    steps.push({ title: 'Say that there is consent', text: 'Until then nothing is stored or sent; calls wait, in their order. It holds for the page that says so: the next one says it again.', code: chosen.consented ?? granted, label: 'consent recipe' })
  }
  return (
    <>
      <section class="card" aria-labelledby="recipe">
        <h2 id="recipe">What are your pages made with?</h2>
        <Choice label="Made with" options={recipes.map(r => [r.key, r.name] as const)} chosen={chosen.key} choose={recipe.choose} />
        <Choice label="Version of the script" options={versions} chosen={version.value} choose={v => { version.value = v }} />
        {pinned && <p>This very version for ever, till you change the tag: browsers refuse a file that differs by a byte, and new versions don’t reach the page.</p>}
        <Consent on={consent.value} flip={() => { consent.value = !consent.value }} />
      </section>
      {steps.map((step, i) => <StepCard key={chosen.key + step.label} step={step} number={i + 1} />)}
    </>
  )
}

function Consent({ on, flip }: { on: boolean; flip(): void }) {
  const id = useId()
  return (
    <label class="use">
      <input type="checkbox" checked={on} onChange={flip} aria-describedby={id} />
      <span>Wait for consent</span>
      <span class="sub" id={id}>If visitors have to agree first. The code below then has <code>data-consent="required"</code>, and a step more.</span>
    </label>
  )
}

function StepCard({ step: { title, text, code, label }, number }: { step: Step; number: number }) {
  return (
    <section class="card" data-step={label}>
      <h2><span class="step">{number}</span>{title}</h2>
      <p><Prose text={text} /></p>
      <Copyable code={code} label={label} />
    </section>
  )
}
