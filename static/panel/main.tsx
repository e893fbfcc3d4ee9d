import { render } from 'preact'
import { App } from './components/app.tsx'
import { createPanel } from './models/panel.ts'

const panel = createPanel()
panel.start()
render(<App panel={panel} />, document.getElementById('panel')!)
