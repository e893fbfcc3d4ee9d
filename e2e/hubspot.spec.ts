import { Client as OldClient } from 'hubspot-api-client-9'
import { Client as NewClient } from 'hubspot-api-client-14'
import { expect, openPanel, test } from './fixtures.ts'
import { noteAnswer, noteSecret, noteSent } from './secrets.ts'
import type { Server, Site } from './server.ts'
import type { BatchAnswer, IdentifyArgs } from '../internal/wire/wire.ts'

// HubSpot's own clients, an old major and a new one, with nothing changed but the base path and the key. Only the panel needs a browser.

const scope = 'conversations.visitor_identification.tokens.create'
const gob = { email: 'gob@bluth.com', firstName: 'Gob', lastName: 'Bluth' }

type Asked = Partial<typeof gob> & { email: string }
interface Config { accessToken: string; basePath: string }

/** Asks for a token. The names may be left out of what is sent, though the new client's types don't say so. */
async function generate(client: OldClient | NewClient, asked: Asked): Promise<{ token: string }> {
  const answer = await client.conversations.visitorIdentification.generateApi.generateToken(asked as typeof gob)
  noteSecret('HubSpot token', answer.token)
  return answer
}

const majors = [
  { name: '9.x', path: '/conversations/v3/visitor-identification/tokens/create', ask: (config: Config, asked: Asked) => generate(new OldClient(config), asked) },
  { name: '14.x', path: '/visitor-identification/v3/tokens/create', ask: (config: Config, asked: Asked) => generate(new NewClient(config), asked) },
]

for (const { name, path, ask } of majors) {
  test(`a token that the client ${name} got makes a verified contact`, async ({ server, site, line }) => {
    const config = { accessToken: await keyOf(server, site, scope), basePath: line.url }
    const { token } = await ask(config, gob)
    expect(line.passed.map(({ method, path }) => `${method} ${path}`)).toEqual([`POST ${path}`])
    expect((await ask(config, { email: gob.email })).token, 'another one for each call').not.toBe(token)
    const { iat, exp } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { iat: number; exp: number }
    expect(exp).toBe(iat + 43_200)

    const answer = await identify(server, site, { email: gob.email, token, require_email: true })
    expect(answer).toMatchObject({ trust: 'verified', expires_at: new Date(exp * 1000).toISOString() })
    expect(await (await server.backend(site)).contacts()).toMatchObject([{
      email: gob.email, email_trust: 'verified', trust: 'verified', external_id: null,
      traits: { first_name: { value: 'Gob', source: 'hubspot' }, last_name: { value: 'Bluth', source: 'hubspot' } },
    }])
  })

  test(`the client ${name} reads what went wrong`, async ({ server, site }) => {
    const failed = (accessToken: string, asked: Asked): Promise<unknown> =>
      ask({ accessToken, basePath: server.url }, asked).then(() => { throw new Error('it worked') }, (error: { code: number; body: unknown }) => {
        noteAnswer(error.code, JSON.stringify(error.body))
        return error
      })
    const body = { status: 'error', message: expect.stringMatching(/\w/), correlationId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) }
    expect(await failed('nt_ak_' + 'A'.repeat(43), gob), 'a wrong key').toMatchObject({ code: 401, body: { ...body, category: 'INVALID_AUTHENTICATION' } })
    expect(await failed(await keyOf(server, site, 'contacts:read'), gob), 'a missing scope').toMatchObject({
      code: 403, body: { ...body, category: 'MISSING_SCOPES', errors: [{ context: { requiredGranularScopes: [scope] } }] },
    })
    expect(await failed(await keyOf(server, site, scope), { email: 'gob' }), 'a bad email').toMatchObject({
      code: 400, body: { ...body, category: 'VALIDATION_ERROR', errors: [{ in: 'email', code: 'bad_email' }] },
    })
  })
}

test('the old client may put its key into the address', async ({ server, site }) => {
  const apiKey = await keyOf(server, site, scope)
  const ask = (apiKey: string) => new OldClient({ apiKey, basePath: server.url }).apiRequest({ method: 'POST', path: majors[0]!.path, body: gob })
  const answer = await ask(apiKey)
  expect(new URL(answer.url).searchParams.get('hapikey')).toBe(apiKey)
  expect(await answer.json()).toEqual({ token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) })
  expect((await ask(await keyOf(server, site, scope + ',contacts:read'))).status, 'a key that may do more').toBe(401)
  expect(server.printed).not.toContain(apiKey)
})

test('without its token an email names nobody', async ({ server, site }) => {
  const accessToken = await keyOf(server, site, scope)
  const { token } = await majors[1]!.ask({ accessToken, basePath: server.url }, gob)
  const wrong = { mismatch: { email: 'jane@example.com', token }, email_without_token: { email: gob.email }, token_without_email: { token } }
  for (const [code, args] of Object.entries(wrong)) {
    expect(await identify(server, site, { ...args, require_email: true })).toMatchObject({ trust: 'anonymous', warnings: [{ code }] })
  }
  expect(await (await server.backend(site)).contacts()).toEqual([])
})

test('the panel says by what a person was named', async ({ browse, server, site }) => {
  const accessToken = await keyOf(server, site, scope)
  const { token } = await majors[1]!.ask({ accessToken, basePath: server.url }, gob)
  await identify(server, site, { email: gob.email, token })
  const [contact] = await (await server.backend(site)).contacts()
  const panel = await openPanel(await browse(), server, `contacts/${contact!.id}?site=${site.key}`)
  await expect(panel.person.getByRole('heading', { name: 'Gob Bluth' })).toBeVisible()
  await expect(panel.person.locator('.person-head')).toContainText('HubSpot')
  await expect(panel.field('first_name')).toContainText('by a HubSpot token')
  await expect(panel.person).toContainText('Proved with a HubSpot token.')
})

async function keyOf(server: Server, site: Site, scopes: string): Promise<string> {
  const { key } = await server.command<{ key: string }>(['apikey', 'create', '--site', site.key, '--name', 'hubspot', '--scopes', scopes])
  return key
}

/** Says who is at a new browser of the site's, as the widget would. */
async function identify(server: Server, site: Site, args: IdentifyArgs): Promise<unknown> {
  const body = JSON.stringify({ site: site.key, visitor: null, commands: [{ id: crypto.randomUUID(), call: 'identify', args }] })
  const answer = await fetch(server.url + '/v1/commands', {
    method: 'POST', headers: { 'Content-Type': 'text/plain', Origin: 'http://localhost:3000' }, body,
  })
  noteSent(body)
  noteAnswer(answer.status, await answer.clone().text())
  const { answers: [first] } = await answer.json() as BatchAnswer
  return first?.ok ?? first?.error
}
