/**
 * JSON without halves of surrogate pairs: for one of those a server may refuse the whole body. Of all that
 * JSON.stringify escapes, only they begin with `\ud`.
 */
export const wellFormed = (value: unknown): string =>
  JSON.stringify(value).replace(/\\(ud...|.)/g, (all, escaped: string) => escaped[1] ? '\ufffd' : all)

/** How many bytes that is in UTF-8. */
export const byteLength = (value: unknown): number => new Blob([wellFormed(value)]).size
