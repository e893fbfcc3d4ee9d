import type { FunctionComponent } from 'preact'
import type { Panel } from '../../models/panel.ts'
import { sections, type Section } from '../../models/route.ts'
import { sectionLeads, sectionTitles } from '../../words/sections.ts'
import { Back } from '../parts/icons.tsx'
import { Forbidden } from '../parts/empty.tsx'
import { AgentsPage } from './agents-page.tsx'
import { APIKeysPage } from './api-keys-page.tsx'
import { InstallPage } from './install-page.tsx'
import { PrivacyPage } from './privacy-page.tsx'
import { SecurityPage } from './security-page.tsx'
import { SitePage } from './site-page.tsx'

/** Everything that can be set, a part at a time. */
export function SettingsPage({ panel, section }: { panel: Panel; section: Section | undefined }) {
  const Part = section && parts[section]
  return (
    <div class="page page-scroll">
      <div class={'column' + (section ? ' column-' + section : '')}>
        <header class="page-head">
          {section && <a class="button button-quiet button-square settings-back" href={panel.router.href({ page: 'settings' })} aria-label="All settings"><Back /></a>}
          <h1>{section ? sectionTitles[section] : 'Settings'}</h1>
        </header>
        {Part ? <Part panel={panel} /> : <Overview panel={panel} />}
      </div>
    </div>
  )
}

const parts: { [section in Section]: FunctionComponent<{ panel: Panel }> } = {
  install: ({ panel }) => <InstallPage install={panel.install} settings={panel.settings} admin={isAdmin(panel)} recipe={panel.recipe} visitors={panel.router.href({ page: 'visitors' })} />,
  site: ({ panel }) => <SitePage settings={panel.settings} install={panel.install} admin={isAdmin(panel)} />,
  security: ({ panel }) => <SecurityPage security={panel.security} people={panel.people} language={panel.language}
    admin={isAdmin(panel)} href={panel.router.href} />,
  privacy: ({ panel }) => <PrivacyPage settings={panel.settings} admin={isAdmin(panel)} href={panel.router.href} />,
  agents: ({ panel }) => isAdmin(panel) ? <AgentsPage agents={panel.agents} me={panel.session.me.value!} /> : <ForAdmins>Here admins say who may log in, and what they may do.</ForAdmins>,
  'api-keys': ({ panel }) => isAdmin(panel) ? <APIKeysPage apiKeys={panel.apiKeys} /> : <ForAdmins>Here admins make the keys with which your own back ends come in.</ForAdmins>,
}

const isAdmin = ({ session }: Panel) => session.me.value?.agent.role === 'admin'

function ForAdmins({ children }: { children: string }) {
  return <Forbidden title="For admins"><p>{children} Your role is agent: ask an admin of yours, or have one make you an admin.</p></Forbidden>
}

function Overview({ panel }: { panel: Panel }) {
  return (
    <ul class="overview">
      {sections.map(section => (
        <li key={section} class="card"><a href={panel.router.href({ page: 'settings', section })}><b>{sectionTitles[section]}</b><span class="sub">{sectionLeads[section]}</span></a></li>
      ))}
    </ul>
  )
}
