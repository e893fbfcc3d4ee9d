const names = new Intl.DisplayNames(undefined, { type: 'region', fallback: 'code' })

/** "Germany" for "DE"; anything that is no country's code as it is. */
export function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? names.of(code) ?? code : code
}
