import type { BrowserContext } from '@playwright/test'

const violation = /content[- ]security[- ]policy/i

/** Notes what no page may do in any test: break a security policy, or throw an error that nobody catches. */
export async function quiet(context: BrowserContext, broken: string[]): Promise<void> {
  await context.exposeBinding('reportViolation', ({ page }, what: string) => void broken.push(`${page.url()}: ${what}`))
  await context.addInitScript(() => {
    const { reportViolation } = window as never as { reportViolation(what: string): void }
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      reportViolation(`${violatedDirective} refuses ${blockedURI}`)
    })
  })
  context.on('console', message => {
    if (violation.test(message.text())) broken.push(`${message.page()?.url()}: ${message.text()}`)
  })
  context.on('weberror', thrown => void broken.push(`${thrown.page()?.url()}: ${thrown.error().stack ?? thrown.error()}`))
}
