// The code that a site's owner copies (spec widget §1, §2).

/** Loads the script as it is at the time. */
export function tag(script: string, key: string): string {
  return `<script async src="${attribute(script)}" data-site="${attribute(key)}"></script>`
}

/** Loads the script as it is now, for ever. Across origins a browser compares only what it loads by CORS. */
export function pinnedTag(script: { url: string; integrity: string }, key: string): string {
  return `<script async src="${attribute(script.url)}" integrity="${attribute(script.integrity)}" crossorigin="anonymous" data-site="${attribute(key)}"></script>`
}

export function inline(code: string): string {
  return `<script>${code.trim()}</script>`
}

export const identifyRecipe = `// After log-in, and on every page while somebody is logged in:
Nametag('identify', user.id, {
  email: user.email,
  name: user.name,
  custom_data: { plan: user.plan },
})

// When they log out:
Nametag('reset')`

export function allowCommand(key: string, origin: string): string {
  return `nametag site set ${key} --origin ${shell(origin)}`
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
}

// An origin comes from strangers, and this is pasted into a shell.
function shell(text: string): string {
  return /^[\w.:/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
