// The script's tag, as it is spelt wherever a site's owner puts it (spec widget §1, §2).

/** What a page's tag says: which script of which server, whose page it is, and whether it waits for consent. */
export interface Tag { script: { url: string; integrity?: string }; key: string; consent?: boolean }

/** The tag's attributes in their order. Across origins a browser compares only what it loads by CORS. */
export function attributes({ script: { url, integrity }, key, consent }: Tag): [name: string, value: string][] {
  return [
    ['src', url], ...integrity ? [['integrity', integrity], ['crossorigin', 'anonymous']] satisfies [string, string][] : [],
    ['data-site', key], ...consent ? [['data-consent', 'required']] satisfies [string, string][] : [],
  ]
}

export function tag(of: Tag): string {
  return `<script async ${attributes(of).map(([name, value]) => `${name}="${escape(value)}"`).join(' ')}></script>`
}

export function inline(code: string): string {
  return `<script>${code.trim()}</script>`
}

/** A text in JavaScript, and in PHP. */
export function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
}
