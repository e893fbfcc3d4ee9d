// Renders the app on a server, in plain Node. Prints what importing the package and rendering left behind.
const { renderToString } = await import('react-dom/server')
const { createElement, StrictMode } = await import('react')
const withReact = new Set(Reflect.ownKeys(globalThis))
const resources = () => process.getActiveResourcesInfo().filter(kind => !/Pipe|TTY|FS/.test(kind))
const open = resources()

const { nametag } = await import('nametag')
const { Account } = await import('./Account.mjs')
const user = { id: '42', email: 'jane@example.com', name: 'Jane Doe' }
const html = renderToString(createElement(StrictMode, null, createElement(Account, { user, logOut() {} })))

// What only a browser can do, called all the same: nobody listens to the first, the others are waited for.
nametag.identify('42')
nametag.on('ready', () => {})()
const outcome = call => call.then(() => 'resolved', error => error.code)
const outcomes = { init: await outcome(nametag.init({ site: 'nt_site', host: 'https://nametag.example.com' })) }
for (const name of Object.keys(nametag)) {
  if (!['init', 'on'].includes(name)) outcomes[name] = await outcome(nametag[name]())
}
outcomes.on = await outcome(nametag.on('ready', () => {}))

console.log(JSON.stringify({
  html, outcomes,
  globals: Reflect.ownKeys(globalThis).filter(key => !withReact.has(key)).map(String),
  resources: resources().slice(open.length),
}))
