// The code that a site's owner copies (spec widget §1, §2).

/** Two lines: what keeps early calls, and the script. */
export function snippet(script: string, key: string): string {
  return `${stub}\n<script async src="${attribute(script)}" data-site="${attribute(key)}"></script>`
}

/** Keeps calls made before the script has loaded, in order. */
export const stub = '<script>window.Nametag=window.Nametag||function(){var a=arguments;return new Promise(function(y,n){(Nametag.q=Nametag.q||[]).push([a,y,n])})}</script>'

/**
 * For the domains to which links carry an identity (spec security §1d), behind the stub: takes it out of the address
 * before the page's other scripts can see it. nametag.js does the same, when it is there.
 */
export const arrivalLine = `<script>location.href.replace(/([?&#])(?:nametag|convot)_identity=([^&#]+)(&?)/g,function(all,b,t,a){history.replaceState(history.state,'',location.href.replace(all,a&&b));Nametag('carry',t)})</script>`

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
