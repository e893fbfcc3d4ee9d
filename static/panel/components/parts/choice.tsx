import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

export interface ChoiceProps<T extends string> { label: string; options: readonly (readonly [T, ComponentChildren])[]; chosen: T; choose(option: T): void }

/** One of a few. The arrow keys move, as in any group of radio buttons. */
export function Choice<T extends string>({ label, options, chosen, choose }: ChoiceProps<T>) {
  const name = useId()
  return (
    <fieldset class="choice">
      <legend class="ears">{label}</legend>
      {options.map(([option, text]) => (
        <label key={option}>
          <input type="radio" name={name} value={option} checked={option === chosen} onChange={() => choose(option)} />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  )
}
