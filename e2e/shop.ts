import type { Page } from '@playwright/test'

/** The demo shop, as a customer walks through it. */
export class Shop {
  readonly page: Page
  private readonly origin: string

  constructor(page: Page, origin: string) {
    this.page = page
    this.origin = origin
  }

  async enter(path = '', referer?: string): Promise<void> {
    await this.page.goto(this.origin + '/demo/' + path, referer ? { referer } : {})
  }

  async look(plant: string): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Shop' }).getByRole('link', { name: 'Plants' }).click()
    await this.page.getByRole('link', { name: plant }).click()
    await this.page.getByRole('heading', { name: plant, level: 1 }).waitFor()
  }

  async logIn(name: string): Promise<void> {
    await this.page.getByRole('link', { name: 'Log in', exact: true }).click()
    await this.page.getByRole('button', { name: 'Log in as ' + name }).click()
    await this.page.getByRole('heading', { name: 'Hello, ' + name }).waitFor()
  }

  async choosePlan(plan: string): Promise<void> {
    await this.page.getByRole('link', { name: 'Change plan' }).click()
    await this.page.getByRole('button', { name: 'Choose ' + plan }).click()
    await this.page.getByText('Plan', { exact: true }).locator('..').getByText(plan).waitFor()
  }

  async logOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Log out' }).click()
    await this.page.getByRole('heading', { name: 'Houseplants that want to live.' }).waitFor()
  }
}
