/** What became of a value since a form was opened, and who did it. */
export interface Changed { text: string; by: string }

/** Says so beside the field, so that nobody overwrites it without knowing. To take it leads back into the field. */
export function ChangedMeanwhile({ id, text, by, take }: Changed & { id: string; take(): void }) {
  const taken = ({ currentTarget }: MouseEvent) => {
    (currentTarget as HTMLElement).closest('.field, .edit-pair')?.querySelector<HTMLElement>('[data-edit]')?.focus()
    take()
  }
  return (
    <p class="edit-meanwhile" id={id} role="status">
      Changed meanwhile{by !== 'nobody knows' && <> by <bdi>{by}</bdi></>}: {text ? <b><bdi>{text}</bdi></b> : 'removed'}.{' '}
      <button class="link" type="button" onClick={taken}>Take that</button>
    </p>
  )
}
