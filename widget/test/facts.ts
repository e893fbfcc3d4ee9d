// What a page would know, for modules that ask: plain facts, no behaviour.
import '../src/calls.ts' // the modules know each other in circles: as in the bundle, the table of calls comes last

Object.assign(globalThis, {
  window: globalThis,
  location: { href: 'https://shop.example/mugs?id=7#top', protocol: 'https:' },
  document: { title: 'Mugs', referrer: '', hidden: false, cookie: '', readyState: 'complete' },
  navigator: {},
  addEventListener() {},
  ASIDE_HASH: '1f2e3d4c',
})
