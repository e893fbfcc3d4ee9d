/** What became of a value since a form was opened, and who did it. */
export interface Changed { text: string; by: string }

/** Says so beside the field, so that nobody overwrites it without knowing. */
export function ChangedMeanwhile({ id, text, by, take }: Changed & { id: string; take(): void }) {
  return (
    <p class="edit-meanwhile" id={id} role="status">
      Changed meanwhile{by !== 'nobody knows' && <> by <bdi>{by}</bdi></>}: {text ? <b><bdi>{text}</bdi></b> : 'removed'}.{' '}
      <button class="link" type="button" onClick={take}>Take that</button>
    </p>
  )
}
