// What the types let through, and what they don't. Only ever compiled.
import { nametag, type ApiError, type Identified, type Nametag, type Settings, type Status } from 'nametag'

export const settings: Settings = {
  site: 'nt_site', host: 'https://nametag.example.com', autoload: false, consent: 'required', persist: false, debug: true,
  linkedDomains: ['https://help.example.com'], nonce: 'r4nd0m',
}

export async function everyCall({ identify }: Nametag): Promise<string> {
  await nametag.init(settings)
  const answer: Identified = await identify(42, { email: 'jane@example.com', custom_data: { plan: 'pro', seats: null } }, 'eyJ')
  await nametag.identify('42', null, { user_hash: '64b1e668' })
  await nametag.identify({ external_id: '42', email: 'jane@example.com', token: 'eyJ' })
  await nametag.updateConnection({ uniqueId: 42, tags: ['vip'], integrationIds: null, metadata: { seats: 5 } })
  await nametag.setAttributes({ company: null })
  await nametag.consent('granted')
  await Promise.all([nametag.load(), nametag.carry('eyJ')])
  const { loaded, connected, waiting }: Status = await nametag.status()
  const link: string = await nametag.linkTo('https://help.example.com/start') + await nametag.identityToken({ for: 'https://help.example.com' })
  const { visitor_id } = await nametag.reset()
  await nametag.logout()
  const { trust, email = '' } = await nametag.identity()
  const off = nametag.on('identityRejected', ({ code, help }: ApiError) => console.log(code, help))
  off()
  const sameOff: () => void = await off
  sameOff()
  await nametag.remove()
  return [answer.rejected?.[0]?.reason, (await nametag.lookupCode()).code, visitor_id, trust, email, link, loaded, connected, waiting].join()
}

export function mistakes(): void {
  // @ts-expect-error a site is missing
  void nametag.init({ host: 'https://nametag.example.com' })
  // @ts-expect-error there is no such setting
  void nametag.init({ site: 'nt_site', hots: 'https://nametag.example.com' })
  // @ts-expect-error a forgotten id
  void nametag.identify(undefined, { name: 'Jane' })
  // @ts-expect-error own keys belong in custom_data
  void nametag.identify('42', { plan: 'pro' })
  // @ts-expect-error identifiers are no attributes
  void nametag.setAttributes({ external_id: '42' })
  // @ts-expect-error it is granted or denied
  void nametag.consent('yes')
  // @ts-expect-error there is no such event
  nametag.on('identified', () => {})
  // @ts-expect-error a function is no JSON
  void nametag.identify('42', { custom_data: { when: () => 1 } })
}
