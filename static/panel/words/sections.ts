import type { Section } from '../models/route.ts'

// What the parts of the settings are called, and what each is for.

export const sectionTitles: { [section in Section]: string } = {
  install: 'Install',
  site: 'Site',
  security: 'Security',
  privacy: 'Privacy',
  agents: 'Agents',
  'api-keys': 'API keys',
}

export const sectionLeads: { [section in Section]: string } = {
  install: 'The script tag with your key, and whether it has arrived on your pages.',
  site: 'Its name and keys, whose pages may use it, linked domains, and development mode.',
  security: 'How much is proven, what is required, signing keys, the doctor, and code for your server.',
  privacy: 'What is kept of whom and for how long, addresses, and consent.',
  agents: 'Who may log in here, what they may do, and which sites they see.',
  'api-keys': 'What your own back ends may read and write here.',
}
