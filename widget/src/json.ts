/**
 * JSON of a value, also on pages where an old library has given arrays a toJSON of their own: it makes texts of them.
 * (The replacer's `this` holds what was there before.)
 */
export const stringify = (value: unknown): string => JSON.stringify(value, function (this: { [key: string]: unknown[] }, key, kept: unknown) {
  return this[key]?.flat ? this[key] : kept
})
