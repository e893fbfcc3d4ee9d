// What nametag.js is measured beside: a start that asks the browser for the same things, and has no rule, no queue, no
// second try. What it takes, the browser takes.
(async () => {
  const site = document.currentScript.dataset.site
  const stored = localStorage.getItem('yardstick') || document.cookie.match(/yardstick=([^;]+)/)?.[1]
  new BroadcastChannel('yardstick').onmessage = () => {}
  for (const event of ['pagehide', 'pageshow', 'online', 'storage', 'popstate']) addEventListener(event, () => {})
  for (const event of ['pointerdown', 'pointermove', 'keydown', 'scroll']) addEventListener(event, () => {}, { capture: true, passive: true })
  const page = { url: location.href, title: document.title, referrer: document.referrer }
  const { visitor } = await navigator.locks.request('yardstick', async () => {
    const answer = await fetch('{{nametag}}/v1/commands', {
      method: 'POST', keepalive: true, credentials: 'omit', referrerPolicy: 'origin', signal: AbortSignal.timeout(20_000),
      body: JSON.stringify({ site, visitor: stored || null, page, commands: [] }),
    })
    return answer.json()
  })
  localStorage.setItem('yardstick', visitor.token)
  document.cookie = `yardstick=${visitor.token};path=/;samesite=lax`
  const socket = new WebSocket('{{nametag}}'.replace('http', 'ws') + '/v1/socket?site=' + site)
  const tab = [...crypto.getRandomValues(new Uint32Array(4))].join('-')
  socket.onopen = () => socket.send(JSON.stringify({ hello: { visitor: visitor.token, page, tab, visible: !document.hidden } }))
  socket.onmessage = ({ data }) => JSON.parse(data)
})()
