/** Keys to press, any one of them. */
export function Keys({ of }: { of: readonly string[] }) {
  return <span class="key-caps">{of.map(key => <kbd key={key}>{key}</kbd>)}</span>
}
