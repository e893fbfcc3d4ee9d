// What a page would know, for modules that ask: plain facts, no behaviour.

Object.assign(globalThis, {
  location: { href: 'https://shop.example/mugs?id=7#top', protocol: 'https:' },
  document: { title: 'Mugs', referrer: '', hidden: false, cookie: '' },
})
