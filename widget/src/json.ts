/**
 * JSON without halves of surrogate pairs: for one of those a server may refuse the whole body. Of all that
 * JSON.stringify escapes, only they begin with `\ud`.
 */
export const wellFormed = (value: unknown): string =>
  JSON.stringify(value).replace(/\\(ud...|.)/g, (all, escaped: string) => escaped[1] ? '\ufffd' : all)

export const byteLength = (text: string): number => new TextEncoder().encode(text).length
