/** A sentence in which `backticks` mark code, as in the error catalogue's hints. */
export function Prose({ text }: { text: string }) {
  return <>{text.split('`').map((part, i) => i % 2 ? <code key={i}>{part}</code> : part)}</>
}
